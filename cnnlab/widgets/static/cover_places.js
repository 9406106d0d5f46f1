// @ts-check
// Where the square is that covers a digit, and what is said of that place.

/** @typedef {{ row: number, column: number }} SquarePlace of the square's middle */

import { percentOf } from "../../../labhelpers/static/front_end.js";
import { clamp } from "./inside_numbers.js";
import { bestOf } from "./probability_bars.js";
import { withArticle } from "./test_digits.js";

const SIDE_OF_IMAGE = 28;
const LAST = SIDE_OF_IMAGE - 1;
const DIGITS_READ = 10;
/** @type {Record<string, [down: number, right: number]>} */
const STEPS = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * The place that a key leads to; undefined for a key that leads nowhere.
 *
 * @param {string} key
 * @param {SquarePlace} place
 */
export function placeAfterKey(key, { row, column }) {
  const step = STEPS[key];
  if (!step) return undefined;
  return { row: clamp(row + step[0], 0, LAST), column: clamp(column + step[1], 0, LAST) };
}

/**
 * The place of an image that a pointer is at.
 *
 * @param {{ clientX: number, clientY: number }} pointer
 * @param {{ left: number, top: number, width: number, height: number }} box of the image
 * @returns {SquarePlace}
 */
export function placeUnder({ clientX, clientY }, { left, top, width, height }) {
  const row = Math.floor(((clientY - top) / height) * SIDE_OF_IMAGE);
  const column = Math.floor(((clientX - left) / width) * SIDE_OF_IMAGE);
  return { row: clamp(row, 0, LAST), column: clamp(column, 0, LAST) };
}

/**
 * A square's place and size on the image, as style; what of it is out of the image is cut off.
 *
 * @param {SquarePlace} place
 * @param {number} side
 */
export function squareOn({ row, column }, side) {
  const reach = (side - 1) / 2;
  /** @param {number} pixels */
  const share = (pixels) => `${(100 * pixels) / SIDE_OF_IMAGE}%`;
  return {
    top: share(row - reach),
    left: share(column - reach),
    width: share(side),
    height: share(side),
  };
}

/**
 * What is read with the square at a place, beside what is read without it.
 *
 * @param {SquarePlace} place
 * @param {(number | null)[]} covered ten probabilities, or none yet
 * @param {(number | null)[]} uncovered
 */
export function wordsOfPlace({ row, column }, covered, uncovered) {
  const where = `Square at row ${row + 1}, column ${column + 1}`;
  const before = bestOf(uncovered);
  const now = bestOf(covered);
  if (before < 0 || now < 0) return `${where}.`;
  const digit = `${now} (${percentOf(Number(covered[now]), 1)})`;
  if (now !== before) return `${where}: read as ${digit}, no longer as ${before}.`;
  const without = percentOf(Number(uncovered[before]), 1);
  return `${where}: still read as ${digit}; uncovered, ${without}.`;
}

/**
 * The place with a number, counted row by row from 0.
 *
 * @param {number} k
 * @returns {SquarePlace}
 */
export function placeOf(k) {
  return { row: Math.floor(k / SIDE_OF_IMAGE), column: k % SIDE_OF_IMAGE };
}

/**
 * The ten probabilities with the square at a place; none where there are none yet.
 *
 * @param {Float32Array} covered ten for each place
 * @param {SquarePlace} place
 */
export function readWith(covered, { row, column }) {
  const start = DIGITS_READ * (row * SIDE_OF_IMAGE + column);
  return [...covered.subarray(start, start + DIGITS_READ)];
}

/**
 * By how much a digit's probability falls where it is covered, from -127 to 127; 0 beyond the
 * first `count` places.
 *
 * @param {Float32Array} covered
 * @param {(number | null)[]} uncovered
 * @param {number} digit
 * @param {number} count
 */
export function sweepValues(covered, uncovered, digit, count) {
  const all = Number(uncovered[digit] ?? 0);
  return probabilitiesOf(covered, digit).map((share, k) => {
    return k < count ? Math.round(127 * (all - share)) : 0;
  });
}

/**
 * Where a digit's probability is the lowest: the first such place.
 *
 * @param {Float32Array} covered
 * @param {number} digit
 */
export function lowestPlace(covered, digit) {
  const shares = probabilitiesOf(covered, digit);
  return placeOf(Math.max(0, shares.indexOf(Math.min(...shares))));
}

/**
 * @param {Float32Array} covered
 * @param {number} digit
 * @param {boolean} isWhole whether the sweep has been everywhere
 */
export function wordsOfMap(covered, digit, isWhole) {
  if (!covered.length || !isWhole) return "Sweep: it covers each place and draws the map here.";
  const lowest = percentOf(Math.min(...probabilitiesOf(covered, digit)), 1);
  const words = `Blue: covered there, ${withArticle(digit)} is less probable`;
  return `${words} (${lowest} at the lowest). Orange: more.`;
}

/**
 * @param {Float32Array} covered
 * @param {number} digit
 */
function probabilitiesOf(covered, digit) {
  return Array.from(covered.filter((_, k) => k % DIGITS_READ === digit));
}
