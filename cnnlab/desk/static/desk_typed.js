// Marks and remarks that were typed: kept in this browser, or by the desk's server on its disk.

import { csvOf } from "./desk_csv.js";
import { element } from "./desk_elements.js";

/** @import { Data, Row, Typed } from "./overview_data.d.ts" */

const SOON = 400; // milliseconds without a key

/** Marks and remarks by a hand-in's key. `told` is called with a sentence on where they are. */
export class TypedMarks {
  /**
   * @param {Data} data
   * @param {(sentence: string, is_bad: boolean) => void} told
   */
  constructor(data, told) {
    this.data = data;
    this.told = told;
    this.is_served = location.protocol.startsWith("http");
    this.place = `cnn-lab-desk:${data.id}`;
    /** @type {Record<string, Typed>} */
    this.all = { ...data.typed };
    this.waiting = 0;
    if (!this.is_served) {
      this.all = { ...this.all, ...this.kept() };
    }
    this.tell();
  }

  /** @returns {Record<string, Typed>} */
  kept() {
    try {
      return JSON.parse(localStorage.getItem(this.place) ?? "{}");
    } catch {
      return {};
    }
  }

  tell() {
    const where = this.is_served
      ? "Marks are saved on the disk as you type, in marks.csv, too."
      : "Marks are kept in this browser alone. Save them before you clear it or go elsewhere.";
    this.told(where, false);
  }

  /** @param {Row} row */
  of(row) {
    return this.all[row.key] ?? { mark: "", remark: "", digest: "" };
  }

  /**
   * @param {Row} row
   * @param {"mark" | "remark"} field
   * @param {string} text
   */
  type(row, field, text) {
    this.all[row.key] = { ...this.of(row), [field]: text, digest: row.digest };
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.keep(), SOON);
  }

  keep() {
    if (this.is_served) {
      this.send();
      return;
    }
    try {
      localStorage.setItem(this.place, JSON.stringify(this.all));
      this.tell();
    } catch {
      this.told("This browser keeps nothing for files: save the marks before you close it.", true);
    }
  }

  async send() {
    try {
      const body = JSON.stringify(this.all);
      const answer = await fetch("typed", { method: "PUT", body });
      if (!answer.ok) {
        throw new Error(await answer.text());
      }
      this.tell();
    } catch {
      this.told("The desk's server does not answer: save the marks, then start it again.", true);
    }
  }

  /** @param {string} name of one of the tables, or "typed.json" */
  save(name) {
    const table = this.data.tables[name];
    const content = table
      ? csvOf(table, this.data.rows, this.all)
      : `${JSON.stringify(this.all, null, 1)}\n`;
    const type = table ? "text/csv" : "application/json";
    const address = URL.createObjectURL(new Blob([content], { type }));
    const link = /** @type {HTMLAnchorElement} */ (
      element("a", { href: address, download: name })
    );
    link.click();
    URL.revokeObjectURL(address);
  }
}
