// Marks and remarks that were typed: kept in this browser, or by the desk's server on its disk.

import { csvOf } from "./desk_csv.js";
import { element } from "./desk_elements.js";
import { newerOf } from "./desk_newer.js";

/** @import { Data, Row, Typed } from "./overview_data.d.ts" */

const SOON = 400; // milliseconds without a key
const AGAIN = 5000; // milliseconds after which what could not be saved is sent again

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
    /** Keys whose marks are not saved yet. @type {Set<string>} */
    this.unsaved = new Set();
    this.waiting = 0;
    if (!this.is_served) {
      this.all = newerOf(this.all, this.kept());
    }
    addEventListener("pagehide", () => this.keep());
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
    const time = new Date().toISOString();
    this.all[row.key] = { ...this.of(row), [field]: text, digest: row.digest, time };
    this.unsaved.add(row.key);
    this.keepIn(SOON);
  }

  /** @param {number} milliseconds */
  keepIn(milliseconds) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.keep(), milliseconds);
  }

  keep() {
    clearTimeout(this.waiting);
    if (!this.unsaved.size) {
      return;
    }
    if (this.is_served) {
      this.send();
      return;
    }
    try {
      // Another tab may have kept others meanwhile.
      this.all = newerOf(this.kept(), this.all);
      localStorage.setItem(this.place, JSON.stringify(this.all));
      this.unsaved.clear();
      this.tell();
    } catch {
      this.told("This browser keeps nothing for files: save the marks before you close it.", true);
    }
  }

  async send() {
    const sent = Object.fromEntries([...this.unsaved].map((key) => [key, this.all[key]]));
    const problem = await this.put(JSON.stringify(sent));
    if (problem) {
      this.told(problem, true);
      this.keepIn(AGAIN);
      return;
    }
    for (const [key, typed] of Object.entries(sent)) {
      if (this.all[key] === typed) {
        this.unsaved.delete(key);
      }
    }
    if (!this.unsaved.size) {
      this.tell();
    }
  }

  /**
   * Send marks to the server; return what went wrong, in a sentence, or "".
   *
   * @param {string} body
   */
  async put(body) {
    try {
      // Alive even where the page is closed meanwhile.
      const answer = await fetch("typed", { method: "PUT", body, keepalive: true });
      return answer.ok ? "" : `${await answer.text()} The page tries it again.`;
    } catch {
      return "The desk's server does not answer: save the marks, then start it again.";
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
