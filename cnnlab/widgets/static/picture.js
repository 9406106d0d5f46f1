// @ts-check
// A picture that someone has chosen, decoded and made small by the browser, as colours.

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
 * A picture as pixels of red, green, blue and opacity. What is thrown has a sentence for the page.
 *
 * @param {File} file
 */
export async function pictureOf(file) {
  const address = URL.createObjectURL(file);
  try {
    const image = await loaded(address);
    const problem = problemOfSize(file.name, image.naturalWidth, image.naturalHeight);
    if (problem) throw new RangeError(problem);
    await image.decode();
    const [width, height] = sentSize(image.naturalWidth, image.naturalHeight);
    const pixels = new Uint8Array(pixelsOf(image, width, height));
    return { width, height, cut_off: await isCutOff(file), pixels };
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
 * Whether a file that loads as an image ends before the image does: a bitmap must be whole.
 *
 * @param {File} file
 */
async function isCutOff(file) {
  try {
    (await createImageBitmap(file)).close();
    return false;
  } catch {
    return true;
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
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
}
