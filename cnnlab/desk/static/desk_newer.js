// Which of two marks for one hand-in counts: the one that was typed later. Pure functions.

/** @import { Typed } from "./overview_data.d.ts" */

/**
 * @param {Record<string, Typed>} before
 * @param {Record<string, Typed>} typed
 */
export function newerOf(before, typed) {
  const newer = Object.entries(typed).filter(
    ([key, one]) => (one.time ?? "") >= (before[key]?.time ?? ""),
  );
  return { ...before, ...Object.fromEntries(newer) };
}
