// @ts-check
// The places of the wall's page, which its template has, and words that several of them use.

export const GONE =
  "This address is not the wall's any more. Open the one that the server printed.";

/**
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function partOf(id, kind) {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`The wall's page has no ${id}.`);
}

/** @param {string} id */
export const part = (id) => partOf(id, HTMLElement);

/**
 * @param {number} count
 * @param {string} noun
 */
export function severalOf(count, noun) {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/**
 * Seconds as one says them: "34 s", "3 min", "1.5 h".
 *
 * @param {number} seconds
 */
export function timeOf(seconds) {
  if (seconds < 99.5) return `${Math.round(seconds)} s`;
  if (seconds < 99.5 * 60) return `${Math.round(seconds / 60)} min`;
  return `${Number((seconds / 3600).toFixed(1))} h`;
}
