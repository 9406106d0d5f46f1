// @ts-check
// Both scales of the chart are logarithmic: twice the seconds, and half the mistakes, are as far
// everywhere. So a run that reads 99 % and one of 99.5 % stand apart as those of 80 % and 90 % do.

/** @typedef {{ value: number, words: string }} Tick */

const MINUTE = 60;
const HOUR = 3600;
const SECONDS = [1, 2, 5, 10, 20, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE];
const TIMES = [0.1, 0.2, 0.5, ...SECONDS, 30 * MINUTE, HOUR, 2 * HOUR, 5 * HOUR, 10 * HOUR];
const ACCURACIES = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999];
const LEAST_TIMES = [5, MINUTE]; // an axis shows so much at least
const LEAST_ACCURACIES = [0.9, 0.99];

/** @param {number} seconds */
function timeWords(seconds) {
  if (seconds >= HOUR) return `${seconds / HOUR} h`;
  return seconds >= MINUTE ? `${seconds / MINUTE} min` : `${seconds} s`;
}

/** @param {number} accuracy */
const accuracyWords = (accuracy) => `${Number((100 * accuracy).toFixed(2))}%`;

/**
 * The ticks from the last one at or below all values to the first one at or above them.
 *
 * @param {number[]} ticks
 * @param {number[]} values
 */
export function ticksAround(ticks, values) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const first = Math.max(
    0,
    ticks.findLastIndex((tick) => tick <= low),
  );
  const last = ticks.findIndex((tick) => tick >= high);
  return ticks.slice(first, last < 0 ? ticks.length : last + 1);
}

/**
 * The axis of seconds: its ticks, and where a value stands, 0 to 1.
 *
 * @param {number[]} values
 */
export function timeAxis(values) {
  const ticks = ticksAround(TIMES, [...values, ...LEAST_TIMES]);
  const low = Math.log(ticks[0]);
  const span = Math.log(ticks[ticks.length - 1]) - low;
  return {
    ticks: ticks.map((value) => ({ value, words: timeWords(value) })),
    /** @param {number} seconds */
    place: (seconds) => within((Math.log(seconds) - low) / span),
  };
}

/**
 * The axis of accuracies; a run without a mistake stands at its upper end.
 *
 * @param {number[]} values
 */
export function accuracyAxis(values) {
  const ticks = ticksAround(ACCURACIES, [...values, ...LEAST_ACCURACIES]);
  const low = -Math.log(1 - ticks[0]);
  const span = -Math.log(1 - ticks[ticks.length - 1]) - low;
  return {
    ticks: ticks.map((value) => ({ value, words: accuracyWords(value) })),
    /** @param {number} accuracy */
    place: (accuracy) => within((-Math.log(1 - accuracy) - low) / span),
  };
}

/** @param {number} share */
const within = (share) => Math.min(1, Math.max(0, share));

/**
 * Those of the ticks that have `least` pixels between them; the last one stays.
 *
 * @param {Tick[]} ticks
 * @param {(value: number) => number} placeOf in pixels
 * @param {number} least
 */
export function roomyTicks(ticks, placeOf, least) {
  /** @type {Tick[]} */
  const kept = [];
  for (const tick of [...ticks].reverse()) {
    const before = kept.at(-1);
    if (!before || Math.abs(placeOf(before.value) - placeOf(tick.value)) >= least) kept.push(tick);
  }
  return kept.reverse();
}
