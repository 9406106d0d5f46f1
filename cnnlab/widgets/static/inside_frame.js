// @ts-check
// What is said above a look inside: which network it is, and of when.

/** @import { Inside } from "./inside_protocol.d.ts" */

const AFTER = "When it is over, you see here what it learned.";

/**
 * Which network read the digit, at which moment of its training.
 *
 * @param {Inside} inside
 * @param {boolean} isOn whether a run is in training
 */
export function readerWords({ network, is_shipped, moment }, isOn) {
  const own = is_shipped
    ? "The lab's own network, trained before, reads this digit."
    : `Your run reads this digit: ${network}.`;
  const then = moment ? ` ${moment}.` : "";
  const before = isOn ? ` This is from before the training that is on. ${AFTER}` : "";
  return `${own}${then}${before}`;
}

/**
 * Why there is nothing to see inside yet.
 *
 * @param {boolean} hasDigit
 * @param {boolean} isOn
 */
export function nothingInside(hasDigit, isOn) {
  if (!hasDigit) {
    return (
      "There is no digit yet. Draw one, or take a test digit: then you see here what each layer " +
      "makes of it."
    );
  }
  return isOn ? `A network is in training, and is not looked into. ${AFTER}` : "Reading …";
}
