// @ts-check
// The confusion matrix as a grid: one stop for the Tab key, arrow keys within, Enter or a click
// opens a cell, and its digits stand beside it.

/** @import { Model } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { Evaluation, EvaluationMessage, EvaluationState } from "./protocol.d.ts" */
/** @typedef {[label: number, guess: number]} Cell the true digit and what was read */

import { make, percentOf, say } from "../../../labhelpers/static/front_end.js";
import { worstMistake } from "./mistake_shares.js";
import { digitsOf, drawDigits, images, withArticle } from "./test_digits.js";

const NOTE =
  "Open a cell to see its digits: click it, or go there with the arrow keys and press Enter. " +
  "The stronger a grey, the larger that mistake's share of the digit's images; " +
  "blue cells were read rightly.";

/**
 * The cell that a key leads to, which may lie outside; undefined for a key that leads nowhere.
 *
 * @param {string} key
 * @param {Cell} here
 * @param {number} last the last row and column
 * @param {boolean} isFar whether Home and End mean the whole matrix, and not a row
 * @returns {Cell | undefined}
 */
export function cellAfterKey(key, [label, guess], last, isFar) {
  /** @type {Record<string, Cell>} */
  const cells = {
    ArrowUp: [label - 1, guess],
    ArrowDown: [label + 1, guess],
    ArrowLeft: [label, guess - 1],
    ArrowRight: [label, guess + 1],
    Home: [isFar ? 0 : label, 0],
    End: [isFar ? last : label, last],
  };
  return cells[key];
}

/**
 * What is said of a cell.
 *
 * @param {Cell} cell
 */
export function readingOf([label, guess]) {
  return label === guess ? "read rightly" : `read as ${guess}`;
}

export class ConfusionMatrix {
  /**
   * @param {Element} parent
   * @param {Model<EvaluationState, EvaluationMessage>} model
   */
  constructor(parent, model) {
    this.model = model;
    /** @type {HTMLTableCellElement[][]} */
    this.cells = [];
    /** @type {Cell} the cell that Tab comes to */
    this.here = [0, 0];
    const root = make(parent, "div", { class: "lab-confusion" });
    const left = make(root, "div", { class: "lab-confusion-grid" });
    const name = "Confusion matrix: true digits down, predicted digits across";
    this.table = make(left, "table", { role: "grid", "aria-label": name });
    const note = make(left, "p", { class: "lab-confusion-note" }, NOTE);
    note.id = `lab-confusion-${Math.random().toString(36).slice(2)}`;
    this.table.setAttribute("aria-describedby", note.id);
    const saved = { class: "lab-confusion-save", download: "confusion-matrix.png" };
    this.link = make(left, "a", saved);
    const right = make(root, "div", { class: "lab-confusion-digits" });
    this.heading = make(make(right, "div", { role: "status" }), "h4");
    this.words = make(right, "p");
    const list = { role: "list", "aria-label": "The digits in the open cell" };
    this.digits = make(right, "ul", { class: "lab-digits lab-digits-small", ...list });
    this.table.addEventListener("keydown", (event) => this.press(event));
  }

  /** @param {Evaluation} evaluation */
  draw({ matrix, picture, when }) {
    this.link.innerHTML = picture;
    // The picture is of the end; its room is kept.
    this.link.style.visibility = when ? "hidden" : "";
    this.link.href = this.link.querySelector("img")?.src ?? "";
    make(this.link, "span", {}, "Save the matrix as a picture, for your report");
    const hadFocus = this.table.contains(document.activeElement);
    const last = matrix.length - 1;
    const totals = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
    const worst = worstMistake(matrix, totals);
    this.table.replaceChildren();
    this.drawHeads(matrix.length);
    const body = make(this.table, "tbody", { role: "rowgroup" });
    this.cells = matrix.map((row, label) => this.drawRow(body, row, label, totals[label], worst));
    this.reach([Math.min(this.here[0], last), Math.min(this.here[1], last)], hadFocus);
    this.drawOpened();
  }

