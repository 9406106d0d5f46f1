// @ts-check
// The live chart's curves as SVG paths, and the style of each.

/** @import { Point } from "./chart_protocol.d.ts" */
/** @import { Column } from "./chart_scale.js" */
/** @typedef {(value: number) => number} Place from a value to a place in pixels */
/** @typedef {(x: number, y: number) => string} Marker a path around a place in pixels */

import { isNumber } from "./front_end.js";

const MARKER_GAP = 7; // pixels: nearer than this, markers run into one another

/**
 * The first is the run's own validation, the others earlier runs in turn.
 *
 * @type {Marker[]}
 */
export const MARKERS = [
  (x, y) => `M${x - 3} ${y}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z`,
  (x, y) => `M${x - 3} ${y - 3}h6v6h-6z`,
  (x, y) => `M${x} ${y - 4}l4 7h-8z`,
  (x, y) => `M${x} ${y - 4}l4 4l-4 4l-4 -4z`,
  (x, y) => `M${x} ${y + 4}l4 -7h-8z`,
  (x, y) => `M${x - 1} ${y - 4}h2v3h3v2h-3v3h-2v-3h-3v-2h3z`,
];
/** @type {Marker} a ring: what was guessed is not measured */
export const RING = (x, y) => `${MARKERS[0](x, y)}M${x - 2} ${y}a2 2 0 1 1 4 0a2 2 0 1 1 -4 0z`;
const DASHES = ["2 3", "8 3 2 3", "12 4", "4 2", "8 3 2 3 2 3"];
const COLORS = ["green", "purple", "ink", "orange", "sky"];

/**
 * The style of earlier run number `index`: all three differ in the first five, and dash and marker
 * move on after that.
 *
 * @param {number} index
 */
export function styleOf(index) {
  const round = Math.floor(index / COLORS.length);
  return {
    color: `var(--lab-${COLORS[index % COLORS.length]})`,
    dash: DASHES[(index + round) % DASHES.length],
    marker: MARKERS[1 + ((index + 2 * round) % (MARKERS.length - 1))],
  };
}

/**
 * A curve as a path, with a gap where a value is no number.
 *
 * @param {Point[]} curve
 * @param {Column} column
 * @param {Place} x
 * @param {Place} y
 */
export function linePath(curve, column, x, y) {
  let path = "";
  let pen = "M";
  for (const point of curve) {
    const value = point[column];
    if (isNumber(value)) {
      path += `${pen}${x(point[0]).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = "L";
    } else pen = "M";
  }
  return path;
}

/**
 * A curve's markers as one path: as many of its points as stand apart.
 *
 * @param {Point[]} curve
 * @param {Column} column
 * @param {Place} x
 * @param {Place} y
 * @param {Marker} marker
 */
export function markersPath(curve, column, x, y, marker) {
  let path = "";
  let last = -Infinity;
  for (const point of curve) {
    const value = point[column];
    if (!isNumber(value)) continue;
    const across = Math.round(x(point[0]) * 10) / 10;
    if (across - last < MARKER_GAP) continue;
    path += marker(across, Math.round(y(value) * 10) / 10);
    last = across;
  }
  return path;
}
