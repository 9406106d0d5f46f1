// @ts-check
// A curve that is drawn by hand: one value for each epoch, null where there is none yet.

/** @typedef {(number | null)[]} Accuracies after epoch 1, 2, ...: 0 to 1 */
/** @typedef {[epoch: number, value: number]} Spot */

const FIRST_VALUE = 0.5; // where the keyboard begins

/**
 * A share as it is kept: tenths of a percent.
 *
 * @param {number} value
 * @param {number} step
 */
export function snapped(value, step) {
  const bounded = Math.min(1, Math.max(0, value));
  return Number((Math.round(bounded / step) * step).toFixed(3));
}

/**
 * Without the epochs at the end for which nothing is drawn.
 *
 * @param {Accuracies} accuracies
 */
export function trimmed(accuracies) {
  const last = accuracies.findLastIndex((value) => value !== null);
  return accuracies.slice(0, last + 1);
}

/**
 * A curve after a stroke from one spot to another; a straight line fills the gap to what was drawn
 * before.
 *
 * @param {Accuracies} accuracies
 * @param {Spot} from
 * @param {Spot} to
 * @param {number} epochs
 */
export function withStroke(accuracies, from, to, epochs) {
  const drawn = Array.from({ length: epochs }, (_, k) => accuracies[k] ?? null);
  fill(drawn, from, to);
  const [first, last] = from[0] <= to[0] ? [from, to] : [to, from];
  for (let epoch = first[0] - 1; epoch >= 1; epoch -= 1) {
    const value = drawn[epoch - 1];
    if (value === null) continue;
    fill(drawn, [epoch, value], first);
    break;
  }
  for (let epoch = last[0] + 1; epoch <= epochs; epoch += 1) {
    const value = drawn[epoch - 1];
    if (value === null) continue;
    fill(drawn, last, [epoch, value]);
    break;
  }
  return drawn;
}

/**
 * @param {Accuracies} drawn
 * @param {Spot} from
 * @param {Spot} to
 */
function fill(drawn, [start, startValue], [end, endValue]) {
  const epochs = Math.abs(end - start);
  for (let k = 0; k <= epochs; k += 1) {
    const share = epochs ? k / epochs : 1;
    const epoch = start + Math.sign(end - start) * k;
    drawn[epoch - 1] = snapped(startValue + share * (endValue - startValue), 0.001);
  }
}

/**
 * The value from which the keyboard moves an epoch's: its own, else that of the epoch before.
 *
 * @param {Accuracies} accuracies
 * @param {number} epoch
 */
export function valueBefore(accuracies, epoch) {
  const known = accuracies.slice(0, epoch).findLast((value) => value !== null);
  return known ?? FIRST_VALUE;
}

/**
 * What a key does to the epoch and the value where one is; null where it is no such key.
 *
 * @param {string} key
 * @param {Spot} spot
 * @param {number} epochs
 * @param {number} step of the value
 * @returns {Spot | null}
 */
export function moved(key, [epoch, value], epochs, step) {
  /** @type {Record<string, Spot>} */
  const places = {
    ArrowLeft: [Math.max(1, epoch - 1), value],
    ArrowRight: [Math.min(epochs, epoch + 1), value],
    Home: [1, value],
    End: [epochs, value],
    ArrowUp: [epoch, snapped(value + step, step)],
    ArrowDown: [epoch, snapped(value - step, step)],
    PageUp: [epoch, snapped(value + 10 * step, step)],
    PageDown: [epoch, snapped(value - 10 * step, step)],
  };
  return places[key] ?? null;
}
