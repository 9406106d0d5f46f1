// @ts-check
// One layer's feature maps as tiles, and under those of the first convolution their kernels.

/** @import { FeatureMaps, Inside } from "./inside_protocol.d.ts" */
/**
 * @typedef {{ filters: number, columns: number, selected: number }} Tiles how many, in how many
 *   columns, and the number, from 0, of the selected one
 */

import { make, say } from "../../../labhelpers/static/front_end.js";
import { isOfUnits, sizeOfLayer } from "./inside_layers.js";
import { clamp, columnsOf, inkOn } from "./inside_numbers.js";
import { kernelPicture, mapOf, mapPicture, sized } from "./inside_pictures.js";

// In pixels
const GAP = 5; // between tiles
const KERNEL = 20; // side of a kernel, which is under its tile
const KERNEL_GAP = 3;
const FRAME = 2; // around the selected tile
const LARGEST_TILE = 96;
const NARROW = 500; // a room below this is a phone's, whose tiles are smaller

/**
 * The tile that a key leads to; undefined for a key that leads nowhere.
 *
 * @param {string} key
 * @param {Tiles} tiles
 */
export function tileAfterKey(key, { filters, columns, selected }) {
  /** @type {Record<string, number>} */
  const targets = {
    Home: 0,
    End: filters - 1,
    ArrowLeft: selected - 1,
    ArrowRight: selected + 1,
    ArrowUp: selected - columns,
    ArrowDown: selected + columns,
  };
  return key in targets ? clamp(targets[key], 0, filters - 1) : undefined;
}

/**
 * The side of a layer's tiles, in how many columns they stand, so that they fill their rows.
 *
 * @param {FeatureMaps} layer
 * @param {number} room in pixels
 */
export function tilesIn(layer, room) {
  const { filters } = layer;
  const least = room < NARROW ? 44 : 60;
  const across = isOfUnits(layer) && filters > 10 ? 22 : least; // a unit is one pixel
  const columns = columnsOf(filters, across, room);
  return { columns, side: Math.min(LARGEST_TILE, Math.floor(room / columns) - GAP) };
}

export class FeatureMapTiles {
  /**
   * @param {Element} parent
   * @param {(number: number) => void} choose
   */
  constructor(parent, choose) {
    this.choose = choose;
    this.filters = 0;
    this.columns = 1;
    this.side = 0; // of a tile
    this.across = 1; // from tile to tile
    this.down = 1;
    /** @type {number | null} */
    this.selected = null;
    this.box = make(parent, "section", { class: "lab-inside-layer" });
    this.title = make(this.box, "h4");
    this.canvas = make(this.box, "canvas", { tabindex: 0, role: "slider", "aria-valuemin": 1 });
    this.canvas.addEventListener("click", (event) => this.chooseUnder(event));
    this.canvas.addEventListener("keydown", (event) => this.chooseByKey(event));
  }

  /** @param {MouseEvent} event */
  chooseUnder(event) {
    const box = this.canvas.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left) / this.across);
    const number = Math.floor((event.clientY - box.top) / this.down) * this.columns + column;
    if (column < this.columns && number < this.filters) this.choose(number);
  }

  /** @param {KeyboardEvent} event */
  chooseByKey(event) {
    const { filters, columns, selected } = this;
    const number = tileAfterKey(event.key, { filters, columns, selected: selected ?? 0 });
    if (number === undefined) return;
    event.preventDefault();
    this.choose(number);
  }

  /**
   * @param {FeatureMaps} layer
   * @param {Inside["kernels"] | null} kernels those of these maps, where one can see them
   * @param {number | null} selected
   */
  show(layer, kernels, selected) {
    const { title, filters } = layer;
    const { columns, side } = tilesIn(layer, this.box.clientWidth);
    this.selected = selected;
    this.filters = filters;
    this.columns = columns;
    this.side = side;
    this.across = side + GAP;
    this.down = this.across + (kernels ? KERNEL + KERNEL_GAP : 0);
    say(this.title, wordsOfLayer(layer));
    const height = Math.ceil(filters / columns) * this.down;
    const context = sized(this.canvas, columns * this.across, height);
    for (let number = 0; number < filters; number += 1) {
      this.drawTile(context, layer, number);
      if (kernels) this.drawKernel(context, kernels, number);
      if (title === "Answer") this.drawDigit(context, layer, number);
    }
    this.name(layer);
  }

  /**
   * Where a tile stands.
   *
   * @param {number} number
   */
  placeOf(number) {
    const left = (number % this.columns) * this.across + FRAME;
    const top = Math.floor(number / this.columns) * this.down + FRAME;
    return { left, top };
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {FeatureMaps} layer
   * @param {number} number
   */
  drawTile(context, layer, number) {
    const { left, top } = this.placeOf(number);
    const { side } = this;
    if (number === this.selected) {
      context.fillStyle = "rgb(0, 114, 178)";
      context.fillRect(left - FRAME, top - FRAME, side + 2 * FRAME, side + 2 * FRAME);
      context.fillStyle = "#fff";
      context.fillRect(left - 0.5, top - 0.5, side + 1, side + 1);
    }
    context.drawImage(mapPicture(layer, number), left, top, side, side);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Inside["kernels"]} kernels
   * @param {number} number
   */
  drawKernel(context, kernels, number) {
    const { left, top } = this.placeOf(number);
    const picture = kernelPicture(kernels, number);
    const middle = left + (this.side - KERNEL) / 2;
    context.drawImage(picture, middle, top + this.side + KERNEL_GAP, KERNEL, KERNEL);
  }

  /**
   * The digit that a unit of the answer stands for.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {FeatureMaps} layer
   * @param {number} digit
   */
  drawDigit(context, layer, digit) {
    const { left, top } = this.placeOf(digit);
    const [grey] = mapOf(layer, digit);
    context.fillStyle = inkOn([grey, grey, grey]);
    context.font = `600 ${Math.round(this.side / 2.4)}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(String(digit), left + this.side / 2, top + this.side / 2);
  }

  /**
   * Say what is shown, for those who do not see it.
   *
   * @param {FeatureMaps} layer
   */
  name(layer) {
    const number = (this.selected ?? 0) + 1;
    const isUnits = isOfUnits(layer);
    const chosen = `${isUnits ? "unit" : "map"} ${number} of ${this.filters}`;
    const attributes = {
      "aria-label": `${isUnits ? "Units" : "Feature maps"} of ${layer.title.toLowerCase()}`,
      "aria-valuemax": this.filters,
      "aria-valuenow": number,
      "aria-valuetext": this.selected === null ? "none chosen" : chosen,
    };
    for (const [name, value] of Object.entries(attributes)) {
      this.canvas.setAttribute(name, String(value));
    }
  }
}

/**
 * A layer's title and size in words: "Pooling 1: 32 feature maps of 13 × 13".
 *
 * @param {FeatureMaps} layer
 */
export function wordsOfLayer(layer) {
  const { title, filters, rows, columns } = layer;
  if (title === "Answer") return "Answer: ten probabilities";
  if (isOfUnits(layer)) return `${title}: ${sizeOfLayer(layer)} units`;
  if (title === "Image") return `Your digit: ${rows} × ${columns} pixels`;
  return `${title}: ${filters} feature maps of ${rows} × ${columns}`;
}
