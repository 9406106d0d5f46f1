// @ts-check
// Numbers from inside a network: how they are written, and which colour stands for which.

/** @typedef {[red: number, green: number, blue: number]} Color each from 0 to 255 */
/** @typedef {(value: number) => Color} Tint */

const EVEN_LUMINANCE = 0.179; // there black and white have the same contrast
/** @type {Color} */
const BLUE = [0, 114, 178];
/** @type {Color} */
const VERMILLION = [213, 94, 0];

/**
 * A number with so many decimals, a real minus sign, and no minus before a zero.
 *
 * @param {number} value
 * @param {number} decimals
 */
export function fixed(value, decimals) {
  const text = value.toFixed(decimals);
  return Number(text) ? text.replace("-", "\u2212") : text.replace("-", "");
}

/** @param {number} value */
export const short = (value) => fixed(value, Math.abs(value) >= 100 ? 0 : 2);

/** @param {number} value */
export const exact = (value) => fixed(value, 4);

/**
 * `value` if it is between the two, else the nearer one.
 *
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/**
 * The colour of a signed value in [-1, 1] on white: blue above 0, vermillion below.
 *
 * @param {number} value
 * @returns {Color}
 */
export function signed(value) {
  const [red, green, blue] = value < 0 ? VERMILLION : BLUE;
  const strength = Math.min(1, Math.abs(value));
  /** @param {number} part */
  const mixed = (part) => Math.round(255 + (part - 255) * strength);
  return [mixed(red), mixed(green), mixed(blue)];
}

/**
 * Signed colours for a matrix of numbers: the strongest for its largest.
 *
 * @param {number[][]} rows
 * @returns {Tint}
 */
export function tinted(rows) {
  const most = largest(rows.flat());
  return (value) => signed(value / most);
}

/**
 * Greys, from black for 0 to white for `most`.
 *
 * @param {number} most
 * @returns {Tint}
 */
export function shaded(most) {
  return (value) => {
    const grey = Math.round(255 * clamp(value / (most || 1), 0, 1));
    return [grey, grey, grey];
  };
}

/**
 * The ink that can be read on a colour: of black and white the one with more contrast, which on
 * any colour is 4.5 to 1 at least (WCAG 2.1, "relative luminance").
 *
 * @param {Color} color
 */
export function inkOn(color) {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > EVEN_LUMINANCE ? "#000" : "#fff";
}

/**
 * The largest of the values, whatever their signs; 1 where all are 0.
 *
 * @param {Iterable<number>} values
 */
export function largest(values) {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most || 1;
}

/**
 * The number, from 0, of the feature map with the greatest sum.
 *
 * @param {ArrayLike<number>} pixels of one map after the other
 * @param {number} filters how many maps there are
 */
export function strongestMap(pixels, filters) {
  const size = pixels.length / filters;
  const sums = Array(filters).fill(0);
  for (let k = 0; k < pixels.length; k += 1) sums[Math.floor(k / size)] += pixels[k];
  return sums.indexOf(Math.max(...sums));
}

/**
 * Row and column, from 0, of the first of a map's greatest pixels.
 *
 * @param {Uint8Array} map
 * @param {number} columns
 */
export function brightestPixel(map, columns) {
  const place = map.indexOf(Math.max(...map));
  return { row: Math.floor(place / columns), column: place % columns };
}

/**
 * How many columns the tiles of a layer stand in, so that the last row is about as long as the
 * others.
 *
 * @param {number} count of tiles, at least 1
 * @param {number} width of one, in pixels
 * @param {number} room in pixels
 */
export function columnsOf(count, width, room) {
  const most = Math.max(1, Math.floor(room / width));
  return Math.ceil(count / Math.ceil(count / most));
}
