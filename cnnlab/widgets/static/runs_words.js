// @ts-check
// What the table of runs says: numbers as texts, why a title will not do, who looked at a test.

/** @import { TableRow } from "./protocol.d.ts" */

import { isNumber, percentOf } from "../../../labhelpers/static/front_end.js";

/** @type {(share: number | null) => string} */
export const accuracyOf = (share) => (isNumber(share) ? percentOf(share, 2) : "–");
/** @type {(loss: number | null) => string} */
export const lossOf = (loss) => (isNumber(loss) ? loss.toFixed(4) : "–");
/** @type {(time: number | null) => string} */
export const secondsOf = (time) => (isNumber(time) && time > 0 ? time.toFixed(1) : "–");

/**
 * What is said of the test accuracies: which are hidden, or of how many runs they were seen.
 * @type {(rows: TableRow[]) => string}
 */
export const wordsOnLooks = (rows) => {
  const seen = rows.filter((row) => isNumber(row.test)).length;
  if (seen) {
    const runs = seen === 1 ? "1 run" : `${seen} runs`;
    return (
      `You have seen the test accuracy of ${runs} in this table; the report counts deleted ` +
      "runs, too. Say so there: " +
      "the best of several is partly lucky. Choose by the validation loss."
    );
  }
  return rows.some((row) => row.is_hidden)
    ? "Choose a run by its validation loss; then look at its test accuracy, and at no other."
    : "";
};

/**
 * Why a run cannot have this title; "" where it can.
 * @type {(title: string, longest: number) => string}
 */
export const problemOf = (title, longest) => {
  const length = [...title.trim()].length;
  if (!length) {
    return "A name has at least one character. Type one, or press Escape to keep the old name.";
  }
  if (length > longest) {
    return `This name has ${length} characters; ${longest} is the most. Shorten it.`;
  }
  return "";
};
