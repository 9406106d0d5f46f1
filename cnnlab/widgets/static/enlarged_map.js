// @ts-check
// One feature map, large, with a mark on one of its pixels, which a pointer or arrow keys move.

/** @import { FeatureMaps } from "./digit_protocol.d.ts" */
/** @typedef {{ row: number, column: number }} Place */

import { make, say } from "../../../labhelpers/static/front_end.js";
import { clamp } from "./inside_numbers.js";
import { mapPicture, sized } from "./inside_pictures.js";

const LARGE_SIDE = 264; // in CSS pixels
/** @type {Record<string, Place>} */
const ARROWS = {
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
};

export class EnlargedMap {
  /**
   * @param {Element} parent
   * @param {(place: Place) => void} moveTo is told where the mark is to go
   */
  constructor(parent, moveTo) {
    this.moveTo = moveTo;
    /** @type {FeatureMaps | null} */
    this.layer = null;
    this.place = { row: 0, column: 0 };
    const box = make(parent, "section", { class: "lab-inside-large" });
    this.title = make(box, "h4");
    const application = { tabindex: 0, role: "application", class: "lab-inside-pixels" };
    this.canvas = make(box, "canvas", application);
    const how = "Point at a pixel, or move with the arrow keys.";
    make(box, "p", { class: "lab-inside-hint" }, how);
    this.numbers = make(box, "div", { class: "lab-inside-numbers", role: "status" });
    this.canvas.addEventListener("pointermove", (event) => this.point(event));
    this.canvas.addEventListener("pointerdown", (event) => this.point(event));
    this.canvas.addEventListener("keydown", (event) => this.step(event));
  }

  /** @param {PointerEvent} event */
  point(event) {
    if (!this.layer) return;
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const row = Math.floor(((event.clientY - top) / height) * this.layer.rows);
    const column = Math.floor(((event.clientX - left) / width) * this.layer.columns);
    this.move(row, column);
  }

  /** @param {KeyboardEvent} event */
  step(event) {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    this.move(this.place.row + arrow.row, this.place.column + arrow.column);
  }

  /**
   * @param {number} row
   * @param {number} column
   */
  move(row, column) {
    if (!this.layer) return;
    const { rows, columns } = this.layer;
    this.moveTo({ row: clamp(row, 0, rows - 1), column: clamp(column, 0, columns - 1) });
  }

  /**
   * @param {FeatureMaps} layer
   * @param {number} number the map's
   * @param {Place} place
   */
  draw(layer, number, place) {
    const { title, rows, columns } = layer;
    const { row, column } = place;
    this.layer = layer;
    this.place = place;
    const name = `${title}, map ${number + 1}`;
    say(this.title, name);
    const cell = LARGE_SIDE / columns;
    const context = sized(this.canvas, LARGE_SIDE, cell * rows);
    context.drawImage(mapPicture(layer, number), 0, 0, LARGE_SIDE, cell * rows);
    context.strokeStyle = "#fff";
    context.lineWidth = 4;
    context.strokeRect(column * cell, row * cell, cell, cell);
    context.strokeStyle = "rgb(213, 94, 0)";
    context.lineWidth = 2;
    context.strokeRect(column * cell, row * cell, cell, cell);
    const where = `row ${row + 1} of ${rows}, column ${column + 1} of ${columns}`;
    const described = `${title}, feature map ${number + 1}, ${where}. The arrow keys move.`;
    this.canvas.setAttribute("aria-label", described);
  }
}
