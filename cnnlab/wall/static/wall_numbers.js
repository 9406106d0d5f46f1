// @ts-check
// The numbers at the top: what one reads from the last row.

/** @import { WallState } from "./protocol.d.ts" */

import { make, percentOf, say } from "../../../labhelpers/static/front_end.js";
import { part } from "./wall_parts.js";

/**
 * What is said of the class, each number with its words.
 *
 * @param {WallState} state
 * @returns {[number: string, words: string, more: string][]}
 */
export function numbersOf({ pages, most_pages, visitors, queue, runs }) {
  const accuracies = runs.dots.map((dot) => dot[1]);
  const best = accuracies.length ? percentOf(Math.max(...accuracies), 2) : "–";
  return [
    [String(pages), pages === 1 ? "page open" : "pages open", `room for ${most_pages}`],
    [String(visitors), visitors === 1 ? "student" : "students", ""],
    [String(queue.on.length), "training", ""],
    [String(queue.waiting.length), "waiting", queue.is_paused ? "paused" : ""],
    [runs.dots.length.toLocaleString("en"), runs.dots.length === 1 ? "run" : "runs", ""],
    [best, "best so far", "validation accuracy"],
  ];
}

/** @param {WallState} state */
export function drawNumbers(state) {
  const list = part("wall-numbers");
  numbersOf(state).forEach(([number, words, more], index) => {
    const item = list.children[index] ?? makeNumber(list);
    const [term, value] = item.children;
    say(term.children[0], words);
    say(term.children[1], more);
    say(value, number);
    item.classList.toggle("wall-is-paused", more === "paused");
  });
}

/** @param {Element} list */
function makeNumber(list) {
  const item = make(list, "div");
  const term = make(item, "dt");
  make(term, "span");
  make(term, "small");
  make(item, "dd");
  return item;
}
