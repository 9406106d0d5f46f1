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
 * Where a dot is among newer runs, -1 where that is not certain: dots come and go before it.
 *
 * One that is still training has moved on: it is the only one that has, of those made alike.
 *
 * @param {ClassDots} runs
 * @param {number} index of the dot, -1 for none
 * @param {ClassDots} newer
 */
export function dotAgain(runs, index, newer) {
  const dot = runs.dots[index];
  if (!dot) return -1;
  /** @param {ClassDots} among @param {Dot} one */
  const madeOf = (among, one) =>
    runs.choices
      .map((label) => among.configurations[one[3]][among.choices.indexOf(label)])
      .join("\n");
  /** @param {ClassDots} among @param {Dot} one */
  const markOf = (among, one) => [...one.slice(0, 3), madeOf(among, one)].join("\n");
  const marks = newer.dots.map((one) => markOf(newer, one));
  const same = marks.indexOf(markOf(runs, dot));
  if (same >= 0 || dot[2] !== "training") return same;
  const known = new Set(runs.dots.map((one) => markOf(runs, one)));
  const moved = newer.dots.flatMap((one, at) => {
    const isAlike = one[0] >= dot[0] && madeOf(newer, one) === madeOf(runs, dot);
    return isAlike && !known.has(marks[at]) ? [at] : [];
  });
  return moved.length === 1 ? moved[0] : -1;
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
