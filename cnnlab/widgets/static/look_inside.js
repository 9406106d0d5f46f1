// @ts-check
// Feature maps as tiles, one of them large; the numbers behind its pixels come from Python.

/** @import { Model, View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { Inside, LookInsideMessage, LookInsideState } from "./inside_protocol.d.ts" */

import { bytesOf, make, onChange, say } from "../../../labhelpers/static/front_end.js";
import { FeatureMapTiles } from "./feature_maps.js";
import { readerWords } from "./inside_frame.js";
import { strongestMap } from "./inside_numbers.js";
import { PixelView } from "./pixel_view.js";
import { Saliency } from "./saliency.js";

const NOTHING =
  "When the network has read a digit, you see here what each of its layers made of it.";
const EXPLANATION =
  "Each square is what one filter made of your digit: the brighter, the greater the number " +
  "there; under the first maps are their kernels, blue above 0, orange below. Choose a map.";

class LookInside {
  /**
   * @param {Model<LookInsideState, LookInsideMessage>} model
   * @param {Element} root
   */
  constructor(model, root) {
    this.model = model;
    /** @type {Inside | null} what is shown */
    this.inside = null;
    this.layer = 0;
    /** @type {number | null} the chosen map's; null before one was */
    this.number = null;

    make(root, "h3", {}, "Look inside");
    this.reader = make(root, "p", { class: "lab-inside-hint" });
    this.hint = make(root, "p", { class: "lab-inside-hint" });
    this.body = make(root, "div", { class: "lab-inside-body" });
    this.maps = make(this.body, "div", { class: "lab-inside-maps" });
    /** @type {FeatureMapTiles[]} */
    this.tiles = [];
    this.pixel = new PixelView(this.body, (question) => model.send(question));
    this.saliency = new Saliency(this.body);
    this.resized = new ResizeObserver(() => this.drawMaps());
    this.resized.observe(this.maps);
  }

  // All of it, from whole state.
  draw() {
    const inside = this.model.get("inside");
    this.body.hidden = !inside.layers;
    this.sayReader();
    if (!inside.layers) {
      this.inside = null;
      this.pixel.forget();
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
    if (isNew) this.saliency.followPrediction();
    this.drawTiles();
    this.pixel.show(inside, this.layer + 1, this.number);
    this.saliency.draw(inside);
  }

  sayReader() {
    const inside = this.model.get("inside");
    say(this.reader, inside.layers ? readerWords(inside, this.model.get("is_on")) : "");
  }

  /** @param {number} count of layers */
  makeTiles(count) {
    while (this.tiles.length < count) {
      const layer = this.tiles.length;
      this.tiles.push(new FeatureMapTiles(this.maps, (number) => this.choose(layer, number)));
    }
    while (this.tiles.length > count) this.tiles.pop()?.box.remove();
  }

  /**
   * @param {number} layer
   * @param {number} number
   */
  choose(layer, number) {
    this.layer = layer;
    this.number = number;
    if (!this.inside) return;
    this.drawTiles();
    this.pixel.show(this.inside, layer + 1, number);
  }

  drawTiles() {
    const { inside } = this;
    if (!inside) return;
    this.tiles.forEach((tiles, k) => {
      const kernels = k === 0 ? inside.kernels : null;
      tiles.show(inside.layers[k], kernels, k === this.layer ? this.number : null);
    });
  }

  drawMaps() {
    this.drawTiles();
    this.pixel.draw();
  }

  end() {
    this.resized.disconnect();
    this.pixel.end();
  }
}

/** @param {View<LookInsideState, LookInsideMessage>} view */
function render({ model, el }) {
  const root = make(el, "div", { class: "lab-inside lab-inside-all" });
  const inside = new LookInside(model, root);
  inside.draw();
  const forgets = [
    onChange(model, ["inside"], () => inside.draw()),
    onChange(model, ["is_on"], () => inside.sayReader()),
    onChange(model, ["pixel"], () => inside.pixel.answered(model.get("pixel"))),
  ];
  return () => {
    inside.end();
    for (const forget of forgets) forget();
  };
}

export default { render };
