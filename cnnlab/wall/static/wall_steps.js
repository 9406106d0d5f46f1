// @ts-check
// How many pages are at each step, and for how many of them that has lasted long.

/** @import { StepCount } from "./protocol.d.ts" */

import { make, say } from "../../../labhelpers/static/front_end.js";
import { part, severalOf } from "./wall_parts.js";

/**
 * What is said of a step.
 *
 * @param {StepCount} step
 * @param {number} minutes
 */
export function stepWords({ title, pages, long }, minutes) {
  const stuck = long ? `, ${long} for more than ${minutes} minutes` : "";
  return `${title}: ${severalOf(pages, "page")}${stuck}`;
}

/**
 * @param {StepCount[]} steps
 * @param {number} minutes
 */
export function drawSteps(steps, minutes) {
  const most = Math.max(4, ...steps.map((step) => step.pages));
  const list = part("wall-step-list");
  steps.forEach((step, index) => {
    const item = list.children[index] ?? makeStep(list, step.title, index);
    const [name, bar, words] = item.children;
    say(name, stepWords(step, minutes));
    const [long, rest, number] = bar.children;
    height(long, step.long / most);
    height(rest, (step.pages - step.long) / most);
    say(number, String(step.pages));
    item.classList.toggle("wall-nobody", !step.pages);
    words.classList.toggle("wall-long-here", step.long > 0);
  });
  const long = steps.reduce((sum, step) => sum + step.long, 0);
  const told = `${severalOf(long, "page")} at the same step for more than ${minutes} minutes`;
  say(part("wall-steps-note"), told);
  part("wall-steps-note").classList.toggle("wall-long-here", long > 0);
}

/**
 * @param {Element} bar
 * @param {number} share
 */
function height(bar, share) {
  if (bar instanceof HTMLElement) bar.style.flexBasis = `${(100 * share).toFixed(1)}%`;
}

/**
 * @param {Element} list
 * @param {string} title
 * @param {number} number 0 for the first screen
 */
function makeStep(list, title, number) {
  const item = make(list, "li");
  make(item, "span", { class: "wall-unseen" });
  const bar = make(item, "span", { class: "wall-bar", "aria-hidden": "true" });
  make(bar, "i", { class: "wall-long" });
  make(bar, "i", { class: "wall-short" });
  make(bar, "b");
  const told = number ? `${number}. ${title}` : title;
  make(item, "span", { class: "wall-step-title", "aria-hidden": "true" }, told);
  return item;
}
