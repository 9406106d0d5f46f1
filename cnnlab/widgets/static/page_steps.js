// @ts-check
// What the steps of the page have to say to one another: which is to open, which are open.

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
  return true;
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
