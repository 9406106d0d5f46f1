// @ts-check
// One feature map, large, beside the layer before: a pixel, its window there, and lines between.

/** @import { FeatureMaps, Inside } from "./inside_protocol.d.ts" */
/** @import { Place } from "./inside_layers.js" */

import { make, say } from "../../../labhelpers/static/front_end.js";
import { layersOf, placeAfterKey, windowOf } from "./inside_layers.js";
import { clamp } from "./inside_numbers.js";
import { mapPicture, sized } from "./inside_pictures.js";

const LARGEST = 300; // CSS pixels, the side of the map
const BEFORE = 0.8; // of that, the side of the map before
const MARK = "rgb(213, 94, 0)";
const FAN = "rgba(213, 94, 0, 0.18)";

/** @typedef {{ left: number, top: number, side: number }} Square in CSS pixels, on the canvas */

/**
 * The sides of the two maps and the room between them.
 *
 * @param {number} room in CSS pixels
 */
export function stageSizes(room) {
  const gap = clamp(Math.round(0.13 * room), 32, 96);
  const large = Math.min(LARGEST, Math.floor((room - gap) / (1 + BEFORE)));
  return { gap, large, small: Math.round(BEFORE * large) };
}

export class PixelStage {
  /**
   * @param {Element} parent
   * @param {(place: Place) => void} moveTo is told where the mark is to go
   */
  constructor(parent, moveTo) {
    this.moveTo = moveTo;
    /** @type {FeatureMaps | null} */
    this.layer = null;
    /** @type {Place} */
    this.place = { row: 0, column: 0 };
    /** @type {Square} where the map is on the canvas */
    this.square = { left: 0, top: 0, side: 1 };
    this.box = make(parent, "div", { class: "lab-inside-stage" });
    const titles = make(this.box, "div", { class: "lab-inside-titles" });
    this.before = make(titles, "span");
    this.title = make(titles, "h4");
    this.titles = titles;
    const application = { tabindex: 0, role: "application", class: "lab-inside-pixels" };
    this.canvas = make(this.box, "canvas", application);
    this.canvas.addEventListener("pointermove", (event) => this.point(event));
    this.canvas.addEventListener("pointerdown", (event) => this.point(event));
    this.canvas.addEventListener("keydown", (event) => this.step(event));
  }

  /** @param {PointerEvent} event */
  point(event) {
    const box = this.canvas.getBoundingClientRect();
    const { left, top, side } = this.square;
    const across = (event.clientX - box.left - left) / side;
    const down = (event.clientY - box.top - top) / side;
    if (!this.layer || Math.min(across, down) < 0 || Math.max(across, down) >= 1) return;
    const { rows, columns } = this.layer;
    this.moveTo({ row: Math.floor(down * rows), column: Math.floor(across * columns) });
  }

  /** @param {KeyboardEvent} event */
  step(event) {
    const place = this.layer && placeAfterKey(event.key, this.layer, this.place);
    if (!place) return;
    event.preventDefault();
    this.moveTo(place);
  }

  /**
   * @param {Inside} inside
   * @param {number} index the layer's, among `layersOf`
   * @param {number} number the map's
   * @param {Place} place
   * @param {number | null} channel the map's of the layer below; null where it is not known yet
   */
  draw(inside, index, number, place, channel) {
    const layers = layersOf(inside);
    const layer = layers[index];
    const below = index > 0 ? layers[index - 1] : null;
    this.layer = layer;
    this.place = place;
    const { gap, large, small } = stageSizes(this.box.clientWidth);
    const left = below ? small + gap : 0;
    this.square = { left, top: 0, side: large };
    const context = sized(this.canvas, left + large, large);
    context.drawImage(mapPicture(layer, number), left, 0, large, large);
    const cell = large / layer.columns;
    const pixel = { left: left + place.column * cell, top: place.row * cell, side: cell };
    if (below) {
      const square = { left: 0, top: (large - small) / 2, side: small };
      this.drawBelow(context, below, channel, square);
      const { top, left: from, side } = windowOf(layer, place);
      const scale = small / below.columns;
      const patch = { left: from * scale, top: square.top + top * scale, side: side * scale };
      drawFan(context, patch, pixel);
      drawMark(context, patch);
    }
    drawMark(context, pixel);
    this.titles.style.gridTemplateColumns = below ? `${small}px ${gap}px ${large}px` : "";
    this.name(layer, below, number, channel);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {FeatureMaps} below
   * @param {number | null} channel
   * @param {Square} square
   */
  drawBelow(context, below, channel, { left, top, side }) {
    context.fillStyle = "#000";
    context.fillRect(left, top, side, side);
    if (channel === null) return;
    context.drawImage(mapPicture(below, channel), left, top, side, side);
  }

  /**
   * @param {FeatureMaps} layer
   * @param {FeatureMaps | null} below
   * @param {number} number
   * @param {number | null} channel
   */
  name({ title, rows, columns }, below, number, channel) {
    const isImage = below === null;
    say(this.title, isImage ? title : `${title}, map ${number + 1}`);
    say(this.before, below ? nameOfMap(below, channel) : "");
    this.before.hidden = isImage;
    const { row, column } = this.place;
    const where = `row ${row + 1} of ${rows}, column ${column + 1} of ${columns}`;
    const map = isImage ? title : `${title}, feature map ${number + 1}`;
    this.canvas.setAttribute("aria-label", `${map}, ${where}. The arrow keys move.`);
  }
}

/**
 * @param {FeatureMaps} layer
 * @param {number | null} number
 */
export function nameOfMap({ title, filters }, number) {
  if (filters === 1) return title;
  return number === null ? title : `${title}, map ${number + 1}`;
}

/**
 * The corners of a window, joined with those of the pixel that is made of it.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Square} patch
 * @param {Square} pixel
 */
function drawFan(context, patch, pixel) {
  const right = patch.left + patch.side;
  context.fillStyle = FAN;
  context.beginPath();
  context.moveTo(right, patch.top);
  context.lineTo(pixel.left, pixel.top);
  context.lineTo(pixel.left, pixel.top + pixel.side);
  context.lineTo(right, patch.top + patch.side);
  context.fill();
  context.strokeStyle = MARK;
  context.lineWidth = 1.25;
  for (const [across, down] of [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]) {
    context.beginPath();
    context.moveTo(patch.left + across * patch.side, patch.top + down * patch.side);
    context.lineTo(pixel.left + across * pixel.side, pixel.top + down * pixel.side);
    context.stroke();
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Square} square
 */
function drawMark(context, { left, top, side }) {
  const inset = 1;
  for (const [style, width] of /** @type {[string, number][]} */ ([
    ["#fff", 4],
    [MARK, 2],
  ])) {
    context.strokeStyle = style;
    context.lineWidth = width;
    context.strokeRect(left + inset, top + inset, side - 2 * inset, side - 2 * inset);
  }
}
