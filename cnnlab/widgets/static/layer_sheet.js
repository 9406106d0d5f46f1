// @ts-check
// A layer of the network, opened: its maps, one of them large, and the way to the other layers.

/** @import { Model } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { FeatureMaps, NetworkStripMessage } from "./inside_protocol.d.ts" */
/** @import { NetworkStripState } from "./inside_protocol.d.ts" */

import { bytesOf, keepKeys, make, say } from "../../../labhelpers/static/front_end.js";
import { FeatureMapTiles, wordsOfLayer } from "./feature_maps.js";
import { nothingInside, readerWords } from "./inside_frame.js";
import { isOfUnits, layersOf, placeOfLayer, sizeOfLayer, sizeOfShape } from "./inside_layers.js";
import { strongestMap } from "./inside_numbers.js";
import { mapPicture, sized } from "./inside_pictures.js";
import { PixelView } from "./pixel_view.js";
import { takeDigit } from "./take_digit.js";

const WAYMARK = 34; // CSS pixels, of a layer's strongest map on the way there
const DRAGGED = 90; // so far down, a sheet is let go
const ANOTHER = "Its layers are not those of the network that you train next.";
let sheets = 0;

export class LayerSheet {
  /**
   * @param {Model<NetworkStripState, NetworkStripMessage>} model
   * @param {Element} root
   */
  constructor(model, root) {
    this.model = model;
    this.title = "Image"; // the open layer's
    this.isNew = true; // nothing of it was shown yet
    /** @type {Map<string, number>} the chosen map of each layer, by its title */
    this.numbers = new Map();
    sheets += 1;
    const id = `lab-sheet-${sheets}`;
    this.dialog = make(root, "dialog", { class: "lab-sheet", "aria-labelledby": id });
    const frame = make(this.dialog, "div", { class: "lab-inside lab-sheet-frame" });
    this.head = make(frame, "div", { class: "lab-sheet-head" });
    this.heading = make(this.head, "h3", { id });
    const close = make(this.head, "button", { type: "button" }, "Close");
    this.reader = make(frame, "p", { class: "lab-inside-hint lab-sheet-reader" });
    this.take = make(frame, "button", { type: "button" }, "Take a test digit");
    this.take.classList.add("lab-sheet-take");
    this.take.addEventListener("click", takeDigit);
    const way = { class: "lab-sheet-way", "aria-label": "Layers, from left to right" };
    this.way = make(frame, "nav", way);
    this.body = make(frame, "div", { class: "lab-sheet-body" });
    this.pixel = new PixelView(this.body, (question) => model.send(question));
    this.hint = make(this.body, "p", { class: "lab-inside-hint" });
    this.tiles = new FeatureMapTiles(this.body, (number) => this.chooseMap(number));
    close.addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => model.send({ kind: "close" }));
    /** @type {EventTarget | null} */
    let pressed = null; // a drag that ends beside the sheet is a click on what both lie in
    this.dialog.addEventListener("pointerdown", ({ target }) => {
      pressed = target;
    });
    this.dialog.addEventListener("click", ({ target }) => {
      if (target === this.dialog && pressed === this.dialog) this.dialog.close();
    });
    keepKeys(this.dialog);
    letDrag(this.dialog, this.head);
    this.resized = new ResizeObserver(() => this.drawMaps());
    this.resized.observe(this.body);
  }

  /** @param {string} title a layer's, as the strip calls it */
  open(title) {
    this.title = title;
    this.isNew = true;
    this.dialog.showModal();
    this.model.send({ kind: "open" });
    this.draw();
  }

  get inside() {
    const inside = this.model.get("inside");
    return inside.layers ? inside : null;
  }

  // All of it, from whole state.
  draw() {
    if (!this.dialog.open) return;
    const { inside } = this;
    this.sayReader();
    this.body.hidden = inside === null;
    this.dialog.classList.toggle("lab-sheet-empty", inside === null);
    this.way.hidden = inside === null;
    if (!inside) {
      say(this.heading, this.title);
      this.pixel.forget();
      return;
    }
    const layers = layersOf(inside);
    const index = placeOfLayer(layers, this.title);
    const layer = layers[index];
    this.title = layer.title; // of a network without pooling, what does its work
    say(this.heading, wordsOfLayer(layer));
    this.drawWay(layers, index);
    const number = this.numberOf(layer);
    this.drawTiles(layers, index);
    this.pixel.show(inside, index, number);
    if (this.isNew) this.focus(layer);
    this.isNew = false;
  }

  /** @param {FeatureMaps} layer */
  focus(layer) {
    const { canvas } = isOfUnits(layer) ? this.tiles : this.pixel.stage;
    canvas.focus({ preventScroll: true });
  }

  sayReader() {
    const isOn = this.model.get("is_on");
    const hasDigit = this.model.get("image").byteLength > 0;
    const { inside } = this;
    this.take.hidden = inside !== null || hasDigit;
    const words = inside ? readerWords(inside, isOn) : nothingInside(hasDigit, isOn);
    say(this.reader, !isOn && this.isAnother() ? `${words} ${ANOTHER}` : words);
  }

  // Whether the network that reads has other layers than the one in the picture.
  isAnother() {
    const { inside } = this;
    if (!inside) return false;
    const sizes = this.model.get("layers").map(({ shape }) => sizeOfShape(shape));
    return sizes.join() !== layersOf(inside).map(sizeOfLayer).join();
  }

  /** @param {FeatureMaps} layer */
  numberOf({ title, filters, pixels }) {
    const chosen = this.numbers.get(title);
    return chosen !== undefined && chosen < filters
      ? chosen
      : strongestMap(bytesOf(pixels), filters);
  }

  /**
   * The layers from left to right, each with the map that found most.
   *
   * @param {FeatureMaps[]} layers
   * @param {number} index
   */
  drawWay(layers, index) {
    while (this.way.children.length < layers.length) {
      const button = make(this.way, "button", { type: "button" });
      make(button, "canvas", { "aria-hidden": "true" });
      make(button, "span");
      make(button, "small");
      const place = this.way.children.length - 1;
      button.addEventListener("click", () => this.go(place));
    }
    while (this.way.children.length > layers.length) this.way.lastElementChild?.remove();
    layers.forEach((layer, k) => {
      const button = this.way.children[k];
      const [canvas, title, size] = /** @type {[HTMLCanvasElement, Element, Element]} */ ([
        ...button.children,
      ]);
      say(title, layer.title);
      say(size, sizeOfLayer(layer));
      if (k === index) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      sized(canvas, WAYMARK, WAYMARK).drawImage(thumbOf(layer), 0, 0, WAYMARK, WAYMARK);
    });
    this.way.children[index].scrollIntoView({ block: "nearest", inline: "center" });
  }

  /** @param {number} index */
  go(index) {
    const { inside } = this;
    if (!inside) return;
    this.title = layersOf(inside)[index].title;
    this.body.scrollTop = 0;
    this.draw();
  }

  /** @param {number} number */
  chooseMap(number) {
    this.numbers.set(this.title, number);
    this.draw();
  }

  /**
   * @param {FeatureMaps[]} layers
   * @param {number} index
   */
  drawTiles(layers, index) {
    const { inside } = this;
    if (!inside) return;
    const layer = layers[index];
    this.tiles.box.hidden = index === 0;
    this.hint.hidden = index === 0;
    if (index === 0) return;
    say(this.hint, hintOn(layer, index === 1));
    this.tiles.show(layer, index === 1 ? inside.kernels : null, this.numberOf(layer));
  }

  drawMaps() {
    const { inside } = this;
    if (!inside || !this.dialog.open) return;
    const layers = layersOf(inside);
    this.drawTiles(layers, placeOfLayer(layers, this.title));
    this.pixel.draw();
  }

  end() {
    this.resized.disconnect();
    this.pixel.end();
  }
}

