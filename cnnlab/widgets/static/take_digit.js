// @ts-check
// Whoever has no digit to show asks the pad, wherever it stands, to take a test digit.

const TAKE = "lab-take-digit"; // an event at the document

export function takeDigit() {
  document.dispatchEvent(new CustomEvent(TAKE));
}

/**
 * Have `take` called when a digit is asked for; the function returned ends that.
 *
 * @param {() => void} take
 */
export function onTakeDigit(take) {
  document.addEventListener(TAKE, take);
  return () => document.removeEventListener(TAKE, take);
}
