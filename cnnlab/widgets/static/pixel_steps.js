// @ts-check
// How a network comes to one pixel of a feature map: the patch, the kernel, the sums, in numbers.

/** @import { ConvolvedPixel, FeatureMaps, Inside, PooledPixel } from "./inside_protocol.d.ts" */
/** @import { Place } from "./inside_layers.js" */
/** @import { Tint } from "./inside_numbers.js" */

import { make } from "../../../labhelpers/static/front_end.js";
import { exact, inkOn, shaded, short, tinted } from "./inside_numbers.js";
import { mapOf } from "./inside_pictures.js";

const LARGE = 5; // a matrix with more rows is set smaller
const AROUND = 4; // so many pixels to each side

/**
 * A small matrix as a table of numbers.
 *
 * @param {Element} parent
 * @param {string} name
 * @param {number[][]} rows
 * @param {Tint} tint
 */
function drawMatrix(parent, name, rows, tint) {
  const box = make(parent, "figure");
  make(box, "figcaption", {}, name);
  const kind = rows.length > LARGE ? "lab-inside-dense" : "";
  const table = make(box, "table", { "aria-label": name, class: kind });
  for (const row of rows) {
    const line = make(table, "tr");
    for (const value of row) {
      const color = tint(value);
      const style = `background: rgb(${color.join(", ")}); color: ${inkOn(color)}`;
      make(line, "td", { style }, short(value));
    }
  }
}

/**
 * @param {Element} parent
 * @param {ConvolvedPixel | PooledPixel} pixel
 * @param {Inside} inside
 * @param {(channel: number) => void} chooseChannel
 */
export function drawPixelSteps(parent, pixel, inside, chooseChannel) {
  const hadFocus = parent.querySelector("select") === document.activeElement;
  parent.replaceChildren();
  const place = `row ${pixel.row + 1}, column ${pixel.column + 1}`; // counted from 1, as maps are
  const below = shaded(pixel.layer ? inside.layers[pixel.layer - 1].most : 1);
  if (!("kernel" in pixel)) {
    make(parent, "p", {}, `The pixel at ${place} keeps the greatest of four:`);
    drawMatrix(make(parent, "div", { class: "lab-inside-sum" }), "Patch", pixel.patch, below);
    make(parent, "p", { class: "lab-inside-result" }, `max = ${exact(pixel.output)}`);
    return;
  }
  make(parent, "p", {}, `How the network comes to the pixel at ${place}:`);
  if (pixel.sums.length > 1) drawChannels(parent, pixel, hadFocus, chooseChannel);
  const row = make(parent, "div", { class: "lab-inside-sum" });
  drawMatrix(row, "Patch", pixel.patch, below);
  const times = make(row, "div", { class: "lab-inside-operation" });
  make(times, "span", { role: "img", "aria-label": "times" }, "×");
  drawMatrix(times, "Kernel", pixel.kernel, tinted(pixel.kernel));
  const gives = make(row, "div", { class: "lab-inside-operation" });
  make(gives, "span", { role: "img", "aria-label": "gives" }, "=");
  drawMatrix(gives, "Products", pixel.products, tinted(pixel.products));
  drawSums(row, sumsOf(pixel));
}

/**
 * @param {Element} parent
 * @param {[name: string, value: string][]} sums
 */
export function drawSums(parent, sums) {
  const list = make(parent, "dl");
  for (const [name, value] of sums) {
    make(list, "dt", {}, name);
    make(list, "dd", {}, value);
  }
}

/**
 * A menu of the maps of the layer below, each with what it adds to the pixel.
 *
 * @param {Element} parent
 * @param {ConvolvedPixel} pixel
 * @param {boolean} hasFocus
 * @param {(channel: number) => void} choose
 */
function drawChannels(parent, { sums, channel }, hasFocus, choose) {
  const label = make(make(parent, "p"), "label", {}, `One of ${sums.length} maps below: `);
  const menu = make(label, "select");
  sums.forEach((sum, k) => {
    make(menu, "option", { value: k }, `map ${k + 1} (adds ${short(sum)})`);
  });
  menu.value = String(channel);
  menu.addEventListener("change", () => choose(Number(menu.value)));
  if (hasFocus) menu.focus();
}

/**
 * Name and value of each number on the way from the products to the pixel.
 *
 * @param {ConvolvedPixel} pixel
 * @returns {[name: string, value: string][]}
 */
export function sumsOf(pixel) {
  const { sums, sum, channel, bias, scale, shift, normalized, output } = pixel;
  const count = sums.length;
  /** @type {[string, string][]} */
  const lines = [];
  if (count > 1) lines.push(["Sum of these products", exact(sums[channel])]);
  lines.push([count > 1 ? `Sum over all ${count} maps` : "Sum of the products", exact(sum)]);
  lines.push(["+ bias", exact(bias)]);
  if (scale !== 1 || shift !== 0) {
    lines.push(["Batch normalization", `× ${exact(scale)} + ${exact(shift)}`]);
  }
  lines.push(["Before the ReLU", exact(normalized)]);
  lines.push(["ReLU: max(0, that)", exact(output)]);
  return lines;
}

/**
 * The numbers around a pixel of the image, as far as there are some.
 *
 * @param {Element} parent
 * @param {FeatureMaps} layer
 * @param {Place} place
 */
export function drawNeighbours(parent, layer, { row, column }) {
  const pixels = mapOf(layer, 0);
  /** @type {number[][]} */
  const rows = [];
  for (let r = Math.max(0, row - AROUND); r <= Math.min(layer.rows - 1, row + AROUND); r += 1) {
    const from = r * layer.columns;
    const first = from + Math.max(0, column - AROUND);
    const end = from + Math.min(layer.columns, column + AROUND + 1);
    rows.push(Array.from(pixels.subarray(first, end), (ink) => ink / 255));
  }
  const box = make(parent, "div", { class: "lab-inside-sum" });
  drawMatrix(box, "The pixels around it", rows, shaded(1));
}
