// Keys of a deck: on, back, first, last, and the speaker's notes. Without them one scrolls.
const slides = [...document.querySelectorAll("section")];
const steps = { ArrowRight: 1, PageDown: 1, " ": 1, ArrowLeft: -1, PageUp: -1 };

function shown() {
  const distances = slides.map((slide) => Math.abs(slide.getBoundingClientRect().top));
  return distances.indexOf(Math.min(...distances));
}

document.addEventListener("keydown", (event) => {
  let next = steps[event.key] && shown() + steps[event.key];
  if (event.key === "Home") next = 0;
  if (event.key === "End") next = slides.length - 1;
  if (event.key === "n") document.body.classList.toggle("with-notes");
  if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  slides[Math.max(0, Math.min(next, slides.length - 1))].scrollIntoView();
});
