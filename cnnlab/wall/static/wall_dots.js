// @ts-check
// What the dots of the chart say: colours by one of the choices, and words.

/** @import { ClassDots, Dot } from "./protocol.d.ts" */

import { percentOf } from "../../../labhelpers/static/front_end.js";
import { severalOf, timeOf } from "./wall_parts.js";

/** @type {Record<Dot[2], string>} */
const STATES = { finished: "finished", training: "still training", other: "not finished" };

/**
 * The values of a choice, smaller numbers first, then words.
 *
 * @param {ClassDots} runs
 * @param {number} choice
 */
export function valuesOf(runs, choice) {
  const values = [...new Set(runs.configurations.map((words) => words[choice] ?? ""))];
  return values.sort((one, other) => {
    const [first, second] = [Number(one), Number(other)];
    if (Number.isNaN(first) || Number.isNaN(second)) return one.localeCompare(other, "en");
    return first - second;
  });
}

/**
 * How far along its choice's values that of a configuration is, 0 to 1, for its colour.
 *
 * @param {string[]} values
 * @param {string} value
 */
export function rankOf(values, value) {
  return values.length > 1 ? values.indexOf(value) / (values.length - 1) : 0.5;
}

/**
 * What is said of a dot.
 *
 * @param {ClassDots} runs
 * @param {Dot} dot
 */
export function wordsOf(runs, [seconds, accuracy, kind, number]) {
  const result = `${percentOf(accuracy, 2)} right after ${timeOf(seconds)}, ${STATES[kind]}.`;
  const words = runs.configurations[number];
  const made = runs.choices.map((label, index) => `${label}: ${words[index]}`);
  return `${result} ${made.join(" · ")}`;
}

/**
 * The dot that is best: the highest accuracy, and of equal ones the quickest. -1 for none.
 *
 * @param {Dot[]} dots
 */
export function bestOf(dots) {
  return dots.reduce((best, dot, index) => {
    const [seconds, accuracy] = best < 0 ? [0, -1] : dots[best];
    const isBetter = dot[1] > accuracy || (dot[1] === accuracy && dot[0] < seconds);
    return isBetter ? index : best;
  }, -1);
}

/**
 * The whole chart in a sentence or two.
 *
 * @param {ClassDots} runs
 */
export function summaryOf({ dots, dataset, others }) {
  if (!dots.length) return "Nobody's run has reached its first measurement yet.";
  const [seconds, accuracy] = dots[bestOf(dots)];
  const sorted = dots.map((dot) => dot[1]).sort((one, other) => one - other);
  const median = percentOf(sorted[Math.floor(sorted.length / 2)], 1);
  const best = `The best one reads ${percentOf(accuracy, 2)} right after ${timeOf(seconds)}`;
  const left = others ? ` On other digits, and left out: ${severalOf(others, "run")}.` : "";
  const which = severalOf(dots.length, "run") + (dataset ? ` on ${dataset}` : "");
  return `${which}. ${best}; half of them ${median} or more.${left}`;
}
