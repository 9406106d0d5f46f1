// The tables for spreadsheets and courses, with the marks that were typed. Pure functions.

/** @import { Row, Table, Typed } from "./overview_data.d.ts" */

// As in `spreadsheets.py`: what a spreadsheet would take for a formula.
const FORMULA = /^(?!-$)[\s"']*[=+\-@|%＝＋－＠]/;
const NUMBER = /^-?\d+([.,]\d+)?$/;

/**
 * @param {Table} table its cells do nothing in a spreadsheet
 * @param {Row[]} rows the table's, in its order
 * @param {Record<string, Typed>} typed by a row's key
 */
export function csvOf(table, rows, typed) {
  const lines = table.rows.map((cells, index) => {
    const row = rows[index];
    const written = row && typed[row.key];
    return cells.map((cell, column) => {
      if (column === table.mark) {
        return harmless(written?.mark ?? "");
      }
      return column === table.remark ? harmless(written?.remark ?? "") : cell;
    });
  });
  return `\ufeff${[table.heads, ...lines].map(lineOf).join("")}`;
}

/** @param {string} text */
export function harmless(text) {
  const line = text.split(/\s+/).join(" ").trim().replaceAll(";", ",");
  return FORMULA.test(line) && !NUMBER.test(line) ? `'${line}` : line;
}

/** @param {string[]} cells */
function lineOf(cells) {
  const quoted = cells.map((cell) =>
    /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
  );
  return `${quoted.join(",")}\r\n`;
}
