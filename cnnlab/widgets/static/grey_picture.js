// @ts-check
// A picture that someone has chosen, decoded and made small by the browser, as grey pixels.

import { contextOf } from "../../../labhelpers/static/front_end.js";

const LARGEST_SIDE = 400;
const MOST_MEGAPIXELS = 40;

/**
 * Width and height as large as they may be sent, with the same proportions.
 *
 * @param {number} width
 * @param {number} height
 * @returns {[width: number, height: number]}
 */
export function sentSize(width, height) {
  const scale = Math.min(1, LARGEST_SIDE / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/**
 * How light each pixel is to the eye (ITU-R BT.601), a byte each.
 *
 * @param {ArrayLike<number>} data red, green, blue and opacity of each pixel
 */
export function lightness(data) {
  const grey = new Uint8Array(data.length / 4);
  for (let k = 0; k < grey.length; k += 1) {
    grey[k] = 0.299 * data[4 * k] + 0.587 * data[4 * k + 1] + 0.114 * data[4 * k + 2];
  }
  return grey;
}

/**
 * Say what is wrong with a picture's size; "" for nothing.
 *
 * @param {string} name
 * @param {number} width
 * @param {number} height
 */
export function problemOfSize(name, width, height) {
  const megapixels = (width * height) / 1e6;
  if (megapixels > 0 && megapixels <= MOST_MEGAPIXELS) return "";
  const came = `${name} has ${Math.round(megapixels)} megapixels`;
  const expected = `expected at most ${MOST_MEGAPIXELS}`;
  return `${came}; ${expected}. Make it smaller, or take a smaller photograph.`;
}

/**
 * A picture on white paper as grey pixels. What is thrown has a sentence for the page.
 *
 * @param {File} file
 */
export async function greyPictureOf(file) {
  const address = URL.createObjectURL(file);
  try {
    const image = await loaded(address);
    const problem = problemOfSize(file.name, image.naturalWidth, image.naturalHeight);
    if (problem) throw new RangeError(problem);
    await image.decode();
    const [width, height] = sentSize(image.naturalWidth, image.naturalHeight);
    return { width, height, grey: lightness(pixelsOf(image, width, height)) };
  } catch (error) {
    if (error instanceof RangeError) throw error;
    const came = `${file.name} (${file.type || "unknown kind"})`;
    const words = "is no picture that this browser can read. Choose a PNG or JPEG file.";
    throw new Error(`${came} ${words}`);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/**
 * @param {string} address
 * @returns {Promise<HTMLImageElement>}
 */
function loaded(address) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = reject;
    image.src = address;
  });
}

/**
 * @param {HTMLImageElement} image
 * @param {number} width
 * @param {number} height
 */
function pixelsOf(image, width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = contextOf(canvas);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
}
