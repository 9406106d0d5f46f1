// @ts-check
// A network's layers from the image to the answer, each as maps: a unit is a map of one pixel.

/** @import { FeatureMaps, Inside } from "./inside_protocol.d.ts" */
/** @typedef {{ row: number, column: number }} Place */
/** @typedef {{ top: number, left: number, side: number }} Window in pixels of the layer below */

import { clamp } from "./inside_numbers.js";

const INPUT_SIDE = 28;

/**
 * All layers, first to last: the image is the first one.
 *
 * @param {Inside} inside
 * @returns {FeatureMaps[]}
 */
export function layersOf({ image, layers, units }) {
  const size = { rows: INPUT_SIDE, columns: INPUT_SIDE, filters: 1, most: 1 };
  const input = { title: "Image", ...size, window: 0, stride: 0, pixels: image };
  return [input, ...layers, ...units];
}

/** @param {FeatureMaps} layer */
export const isOfUnits = ({ rows, window }) => rows === 1 && window === 0;

/**
 * Where the layer called `title` is among others; a strided network has no pooling, but the
 * convolution that does its work.
 *
 * @param {FeatureMaps[]} layers
 * @param {string} title
 */
export function placeOfLayer(layers, title) {
  /** @param {string} wanted */
  const find = (wanted) => layers.findIndex((layer) => layer.title === wanted);
  const place = find(title);
  return place >= 0 ? place : Math.max(0, find(title.replace("Pooling", "Convolution")));
}

/**
 * A layer's size in words, as the picture of the network has it: "11 × 11 × 16".
 *
 * @param {FeatureMaps} layer
 */
export function sizeOfLayer(layer) {
  const { rows, columns, filters } = layer;
  return sizeOfShape(isOfUnits(layer) ? [filters] : [rows, columns, filters]);
}

/**
 * A shape in words, in which a single map goes without saying.
 *
 * @param {number[]} shape
 */
export function sizeOfShape(shape) {
  return (shape.at(-1) === 1 ? shape.slice(0, -1) : shape).join(" × ");
}

/**
 * What a pixel of a layer is made of: its window on each map of the layer below.
 *
 * @param {FeatureMaps} layer
 * @param {Place} place
 * @returns {Window}
 */
export function windowOf({ window, stride }, { row, column }) {
  return { top: stride * row, left: stride * column, side: window };
}

/**
 * The pixel that an arrow key leads to, or itself at the edge; undefined for another key.
 *
 * @param {string} key
 * @param {FeatureMaps} layer
 * @param {Place} place
 * @returns {Place | undefined}
 */
export function placeAfterKey(key, { rows, columns }, { row, column }) {
  /** @type {Record<string, [number, number]>} */
  const targets = {
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    Home: [0, 0],
    End: [rows - 1, columns - 1],
  };
  if (!(key in targets)) return undefined;
  const [down, across] = targets[key];
  return { row: clamp(down, 0, rows - 1), column: clamp(across, 0, columns - 1) };
}
