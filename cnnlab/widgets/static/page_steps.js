// @ts-check
// What the steps of the page have to say to one another: which is to open, which are open.

export const SECTION = ".lab-section";
const SECONDS_ON_THE_WAY = 0.5;
const SECONDS_TO_COME = 6;
export const BY_HAND = ["wheel", "touchmove", "keydown", "pointerdown"];
const LINK = 'a[href^="#lab-step-"]';
export const OPEN = "lab-open-step"; // an event at a step's heading: it is to open

/** @param {number} number from 1 */
export const headingOf = (number) => document.getElementById(`lab-step-${number}`);

/**
 * Open a step, bring it into sight and the keyboard's place there. False where there is no such
 * step, as in a notebook.
 *
 * @param {number} number from 1
 */
export function openStep(number) {
  const heading = headingOf(number);
  if (!heading) return false;
  heading.dispatchEvent(new CustomEvent(OPEN));
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  heading.scrollIntoView({ behavior: isCalm ? "auto" : "smooth", block: "start" });
  heading.focus({ preventScroll: true });
  keepInSight(heading);
  return true;
}

/**
 * Stay at a heading while what it opens is coming, and the page below it grows; whoever scrolls or
 * types is let go.
 *
 * @param {HTMLElement} heading
 */
function keepInSight(heading) {
  let isOver = false;
  const growth = new ResizeObserver(() => {
    if (!isOver) heading.scrollIntoView({ block: "start" });
  });
  const end = () => {
    isOver = true;
    growth.disconnect();
    for (const name of BY_HAND) document.removeEventListener(name, end);
  };
  // The first call comes at once, in the middle of the way there.
  setTimeout(() => growth.observe(heading.closest(SECTION) ?? heading), 1000 * SECONDS_ON_THE_WAY);
  setTimeout(end, 1000 * SECONDS_TO_COME);
  for (const name of BY_HAND) document.addEventListener(name, end, { passive: true });
}

/**
 * Have every link to a step open it, wherever on the page it stands; `onGo` is told the number.
 * The function returned ends that.
 *
 * @param {(number: number) => void} onGo
 */
export function followLinks(onGo) {
  /** @param {MouseEvent} event */
  const follow = (event) => {
    const link = event.target instanceof Element ? event.target.closest(LINK) : null;
    const number = Number(link?.getAttribute("href")?.replace("#lab-step-", ""));
    if (!link || !openStep(number)) return;
    event.preventDefault(); // JupyterLab would take it for a link of its own
    onGo(number);
  };
  // Before others that listen for links.
  document.addEventListener("click", follow, true);
  return () => document.removeEventListener("click", follow, true);
}
