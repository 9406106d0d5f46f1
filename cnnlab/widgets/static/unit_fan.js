// @ts-check
// A unit of a dense layer, and the inputs that count most for it, with lines to it: the wider a
// line, the more it adds (blue) or takes away (orange).

/** @import { FeatureMaps, Inside, SummedUnit, UnitInput } from "./inside_protocol.d.ts" */
/** @import { Color } from "./inside_numbers.js" */

import { make, percentOf, say } from "../../../labhelpers/static/front_end.js";
import { isOfUnits, layersOf } from "./inside_layers.js";
import { exact, inkOn, largest, short, signed } from "./inside_numbers.js";
import { mapPicture, sized } from "./inside_pictures.js";

const THUMB = 40; // CSS pixels, the side of a map beside its line
const ROW = 46; // from one to the next
const UNIT = 56; // the side of the unit
const WIDEST = 9; // of a line
const NARROW_FAN = 480; // with less room, the lines are shorter
const BOLDER = 1.2; // lines are thin: their colours are full sooner

/**
 * What a unit is called: a digit where it answers.
 *
 * @param {string} title
 * @param {number} number
 */
export const nameOfUnit = (title, number) =>
  title === "Answer" ? `Answer ${number}` : `${title}, unit ${number + 1}`;

/**
 * Name and value of each number on the way from the products to the unit's output.
 *
 * @param {SummedUnit} unit
 * @param {boolean} isAnswer
 * @returns {[name: string, value: string][]}
 */
export function sumsOfUnit({ inputs, others, rest, sum, bias, number, output }, isAnswer) {
  const shown = inputs.reduce((total, { value, weight }) => total + value * weight, 0);
  /** @type {[string, string][]} */
  const lines = [[`Sum of these ${inputs.length} products`, exact(shown)]];
  if (others) lines.push([`+ sum of the other ${others.toLocaleString("en")}`, exact(rest)]);
  lines.push(["+ bias", exact(bias)]);
  lines.push([isAnswer ? `Score of the ${number}` : "Before the ReLU", exact(sum + bias)]);
  const last = isAnswer ? "Softmax over all ten scores" : "ReLU: max(0, that)";
  lines.push([last, isAnswer ? percentOf(output, 1) : exact(output)]);
  return lines;
}

export class UnitFan {
  /**
   * @param {Element} parent
   * @param {Element} next the child of it that is to come after
   */
  constructor(parent, next) {
    this.box = make(parent, "div", { class: "lab-inside-fan" });
    parent.insertBefore(this.box, next);
    this.title = make(this.box, "h4");
    const body = make(this.box, "div", { class: "lab-inside-fan-body" });
    this.list = make(body, "ol");
    this.canvas = make(body, "canvas", { "aria-hidden": "true" });
  }

  clear() {
    this.list.replaceChildren();
    this.canvas.width = 0;
  }

  /**
   * @param {Inside} inside
   * @param {number} index the layer's, among `layersOf`
   * @param {SummedUnit} unit
   */
  draw(inside, index, unit) {
    const layers = layersOf(inside);
    const below = layers[index - 1];
    const name = nameOfUnit(layers[index].title, unit.number);
    say(this.title, `${name}, from ${below.title}`);
    this.list.replaceChildren();
    for (const input of unit.inputs) this.drawInput(below, input);
    const { title, most } = layers[index];
    const { output } = unit;
    this.drawLines(unit, most, title === "Answer" ? percentOf(output, 1) : short(output));
  }

  /**
   * @param {FeatureMaps} below
   * @param {UnitInput} input
   */
  drawInput(below, input) {
    const { number, row, column, value, weight } = input;
    const item = make(this.list, "li", { style: `height: ${ROW}px` });
    const thumb = make(item, "canvas", { "aria-hidden": "true" });
    const context = sized(thumb, THUMB, THUMB);
    context.drawImage(mapPicture(below, number), 0, 0, THUMB, THUMB);
    if (!isOfUnits(below)) {
      const cell = THUMB / below.columns;
      context.strokeStyle = "rgb(213, 94, 0)";
      context.lineWidth = 2;
      context.strokeRect(column * cell + 1, row * cell + 1, cell - 2, cell - 2);
    }
    const where = `Map ${number + 1}, row ${row + 1}, column ${column + 1}`;
    make(item, "span", {}, isOfUnits(below) ? `Unit ${number + 1}` : where);
    const product = `${short(value)} × ${short(weight)} = `;
    make(
      make(item, "span", { class: "lab-inside-product" }, product),
      "b",
      {},
      short(value * weight),
    );
  }

  /**
   * @param {SummedUnit} unit
   * @param {number} most the layer's greatest output
   * @param {string} value the output in words
   */
  drawLines({ inputs, output }, most, value) {
    const high = ROW * inputs.length;
    const wide = this.box.clientWidth < NARROW_FAN ? 90 : 150;
    const context = sized(this.canvas, wide, high);
    const products = inputs.map(({ value, weight }) => value * weight);
    const greatest = largest(products);
    const middle = high / 2;
    const end = wide - UNIT;
    products.forEach((product, k) => {
      const top = ROW * (k + 0.5);
      context.strokeStyle = `rgb(${signed((BOLDER * product) / greatest || 0).join(", ")})`;
      context.lineWidth = Math.max(1, (WIDEST * Math.abs(product)) / greatest);
      context.beginPath();
      context.moveTo(0, top);
      context.bezierCurveTo(end / 2, top, end / 2, middle, end, middle);
      context.stroke();
    });
    const grey = Math.round((255 * output) / (most || 1));
    /** @type {Color} */
    const color = [grey, grey, grey];
    context.fillStyle = `rgb(${color.join(", ")})`;
    context.fillRect(end, middle - UNIT / 2, UNIT, UNIT);
    context.strokeStyle = "rgb(213, 94, 0)";
    context.lineWidth = 2;
    context.strokeRect(end + 1, middle - UNIT / 2 + 1, UNIT - 2, UNIT - 2);
    context.fillStyle = inkOn(color);
    context.font = "600 13px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(value, end + UNIT / 2, middle);
  }
}
