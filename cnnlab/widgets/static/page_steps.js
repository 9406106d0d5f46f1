// @ts-check
// What the steps of the page have to say to one another: which is to open, which are open.

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
