// @ts-check
// A table of other runs, and whether the same change fools them, too.

/** @import { OtherReading } from "./probe_protocol.d.ts" */

import { make, say } from "../../../labhelpers/static/front_end.js";
import { readAfter, readInWords } from "./fool_steps.js";
import { bestOf } from "./probability_bars.js";
import { floatsOf } from "./probe_parts.js";

const NO_OTHERS = "Train one more network, and see here whether the same change fools it, too.";
const TITLES = ["Your other runs", "Reads now", "Reads with the change"];

/**
 * The table; the function returned shows what they read after so many grey levels.
 *
 * @param {Element} parent
 */
export function makeOthersTable(parent) {
  const table = make(parent, "table");
  const head = make(make(table, "thead"), "tr");
  for (const title of TITLES) make(head, "th", { scope: "col" }, title);
  const rows = make(table, "tbody");
  const hint = make(parent, "p", {}, NO_OTHERS);
  /**
   * @param {OtherReading[]} others
   * @param {boolean} isWhole whether all of them were asked
   * @param {number} levels
   */
  return (others, isWhole, levels) => {
    table.hidden = !others.length;
    hint.hidden = others.length > 0;
    while (rows.rows.length > others.length) rows.deleteRow(-1);
    others.forEach(({ title, probabilities }, k) => {
      const row = rows.rows[k] ?? makeRow(rows);
      const read = floatsOf(probabilities);
      const absent = isWhole ? "cannot be read" : "…";
      const now = readAfter(read, 0);
      const changed = readAfter(read, levels);
      const isFooled = bestOf(now) !== bestOf(changed);
      const words = `${readInWords(changed)}${isFooled ? ", fooled" : ""}`;
      say(row.cells[0], title);
      say(row.cells[1], read.length ? readInWords(now) : absent);
      say(row.cells[2], read.length ? words : absent);
      row.cells[2].classList.toggle("lab-fool-fooled", isFooled);
    });
  };
}

/** @param {Element} rows */
function makeRow(rows) {
  const row = make(rows, "tr");
  make(row, "th", { scope: "row" });
  make(row, "td");
  make(row, "td");
  return row;
}
