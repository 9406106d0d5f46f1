// @ts-check
// The live chart's axes: which values they span, and where their ticks stand.

/** @import { Point } from "./chart_protocol.d.ts" */
/** @import { ChartState } from "./chart_state.js" */
/** @typedef {{ low: number, high: number, step: number }} Range */
/** @typedef {1 | 2} Column where a point [epoch, loss, accuracy] has its value */

import { isNumber } from "./front_end.js";

/** @type {Column} */
export const LOSS = 1;
/** @type {Column} */
export const ACCURACY = 2;

const LEAST_LOSS = 1e-3; // the loss axis reaches at least so far up
const LOSS_BEFORE_ANY = 2.5; // about that of chance, ln 10
const LEAST_DEPTH = 0.005; // zoomed in, the accuracy axis reaches at least so far down from 1
const ALMOST = 1e-9; // so that 0.30000000000000004 / 0.1 counts as 3

/**
 * A step of 1, 2 or 5 times a power of ten that divides `span`, above 0, into about `count` parts.
 *
 * @param {number} span
 * @param {number} count
 */
export function niceStep(span, count) {
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5].find((candidate) => candidate * power >= rough * 0.999) ?? 10;
  return power * factor;
}

/**
 * The multiples of `step`, above 0, from `low` to `high`.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} step
 */
export function ticksBetween(low, high, step) {
  const ticks = [];
  const decimals = Math.min(100, Math.max(10, 2 - Math.floor(Math.log10(step))));
  for (let k = Math.ceil(low / step - ALMOST); k * step <= high + step * 1e-6; k += 1) {
    ticks.push(Number((k * step).toFixed(decimals)));
  }
  return ticks;
}

/**
 * The step between the ticks of the epoch axis: whole epochs, but halves of a single one.
 *
 * @param {number} last the axis ends there
 * @param {number} width in pixels
 */
export function epochStep(last, width) {
  if (last <= 1) return 0.5;
  const count = Math.min(8, width / 40);
  return Math.max(1, niceStep(last, count));
}

/**
 * The values that set the vertical range: all of them or, zoomed in, the later half of each curve.
 *
 * @param {ChartState} state
 * @param {Column} column
 * @param {boolean} isZoomed
 */
function valuesOf(state, column, isZoomed) {
  /** @param {Point[]} curve */
  const part = (curve) => (isZoomed ? curve.slice(Math.floor(curve.length / 2)) : curve);
  const earlier = state.overlay.map((run) => run.validation);
  return [state.points, state.validation, ...earlier, state.guess]
    .flatMap((curve) => part(curve).map((point) => point[column]))
    .filter(isNumber);
}

/**
 * From 0 to a whole number of steps.
 *
 * @param {ChartState} state
 * @param {boolean} isZoomed
 * @param {number} count about how many steps
 * @returns {Range}
 */
export function lossRange(state, isZoomed, count) {
  const values = valuesOf(state, LOSS, isZoomed);
  const top = values.length ? Math.max(LEAST_LOSS, ...values) : LOSS_BEFORE_ANY;
  const step = niceStep(top, count);
  return { low: 0, high: Math.ceil(top / step - ALMOST) * step, step };
}

/**
 * From 0 to 1 or, zoomed in, from a whole number of steps below 1.
 *
 * @param {ChartState} state
 * @param {boolean} isZoomed
 * @param {number} count about how many steps
 * @returns {Range}
 */
export function accuracyRange(state, isZoomed, count) {
  const values = valuesOf(state, ACCURACY, true);
  if (!isZoomed || !values.length) return { low: 0, high: 1, step: 0.2 };
  const depth = Math.max(LEAST_DEPTH, 1 - Math.min(...values));
  const step = niceStep(depth, count);
  return { low: Math.max(0, 1 - Math.ceil(depth / step - ALMOST) * step), high: 1, step };
}
