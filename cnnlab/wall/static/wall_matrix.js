// @ts-check
// The class's confusion matrix as a heat map: percentages of the true digit's images.

/** @import { ClassMatrix } from "./protocol.d.ts" */

import { make, say } from "../../../labhelpers/static/front_end.js";
import { worstMistake } from "../../widgets/static/mistake_shares.js";
import { part, severalOf } from "./wall_parts.js";

let drawnMatrix = "";

/**
 * A share as the cells have it: "1.2", "0.05"; "" for what would be 0.00.
 *
 * @param {number} share
 */
export function cellWords(share) {
  const percent = 100 * share;
  if (percent < 0.005) return "";
  return percent < 1 ? percent.toFixed(2).slice(1) : percent.toFixed(1);
}

/**
 * The pair that is confused most, in a sentence; "" where nothing is.
 *
 * @param {number[][]} matrix [true][read]
 */
export function mostConfused(matrix) {
  let most = { share: 0, words: "" };
  matrix.forEach((row, label) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    row.forEach((count, guess) => {
      const share = guess === label ? 0 : count / Math.max(1, total);
      if (share > most.share) most = { share, words: `${label} read as ${guess}` };
    });
  });
  return (
    most.words && `Largest share: ${most.words}, ${(100 * most.share).toFixed(1)}% of that digit.`
  );
}

/** @param {ClassMatrix} state */
function noteOf({ matrix, books, others, least, dataset }) {
  if (!matrix.length) {
    const begins = `It begins when ${least} students have a finished run`;
    return `${begins}, so that it shows nobody's own result. So far: ${books}.`;
  }
  const left = others ? ` With other digits, and left out: ${severalOf(others, "student")}.` : "";
  const whose = `${severalOf(books, "student")}, each by the run handed in or else the best one`;
  return `${mostConfused(matrix)} ${whose}; ${dataset} test images, percent.${left}`;
}

/** @param {ClassMatrix} state */
export function drawMatrix(state) {
  say(part("wall-matrix-note"), noteOf(state));
  const text = JSON.stringify(state.matrix);
  if (text === drawnMatrix) return;
  drawnMatrix = text;
  const place = part("wall-matrix-place");
  place.replaceChildren();
  if (state.matrix.length) fillMatrix(place, state.matrix);
}

/**
 * @param {Element} place
 * @param {number[][]} matrix
 */
function fillMatrix(place, matrix) {
  const totals = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const worst = worstMistake(matrix, totals);
  const table = make(place, "table", { "aria-labelledby": "wall-matrix-title" });
  const head = make(make(table, "thead"), "tr");
  make(head, "td", { class: "wall-corner" }, "true ↓ read →");
  matrix.forEach((_, guess) => {
    make(head, "th", { scope: "col" }, String(guess));
  });
  const body = make(table, "tbody");
  matrix.forEach((row, label) => {
    const line = make(body, "tr");
    make(line, "th", { scope: "row" }, String(label));
    row.forEach((count, guess) => {
      const share = count / Math.max(1, totals[label]);
      const kind = guess === label ? "wall-hit" : "wall-miss";
      const style = `--share: ${((100 * share) / worst).toFixed(1)}%`;
      const cell = make(line, "td", { class: kind, style }, cellWords(share));
      cell.title = `${label} read as ${guess}: ${severalOf(count, "image")}`;
    });
  });
}
