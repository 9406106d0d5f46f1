// The class as a whole: what most of them share, counted. Pure functions.

/** @import { Row } from "./overview_data.d.ts" */

const DONE = ["right", "right, as recorded"];

/**
 * How many have each exercise right, and how many tried it.
 *
 * @param {Row[]} rows
 * @param {string} name
 */
export function exerciseCounts(rows, name) {
  const statuses = rows.filter((row) => row.is_read).map((row) => row.exercises[name]);
  const right = statuses.filter(isDone).length;
  const missing = statuses.filter((status) => !status || status === "not tried").length;
  return { right, notYet: statuses.length - right - missing, missing, all: statuses.length };
}

/** @param {string | undefined} status */
export function isDone(status) {
  return DONE.includes(status ?? "");
}

/**
 * The pairs that are confused most: of how many hand-ins it is the most frequent confusion.
 *
 * @param {Row[]} rows
 * @returns {{label: number, read: number, hand_ins: number, images: number}[]}
 */
export function confusedPairs(rows) {
  /** @type {Map<string, {label: number, read: number, hand_ins: number, images: number}>} */
  const pairs = new Map();
  for (const row of rows) {
    const most = row.confusion && mostConfused(row.confusion);
    if (most) {
      const name = `${most.label} ${most.read}`;
      const { label, read, images } = most;
      const pair = pairs.get(name) ?? { label, read, hand_ins: 0, images: 0 };
      pair.hand_ins += 1;
      pair.images += images;
      pairs.set(name, pair);
    }
  }
  return [...pairs.values()].sort((a, b) => b.hand_ins - a.hand_ins || b.images - a.images);
}

/**
 * The largest cell off the diagonal; null where there is no mistake.
 *
 * @param {number[][]} matrix [true][read]
 */
export function mostConfused(matrix) {
  let most = null;
  for (const [label, counts] of matrix.entries()) {
    for (const [read, images] of counts.entries()) {
      if (label !== read && images > (most?.images ?? 0)) {
        most = { label, read, images };
      }
    }
  }
  return most;
}

/**
 * Where dots of one size lie above an axis, so that none covers another.
 *
 * @param {number[]} places along the axis, in dots' widths
 * @returns {number[]} how many dots lie below each
 */
export function piled(places) {
  /** @type {{place: number, height: number}[]} */
  const laid = [];
  const order = places.map((place, index) => ({ place, index }));
  order.sort((a, b) => a.place - b.place);
  const heights = places.map(() => 0);
  for (const { place, index } of order) {
    const near = laid.filter((dot) => Math.abs(dot.place - place) < 1).map((dot) => dot.height);
    let height = 0;
    while (near.includes(height)) {
      height += 1;
    }
    laid.push({ place, height });
    heights[index] = height;
  }
  return heights;
}

/**
 * The middle one of numbers, null for none.
 *
 * @param {number[]} numbers
 */
export function median(numbers) {
  if (!numbers.length) {
    return null;
  }
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = /** @type {number} */ (sorted[middle]);
  const lower = /** @type {number} */ (sorted[sorted.length - 1 - middle]);
  return (lower + upper) / 2;
}