/**
 * What the tiles of a layer are.
 *
 * @param {FeatureMaps} layer
 * @param {boolean} hasKernels
 */
function hintOn(layer, hasKernels) {
  if (layer.title === "Answer") return "The brighter, the likelier. Choose a digit.";
  if (isOfUnits(layer)) return "The brighter, the greater is a unit's value. Choose one.";
  if (layer.title.startsWith("Pooling")) {
    return "Each square is a map of the layer before: of each four pixels the greatest stays.";
  }
  const kernels = hasKernels ? " Below it is its kernel: blue above 0, orange below." : "";
  return `Each square is what one filter made of the digit.${kernels} Choose a map.`;
}

/**
 * A layer in one small picture: the map that found most, or all of its units.
 *
 * @param {FeatureMaps} layer
 */
function thumbOf(layer) {
  const { filters, pixels } = layer;
  if (!isOfUnits(layer)) return mapPicture(layer, strongestMap(bytesOf(pixels), filters));
  const side = Math.ceil(Math.sqrt(filters));
  const square = new Uint8Array(side * side);
  square.set(bytesOf(pixels));
  return mapPicture({ ...layer, rows: side, columns: side, pixels: square }, 0);
}

/**
 * On a phone the sheet goes down with the finger that pulls its head, and is closed by that.
 *
 * @param {HTMLDialogElement} dialog
 * @param {HTMLElement} head
 */
function letDrag(dialog, head) {
  /** @type {number | null} */
  let from = null;
  head.addEventListener("pointerdown", (event) => {
    const isSheet = matchMedia("(max-width: 640px)").matches;
    if (!isSheet || (event.target instanceof Element && event.target.closest("button"))) return;
    from = event.clientY;
    head.setPointerCapture(event.pointerId);
  });
  head.addEventListener("pointermove", (event) => {
    if (from === null) return;
    dialog.style.translate = `0 ${Math.max(0, event.clientY - from)}px`;
  });
  /** @param {PointerEvent} event */
  const release = (event) => {
    if (from === null) return;
    if (event.clientY - from > DRAGGED) dialog.close();
    from = null;
    dialog.style.translate = "";
  };
  head.addEventListener("pointerup", release);
  head.addEventListener("pointercancel", release);
}
