// @ts-check
// The network of the next run: a stack of maps for each layer, from the image to the answer.

/** @import { Bytes, View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { LayerBlock, NetworkStripMessage, NetworkStripState } from "./inside_protocol.d.ts" */

import { drawPixels, make, onChange, say } from "../../../labhelpers/static/front_end.js";
import { sizeOfShape } from "./inside_layers.js";
import { LayerSheet } from "./layer_sheet.js";
import { openStep } from "./page_steps.js";

const IMAGE_SIDE = 28; // of the image, in pixels
const HEIGHT = 66; // of the drawing, in its own units
const PER_PIXEL = 2; // of the image
const SHEETS = 9; // at most, for however many maps
const LEAN = 3; // between two sheets
const OPENS = "Choose a layer to look inside.";

/**
 * How many sheets stand for so many maps: more maps, more sheets, but a hundred fit.
 *
 * @param {number} maps
 */
export function sheetsFor(maps) {
  return Math.max(1, Math.min(SHEETS, Math.round(1.5 * Math.log2(Math.max(1, maps)))));
}

/**
 * The network in words.
 *
 * @param {LayerBlock[]} layers
 */
export function wordsOf(layers) {
  const parts = layers.map((layer) => `${nameOf(layer)} ${sizeOf(layer)}`);
  return `The network you train, from left to right: ${parts.join(", ")}.`;
}

/** @param {LayerBlock} layer */
const nameOf = ({ title }) => title.replace(/ \d+$/, "");

/** @param {LayerBlock} layer */
const sizeOf = ({ shape }) => sizeOfShape(shape);

/**
 * One layer: its sheets, or a bar for a row of numbers, and its words below; `open` is told where
 * it is chosen, and where there is none, there is nothing to choose.
 *
 * @param {Element} list
 * @param {LayerBlock} layer
 * @param {((title: string) => void) | null} open
 */
function drawLayer(list, layer, open) {
  const item = make(list, "li");
  const block = make(item, open ? "button" : "div", { class: "lab-strip-layer" });
  const { shape, title } = layer;
  const isFlat = shape.length === 1;
  const side = isFlat ? 10 : Math.max(8, PER_PIXEL * shape[0]);
  const high = isFlat ? Math.min(HEIGHT - 4, 18 + 5.5 * Math.log2(shape[0])) : side;
  const sheets = isFlat ? 1 : sheetsFor(shape[2]);
  const width = side + LEAN * (sheets - 1) + 2;
  const size = { viewBox: `0 0 ${width} ${HEIGHT}`, style: `--lab-wide: ${width}px` };
  const drawing = make(block, "svg:svg", { ...size, "aria-hidden": "true" });
  const top = (HEIGHT - high) / 2;
  for (let k = sheets - 1; k >= 0; k -= 1) {
    const place = { x: 1 + LEAN * k, y: top - (LEAN / 2) * (k - (sheets - 1) / 2) };
    make(drawing, "svg:rect", { ...place, width: side, height: high, rx: isFlat ? 3 : 1.5 });
  }
  if (title === "Image") item.classList.add("lab-strip-input");
  make(block, "b", {}, sizeOf(layer));
  make(block, "span", {}, nameOf(layer));
  if (!open) return;
  block.setAttribute("type", "button");
  block.setAttribute("aria-label", `${title} ${sizeOf(layer)}: open`);
  block.setAttribute("aria-haspopup", "dialog");
  block.addEventListener("click", () => open(title));
}

/**
 * What the network is to read, in the place of the image.
 *
 * @param {Element} list
 * @param {Bytes} pixels none for nothing
 */
function drawImage(list, pixels) {
  const drawing = list.querySelector(".lab-strip-input svg");
  drawing?.querySelector("image")?.remove();
  if (!drawing || !pixels.byteLength) return;
  const canvas = document.createElement("canvas");
  drawPixels(canvas, { shape: [IMAGE_SIDE, IMAGE_SIDE], pixels });
  const side = PER_PIXEL * IMAGE_SIDE;
  const place = { x: 1, y: (HEIGHT - side) / 2, width: side, height: side };
  make(drawing, "svg:image", { ...place, href: canvas.toDataURL() });
}

/** @param {View<NetworkStripState, NetworkStripMessage>} view */
function render({ model, el }) {
  const root = make(el, "div", { class: "lab-strip" });
  const list = make(root, "ol");
  const words = make(root, "p", { class: "lab-strip-words" });
  const count = make(words, "span");
  if (model.get("opens")) make(words, "span", { class: "lab-strip-opens" }, OPENS);
  const more = make(words, "button", { type: "button" }, "Layer by layer");
  more.addEventListener("click", () => openStep(4));
  /** @type {LayerSheet | null} made when a layer is opened */
  let sheet = null;
  /** @param {string} title */
  const open = (title) => {
    sheet ??= new LayerSheet(model, el);
    sheet.open(title);
  };
  const drawInput = () => drawImage(list, model.get("image"));
  const draw = () => {
    const layers = model.get("layers");
    list.replaceChildren();
    list.setAttribute("aria-label", wordsOf(layers));
    for (const layer of layers) drawLayer(list, layer, model.get("opens") ? open : null);
    drawInput();
    const parameters = model.get("parameters").toLocaleString("en");
    say(count, `It is made of ${parameters} numbers.`);
  };
  draw();
  const forgets = [
    onChange(model, ["layers", "parameters"], draw),
    onChange(model, ["image"], drawInput),
    onChange(model, ["inside", "image"], () => sheet?.draw()),
    onChange(model, ["is_on"], () => sheet?.sayReader()),
    onChange(model, ["pixel"], () => sheet?.pixel.answered(model.get("pixel"))),
  ];
  return () => {
    sheet?.end();
    for (const forget of forgets) forget();
  };
}

export default { render };
