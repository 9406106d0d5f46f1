// @ts-check
// Test digits as tiles, with words above each and, if wanted, its ten probabilities beside it.

/** @import { Tiles } from "./protocol.d.ts" */

/**
 * @typedef {object} Digit
 * @property {number} label the true digit
 * @property {number[]} shares ten probabilities
 * @property {number} guess what was read: the digit with the greatest
 * @property {number} share its probability
 * @property {Uint8Array<ArrayBuffer>} pixels
 */

import { bytesOf, drawPixels, make, percentOf } from "../../../labhelpers/static/front_end.js";

const DIGIT_SIDE = 28;
export const NUM_DIGITS = 10;

/** @param {number} count */
export function images(count) {
  return `${count.toLocaleString("en")} image${count === 1 ? "" : "s"}`;
}

/** @param {number | undefined} digit */
export const withArticle = (digit) => `${digit === 8 ? "an" : "a"} ${digit}`;

/**
 * Test digits as Python sends them, one by one; none for none.
 *
 * @param {Tiles} [tiles]
 * @returns {Digit[]}
 */
export function digitsOf(tiles) {
  if (!tiles) return [];
  const { labels, pixels, probabilities } = tiles;
  const all = new Float32Array(bytesOf(probabilities).slice().buffer);
  const size = DIGIT_SIDE * DIGIT_SIDE;
  return labels.map((label, k) => {
    const shares = [...all.subarray(NUM_DIGITS * k, NUM_DIGITS * (k + 1))];
    const guess = shares.indexOf(Math.max(...shares));
    const own = bytesOf(pixels).subarray(size * k, size * (k + 1));
    return { label, shares, guess, share: shares[guess], pixels: own };
  });
}

/** @param {Digit} digit */
export function judged({ label, guess, share }) {
  const words = `${guess} (${percentOf(share)})`;
  return [guess === label ? `✓ ${words}` : `✗ ${words}, is ${label}`];
}

/** @param {Digit} digit */
export function misread({ label, guess, share }) {
  return [`${label} read as ${guess}`, `${percentOf(share)} sure`];
}

/**
 * @param {Element} list
 * @param {Digit[]} digits
 * @param {(digit: Digit) => string[]} wordsOf gives the lines above each
 * @param {boolean} [hasBars] whether its probabilities stand beside each
 */
export function drawDigits(list, digits, wordsOf, hasBars = false) {
  list.replaceChildren();
  for (const digit of digits) {
    const item = make(list, "li");
    for (const words of wordsOf(digit)) make(item, "span", {}, words);
    const box = make(item, "div", { class: "lab-digits-box", "aria-hidden": "true" });
    drawPixels(make(box, "canvas"), { shape: [DIGIT_SIDE, DIGIT_SIDE], pixels: digit.pixels });
    if (hasBars) drawBars(box, digit);
  }
}

/**
 * @param {Element} parent
 * @param {Digit} digit
 */
function drawBars(parent, { label, guess, shares }) {
  const bars = make(parent, "div", { class: "lab-digits-bars" });
  const verdict = guess === label ? "lab-digits-right" : "lab-digits-wrong";
  shares.forEach((share, number) => {
    make(bars, "span", {}, String(number));
    const kind = number === guess ? verdict : "";
    make(make(bars, "span"), "i", { class: kind, style: `width: ${100 * share}%` });
  });
}
