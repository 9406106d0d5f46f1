// Which rows are shown, and in which order. Pure functions.

/** @import { Row, Typed } from "./overview_data.d.ts" */

/** @type {Record<string, {words: string, fits: (row: Row, typed?: Typed) => boolean}>} */
export const FILTERS = {
  all: { words: "All", fits: () => true },
  look: { words: "Look first", fits: (row) => row.asks_for_a_look },
  disagrees: { words: "Disagrees", fits: (row) => has(row, "disagrees") },
  edited: { words: "Edited", fits: (row) => has(row, "edited") },
  together: { words: "Belongs together", fits: (row) => has(row, "together") },
  broken: { words: "Cannot be read", fits: (row) => has(row, "broken") },
  late: { words: "Late", fits: (row) => row.is_late },
  unmarked: { words: "Without a mark", fits: (_, typed) => !typed?.mark },
};

/** @type {Record<string, (row: Row, typed?: Typed) => number | string>} */
export const SORTS = {
  number: (row) => row.number,
  register: (row) => row.register.toLowerCase(),
  name: (row) => row.name.toLowerCase(),
  exercises: (row) => (row.is_read ? row.num_right : -1),
  accuracy: (row) => row.recomputed_accuracy ?? row.claimed ?? -1,
  look: (row) => (row.asks_for_a_look ? 0 : 1),
  mark: (_, typed) => Number.parseFloat((typed?.mark ?? "").replace(",", ".")) || -1,
};

/**
 * @param {Row} row
 * @param {string} kind
 */
function has(row, kind) {
  return row.remarks.some((remark) => remark.kind === kind);
}

/**
 * @param {Row[]} rows
 * @param {{filter: string, search: string, sort: string, is_down: boolean}} view
 * @param {Record<string, Typed>} typed
 */
export function shownRows(rows, view, typed) {
  const wanted = view.search.trim().toLowerCase();
  const fits = FILTERS[view.filter]?.fits ?? (() => true);
  const value = SORTS[view.sort] ?? ((/** @type {Row} */ row) => row.number);
  const shown = rows.filter((row) => fits(row, typed[row.key]) && isFound(row, wanted));
  const sign = view.is_down ? -1 : 1;
  return shown.sort((a, b) => {
    const first = value(a, typed[a.key]);
    const second = value(b, typed[b.key]);
    return first === second ? a.number - b.number : first < second ? -sign : sign;
  });
}

/**
 * Return the place in a list that a step leads to.
 *
 * @param {number} place of the open row, -1 where it is not in the list
 * @param {number} last the place that it had before it left the list
 * @param {number} step 1 or -1
 * @param {number} count of rows in the list
 */
export function placeAfter(place, last, step, count) {
  // Where a row left the list, the next one has come to its place.
  const next = place >= 0 ? place + step : step > 0 ? last : last + step;
  return Math.max(0, Math.min(count - 1, next));
}

/**
 * @param {Row} row
 * @param {string} wanted lower case
 */
function isFound(row, wanted) {
  const texts = [row.name, row.register, row.file, ...Object.values(row.sentences)];
  return !wanted || texts.some((text) => text.toLowerCase().includes(wanted));
}
