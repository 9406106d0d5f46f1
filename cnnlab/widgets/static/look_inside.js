// @ts-check
// Feature maps as tiles, one of them large; the numbers behind its pixels come from Python.

/** @import { Model, View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { Inside, LookInsideState, PixelWanted } from "./digit_protocol.d.ts" */
/** @import { Place } from "./enlarged_map.js" */

import { bytesOf, make, onChange, say } from "../../../labhelpers/static/front_end.js";
import { EnlargedMap } from "./enlarged_map.js";
import { FeatureMapTiles } from "./feature_maps.js";
import { brightestPixel, strongestMap } from "./inside_numbers.js";
import { mapOf } from "./inside_pictures.js";
import { drawPixelSteps } from "./pixel_steps.js";
import { Saliency } from "./saliency.js";

const PATIENCE = 2000; // ms: a question that has no answer by then no longer holds up the next
const NOTHING =
  "When the network has read a digit, you see here what each of its layers made of it.";
const EXPLANATION =
  "Each square shows where one filter found its pattern in your digit: the brighter, the " +
  "stronger; under the first maps are their kernels, blue above 0, orange below. Choose a map.";

class LookInside {
  /**
   * @param {Model<LookInsideState, PixelWanted>} model
   * @param {Element} root
   */
  constructor(model, root) {
    this.model = model;
    /** @type {Inside | null} what is shown */
    this.inside = null;
    this.layer = 0;
    /** @type {number | null} the chosen map's; null before one was */
    this.number = null;
    /** @type {Place} */
    this.place = { row: 0, column: 0 };
    /** @type {number | null} of the layer below; null takes the one that counts most */
    this.channel = null;
    /** @type {PixelWanted | null} the next question */
    this.wanted = null;
    this.isWaiting = false; // for the answer to a question
    this.timer = 0;

    make(root, "h3", {}, "Look inside");
    this.hint = make(root, "p", { class: "lab-inside-hint" });
    this.body = make(root, "div", { class: "lab-inside-body" });
    this.maps = make(this.body, "div", { class: "lab-inside-maps" });
    /** @type {FeatureMapTiles[]} */
    this.tiles = [];
    this.enlarged = new EnlargedMap(this.body, (place) => this.moveTo(place));
    this.saliency = new Saliency(this.body);
    this.resized = new ResizeObserver(() => this.drawMaps());
    this.resized.observe(this.maps);
  }

  // All of it, from whole state.
  draw() {
    const inside = this.model.get("inside");
    this.body.hidden = !inside.layers;
    if (!inside.layers) {
      this.inside = null;
      say(this.hint, NOTHING);
      return;
    }
    const { turn, network } = this.inside ?? {};
    const isNew = turn !== inside.turn || network !== inside.network;
    this.inside = inside;
    say(this.hint, EXPLANATION);
    this.makeTiles(inside.layers.length);
    this.layer = Math.min(this.layer, inside.layers.length - 1);
    const { filters, pixels } = inside.layers[this.layer];
    if (this.number === null || this.number >= filters) {
      this.number = strongestMap(bytesOf(pixels), filters);
    }
    if (isNew) {
      this.saliency.followPrediction();
      this.toBrightest();
    }
    this.drawMaps();
    this.saliency.draw(inside);
    this.ask();
  }

  /** @param {number} count of layers */
  makeTiles(count) {
    /** @type {(layer: number, number: number) => void} */
    const choose = (layer, number) => this.choose(layer, number);
    while (this.tiles.length < count) {
      this.tiles.push(new FeatureMapTiles(this.maps, this.tiles.length, choose));
    }
    while (this.tiles.length > count) this.tiles.pop()?.box.remove();
  }

  toBrightest() {
    if (!this.inside) return;
    const layer = this.inside.layers[this.layer];
    this.place = brightestPixel(mapOf(layer, this.number ?? 0), layer.columns);
    this.channel = null;
  }

  /**
   * @param {number} layer
   * @param {number} number
   */
  choose(layer, number) {
    this.layer = layer;
    this.number = number;
    this.toBrightest();
    this.drawMaps();
    this.ask();
  }

  /** @param {Place} place */
  moveTo(place) {
    if (place.row === this.place.row && place.column === this.place.column) return;
    this.place = place;
    this.drawEnlarged();
    this.ask();
  }

  // One question at a time; of those that come meanwhile, the last is asked next.
  ask() {
    const { layer, channel } = this;
    this.wanted = { kind: "pixel", layer, number: this.number ?? 0, ...this.place, channel };
    if (!this.isWaiting) this.askNext();
  }

  askNext() {
    const { wanted } = this;
    this.wanted = null;
    this.isWaiting = wanted !== null;
    clearTimeout(this.timer);
    if (!wanted) return;
    this.model.send(wanted);
    this.timer = setTimeout(() => this.askNext(), PATIENCE);
  }

  answered() {
    this.askNext();
    const pixel = this.model.get("pixel");
    const { numbers } = this.enlarged;
    if (pixel.message !== undefined) {
      numbers.replaceChildren();
      make(numbers, "p", {}, pixel.message);
    } else if (this.inside && pixel.row !== undefined && pixel.turn === this.inside.turn) {
      drawPixelSteps(numbers, pixel, this.inside, (channel) => {
        this.channel = channel;
        this.ask();
      });
    }
  }

  drawMaps() {
    const { inside } = this;
    if (!inside) return;
    this.tiles.forEach((tiles, k) => {
      tiles.show(inside, k === this.layer ? this.number : null);
    });
    this.drawEnlarged();
  }

  drawEnlarged() {
    if (!this.inside) return;
    this.enlarged.draw(this.inside.layers[this.layer], this.number ?? 0, this.place);
  }

  end() {
    this.resized.disconnect();
    clearTimeout(this.timer);
  }
}

/** @param {View<LookInsideState, PixelWanted>} view */
function render({ model, el }) {
  const root = make(el, "div", { class: "lab-inside" });
  const inside = new LookInside(model, root);
  inside.draw();
  const forgetInside = onChange(model, ["inside"], () => inside.draw());
  const forgetPixel = onChange(model, ["pixel"], () => inside.answered());
  return () => {
    inside.end();
    forgetInside();
    forgetPixel();
  };
}

export default { render };
