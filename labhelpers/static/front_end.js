// @ts-check
// What front ends share. `FrontEnd` in front_end.py joins a front end's files into one module, and
// what is imported comes first: a name at the top of one file is free in no other that it meets.

/** @import { Bytes, GreyImage, Made, Model, NodeName } from "./anywidget.d.ts" */

/**
 * @param {unknown} value
 * @returns {value is number}
 */
export function isNumber(value) {
  return typeof value === "number" && Number.isFinite(value);
}

/**
 * A share, 0 to 1, as percent, by the rule of `percent` in number_words.py: it is 100% only where
 * the share is 1; what would be rounded up to that is ">99%", ">99.99%".
 *
 * @param {number} share
 * @param {number} [decimals]
 */
export function percentOf(share, decimals = 0) {
  const rounded = (100 * share).toFixed(decimals);
  const isTooMuch = share < 1 && Number(rounded) === 100;
  return isTooMuch ? `>${(100 - 10 ** -decimals).toFixed(decimals)}%` : `${rounded}%`;
}

/**
 * A new last child of `parent`; a name such as "svg:path" makes a node of a drawing.
 *
 * @template {NodeName} Name
 * @param {Element} parent
 * @param {Name} name
 * @param {Record<string, string | number>} [attributes]
 * @param {string} [text]
 * @returns {Made<Name>}
 */
export function make(parent, name, attributes = {}, text = "") {
  const svg = "http://www.w3.org/2000/svg";
  const node = name.startsWith("svg:")
    ? document.createElementNS(svg, name.slice(4))
    : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  if (text) node.textContent = text;
  parent.appendChild(node);
  return /** @type {Made<Name>} */ (node);
}

/**
 * Only what changes: a screen reader would read the same words again.
 *
 * @param {Node} node
 * @param {string} text
 */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Call `draw` whenever one of the traits `names` changes; the function returned ends that.
 *
 * @template State, Message
 * @param {Model<State, Message>} model
 * @param {readonly (keyof State & string)[]} names
 * @param {() => void} draw
 */
export function onChange(model, names, draw) {
  const events = names.map((name) => `change:${name}`).join(" ");
  model.on(events, draw);
  return () => model.off(events, draw);
}

/**
 * JupyterLab would take plain keys that are pressed in `root` for its own shortcuts: two d's
 * delete a cell.
 *
 * @param {HTMLElement} root
 */
export function keepKeys(root) {
  root.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
}

/**
 * A box for a whole number in `parent`; `choose` is told what was typed, and the function returned
 * shows a number. While someone types, an answer to what was chosen before does not take away what
 * stands there.
 *
 * @param {Element} parent
 * @param {Record<string, string | number>} attributes
 * @param {(number: number) => void} choose
 * @returns {[HTMLInputElement, (number: number) => void]}
 */
export function makeNumberBox(parent, attributes, choose) {
  const box = make(parent, "input", { type: "number", step: 1, required: "", ...attributes });
  let isTyping = false;
  box.addEventListener("input", () => {
    isTyping = true;
  });
  box.addEventListener("blur", () => {
    isTyping = false;
  });
  box.addEventListener("change", () => {
    isTyping = false;
    if (box.reportValidity()) choose(Number(box.value));
  });
  /** @param {number} number */
  const show = (number) => {
    if (!isTyping && box.value !== String(number)) box.value = String(number);
  };
  return [box, show];
}

/**
 * A canvas's context for drawing in two dimensions, which every browser that runs this has.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2DSettings} [settings]
 */
export function contextOf(canvas, settings) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", settings));
}

/**
 * The bytes of a view that Python sent.
 *
 * @param {Bytes} view
 */
export function bytesOf({ buffer, byteOffset, byteLength }) {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/**
 * Grey pixels, a byte each, on a canvas of as many pixels.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {GreyImage} image
 */
export function drawPixels(canvas, { shape: [height, width], pixels }) {
  canvas.width = width;
  canvas.height = height;
  const context = contextOf(canvas);
  const image = context.createImageData(width, height);
  bytesOf(pixels).forEach((grey, k) => {
    image.data.fill(grey, 4 * k, 4 * k + 3);
    image.data[4 * k + 3] = 255;
  });
  context.putImageData(image, 0, 0);
}
