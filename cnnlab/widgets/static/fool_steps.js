// @ts-check
// What becomes of a digit, and of what is read in it, when each pixel goes some levels further.

import { percentOf } from "../../../labhelpers/static/front_end.js";
import { bestOf } from "./probability_bars.js";

const NUM_READ = 10;
const WHITE = 255;

/**
 * An image of which each pixel is so many grey levels further in its sign's direction.
 *
 * @param {Uint8Array} image
 * @param {Int8Array} signs
 * @param {number} levels
 */
export function stepAgainst(image, signs, levels) {
  return Uint8ClampedArray.from(image, (grey, k) => grey + levels * (signs[k] ?? 0));
}

/**
 * What was added to each pixel, as from -127 to 127, where `levels` are 127; 0 where nothing was.
 *
 * @param {Uint8Array} image
 * @param {Uint8ClampedArray} changed
 * @param {number} levels
 */
export function addedOf(image, changed, levels) {
  return Array.from(image, (grey, k) => (levels ? (127 * (changed[k] - grey)) / levels : 0));
}

/**
 * The ten probabilities after so many grey levels; none where there are none yet.
 *
 * @param {Float32Array} probabilities
 * @param {number} levels
 */
export function readAfter(probabilities, levels) {
  return [...probabilities.subarray(NUM_READ * levels, NUM_READ * (levels + 1))];
}

/**
 * The fewest grey levels after which another digit is read; -1 where none of them is enough.
 *
 * @param {Float32Array} probabilities
 */
export function fewestLevels(probabilities) {
  const digit = bestOf(readAfter(probabilities, 0));
  const count = probabilities.length / NUM_READ;
  const steps = Array.from({ length: count }, (_, k) => bestOf(readAfter(probabilities, k)));
  return steps.findIndex((read) => read !== digit);
}

/** @param {number} levels */
export function levelsInWords(levels) {
  const noun = levels === 1 ? "grey level" : "grey levels";
  return `${levels} of ${WHITE} ${noun} (ε\u00a0=\u00a0${(levels / WHITE).toFixed(2)})`;
}

/** @param {(number | null)[]} probabilities */
export function readInWords(probabilities) {
  const best = bestOf(probabilities);
  return best < 0 ? "nothing" : `${best} (${percentOf(Number(probabilities[best]), 1)})`;
}

/**
 * What stands under the digit, under what is added, and under what comes of it.
 *
 * @param {Float32Array} probabilities
 * @param {number} levels
 */
export function captionsOf(probabilities, levels) {
  if (!probabilities.length) return ["Your digit", "What is added", "What the network gets"];
  const first = readInWords(readAfter(probabilities, 0));
  const now = readInWords(readAfter(probabilities, levels));
  const added = levels ? "What is added: blue is more ink, orange less" : "Nothing is added yet";
  return [`Your digit: read as ${first}`, added, `What the network gets: read as ${now}`];
}

/**
 * What is read after a step, and which step is the smallest that fools, where that was asked.
 *
 * @param {Float32Array} probabilities
 * @param {number} levels
 * @param {boolean} isFound whether the smallest was asked for
 */
export function fooledInWords(probabilities, levels, isFound) {
  if (!probabilities.length) return "";
  const before = bestOf(readAfter(probabilities, 0));
  const now = readAfter(probabilities, levels);
  const still = bestOf(now) === before ? "still " : "";
  const said = [`After a step of ${levelsInWords(levels)} it ${still}reads ${readInWords(now)}.`];
  const fewest = fewestLevels(probabilities);
  const most = probabilities.length / NUM_READ - 1;
  if (isFound && fewest < 0) {
    said.push(`No step this way makes it read another digit, up to ${levelsInWords(most)}.`);
  } else if (isFound) {
    said.push(
      `The smallest step this way that makes it read another digit: ${levelsInWords(fewest)}.`,
    );
  }
  return said.join(" ");
}
