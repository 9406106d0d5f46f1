// @ts-check
// Pictures from inside a network, drawn on canvases: maps, kernels, and what spoke for a digit.

/** @import { FeatureMaps, Inside } from "./inside_protocol.d.ts" */
/** @import { Color } from "./inside_numbers.js" */

import { bytesOf, contextOf } from "../../../labhelpers/static/front_end.js";
import { largest, signed } from "./inside_numbers.js";

const SIDE = 28; // of the network's input
const FAINT = 3; // of 127: what is less than this is not coloured
const STRONG = 90; // of 127: what is so much has the full colour

/**
 * A canvas of the given pixels, to be drawn from at any size.
 *
 * @param {number} width
 * @param {number} height
 * @param {(k: number) => Color} colorAt
 */
function picture(width, height, colorAt) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = contextOf(canvas);
  const image = context.createImageData(width, height);
  for (let k = 0; k < width * height; k += 1) image.data.set([...colorAt(k), 255], 4 * k);
  context.putImageData(image, 0, 0);
  return canvas;
}

/**
 * The pixels of one of a layer's maps.
 *
 * @param {FeatureMaps} layer
 * @param {number} number
 */
export function mapOf({ rows, columns, pixels }, number) {
  const size = rows * columns;
  return bytesOf(pixels).subarray(number * size, (number + 1) * size);
}

/**
 * One of a layer's maps.
 *
 * @param {FeatureMaps} layer
 * @param {number} number
 */
export function mapPicture(layer, number) {
  const map = mapOf(layer, number);
  return picture(layer.columns, layer.rows, (k) => [map[k], map[k], map[k]]);
}

/**
 * One of the first convolution's kernels.
 *
 * @param {Inside["kernels"]} kernels
 * @param {number} number
 */
export function kernelPicture({ size, values }, number) {
  const count = size * size;
  const bytes = bytesOf(values).slice(4 * number * count, 4 * (number + 1) * count);
  const kernel = new Float32Array(bytes.buffer);
  const most = largest(kernel);
  return picture(size, size, (k) => signed(kernel[k] / most));
}

/**
 * An image, faint, and on it where a value is above 0, in blue, or below, in orange.
 *
 * @param {ArrayLike<number>} values from -127 to 127
 * @param {Uint8Array} pixels of the image
 */
export function signedPicture(values, pixels) {
  return picture(SIDE, SIDE, (k) => {
    if (Math.abs(values[k]) >= FAINT) return signed(values[k] / STRONG);
    const grey = 255 - Math.round(pixels[k] / 4);
    return [grey, grey, grey];
  });
}

/**
 * The image, faint, and on it what spoke for a digit or against it.
 *
 * @param {Pick<Inside, "saliency" | "image">} inside
 * @param {number} digit
 */
export function saliencyPicture({ saliency, image }, digit) {
  const { buffer, byteOffset } = saliency;
  const values = new Int8Array(buffer, byteOffset + SIDE * SIDE * digit, SIDE * SIDE);
  return signedPicture(values, bytesOf(image));
}

/**
 * Give a canvas a size in CSS pixels, sharp on this screen; return the context to draw it with.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export function sized(canvas, width, height) {
  const ratio = Math.min(3, window.devicePixelRatio || 1);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = contextOf(canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.imageSmoothingEnabled = false;
  return context;
}