  /** @param {number} count */
  drawHeads(count) {
    const across = make(make(this.table, "thead", { role: "rowgroup" }), "tr", { role: "row" });
    const head = { role: "columnheader" };
    const corner = make(across, "th", { ...head, class: "lab-confusion-corner" });
    make(corner, "span", {}, "true ↓ read as →");
    for (let guess = 0; guess < count; guess += 1) {
      make(across, "th", { ...head, scope: "col" }, String(guess));
    }
    make(across, "th", { ...head, scope: "col", class: "lab-confusion-share" }, "right");
  }

  /**
   * @param {Element} body
   * @param {number[]} row
   * @param {number} label
   * @param {number} total
   * @param {number} worst the share of the worst mistake
   */
  drawRow(body, row, label, total, worst) {
    const line = make(body, "tr", { role: "row" });
    make(line, "th", { role: "rowheader", scope: "row" }, String(label));
    const cells = row.map((count, guess) => {
      const share = total ? count / total : 0;
      const cell = this.drawCell(line, [label, guess], count, share);
      if (guess === label) cell.className = "lab-confusion-right";
      else cell.style.setProperty("--lab-share", `${((40 * share) / worst).toFixed(1)}%`);
      return cell;
    });
    const right = total ? percentOf(row[label] / total, 1) : "–";
    make(line, "td", { role: "gridcell", class: "lab-confusion-share" }, right);
    return cells;
  }

  /**
   * @param {Element} line
   * @param {Cell} place
   * @param {number} count
   * @param {number} share of the true digit's images
   */
  drawCell(line, place, count, share) {
    const [label] = place;
    const text = count ? count.toLocaleString("en") : "";
    const cell = make(line, "td", { role: "gridcell", tabindex: "-1" }, text);
    const ofAll = `${images(count)}, ${percentOf(share, 1)} of the ${label}s`;
    cell.title = `${label} ${readingOf(place)}: ${ofAll}`;
    cell.setAttribute("aria-label", cell.title);
    cell.addEventListener("click", () => {
      this.reach(place, true);
      this.open(place);
    });
    return cell;
  }

  /** @param {Cell} cell */
  open([label, guess]) {
    this.model.send({ label, guess });
  }

  /**
   * Make a cell the one that Tab comes to; nothing, where there is none.
   *
   * @param {Cell} place
   * @param {boolean} isFocused whether the keyboard goes there at once
   */
  reach(place, isFocused) {
    const cell = this.cellAt(place);
    if (!cell) return;
    this.cellAt(this.here)?.setAttribute("tabindex", "-1");
    this.here = place;
    cell.setAttribute("tabindex", "0");
    if (isFocused) cell.focus();
  }

  /**
   * @param {Cell} place
   * @returns {HTMLTableCellElement | undefined}
   */
  cellAt([label, guess]) {
    return this.cells[label]?.[guess];
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const isFar = event.ctrlKey || event.metaKey;
    const target = cellAfterKey(event.key, this.here, this.cells.length - 1, isFar);
    if (event.key === "Enter" || event.key === " ") this.open(this.here);
    else if (target) this.reach(target, true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Mark the open cell, and show its digits.
  drawOpened() {
    const { cell, count = 0, digits, missing = "" } = this.model.get("opened");
    const found = digitsOf(digits);
    for (const other of this.cells.flat()) other.setAttribute("aria-selected", "false");
    if (cell) this.cellAt(cell)?.setAttribute("aria-selected", "true");
    const [label, guess] = cell ?? [];
    const isRight = label === guess;
    if (cell && digits) {
      say(this.heading, `${images(count)} of ${withArticle(label)} ${readingOf(cell)}`);
    } else say(this.heading, missing);
    const some = `The ${found.length} ${isRight ? "least sure" : "surest"} of them`;
    const which = found.length < count ? some : "All of them";
    if (found.length) say(this.words, `${which}, each with the probability of ${guess}.`);
    else say(this.words, digits ? "No test digit is in this cell." : "");
    this.digits.hidden = !found.length;
    drawDigits(this.digits, found, ({ share }) => [percentOf(share)]);
  }
}
