// @ts-check
// One map, large, one of its pixels, and how the network comes to it; a dense layer's unit alike.

/** @import { FeatureMaps, Inside, LookInsideMessage } from "./inside_protocol.d.ts" */
/** @import { LookInsideState, SummedUnit } from "./inside_protocol.d.ts" */
/** @import { Place } from "./inside_layers.js" */

import { make, percentOf, say } from "../../../labhelpers/static/front_end.js";
import { isOfUnits, layersOf } from "./inside_layers.js";
import { brightestPixel, exact } from "./inside_numbers.js";
import { mapOf } from "./inside_pictures.js";
import { PixelQuestions } from "./pixel_questions.js";
import { PixelStage } from "./pixel_stage.js";
import { drawNeighbours, drawPixelSteps, drawSums } from "./pixel_steps.js";
import { nameOfUnit, sumsOfUnit, UnitFan } from "./unit_fan.js";

const HOW = "Point at a pixel, or move with the arrow keys.";
const INK =
  "The network gets 784 such numbers: 0 where there is no ink, 1 where it is pure white.";

export class PixelView {
  /**
   * @param {Element} parent
   * @param {(question: LookInsideMessage) => void} send
   */
  constructor(parent, send) {
    /** @type {Inside | null} */
    this.inside = null;
    this.index = 1; // the layer's, among `layersOf`
    this.number = 0; // the map's
    /** @type {Place} */
    this.place = { row: 0, column: 0 };
    /** @type {number | null} of the layer below; null takes the one that counts most */
    this.channel = null;
    /** @type {UnitFan | null} */
    this.fan = null;
    this.questions = new PixelQuestions(send);
    this.box = make(parent, "section", { class: "lab-inside-large" });
    this.pictures = make(this.box, "div");
    this.stage = new PixelStage(this.pictures, (place) => this.moveTo(place));
    this.said = make(this.pictures, "p", { class: "lab-inside-said", role: "status" });
    this.hint = make(this.pictures, "p", { class: "lab-inside-hint" }, HOW);
    this.numbers = make(this.box, "div", { class: "lab-inside-numbers" });
  }

  /** @returns {FeatureMaps | null} */
  get layer() {
    return this.inside && layersOf(this.inside)[this.index];
  }

  /**
   * Show a map of a layer; another one, or of another digit, from its brightest pixel on.
   *
   * @param {Inside} inside
   * @param {number} index the layer's, among `layersOf`
   * @param {number} number the map's
   */
  show(inside, index, number) {
    const { turn, network, moment } = this.inside ?? {};
    const isSame = turn === inside.turn && network === inside.network && moment === inside.moment;
    const isElsewhere = index !== this.index || number !== this.number;
    const isFirst = this.inside === null;
    if (index !== this.index) this.clear();
    this.inside = inside;
    this.index = index;
    this.number = number;
    if (isFirst || isElsewhere || !isSame) {
      const layer = layersOf(inside)[index];
      this.place = brightestPixel(mapOf(layer, number), layer.columns);
      this.channel = index === 1 ? 0 : null;
    }
    this.draw();
    this.ask();
  }

  forget() {
    this.inside = null;
    this.questions.end();
    this.clear();
  }

  // What was said of a pixel that is not shown any more.
  clear() {
    this.numbers.replaceChildren();
    say(this.said, "");
    this.fan?.clear();
  }

  /** @param {Place} place */
  moveTo(place) {
    if (place.row === this.place.row && place.column === this.place.column) return;
    this.place = place;
    this.draw();
    this.ask();
  }

  // The pictures, also where only their room has changed.
  draw() {
    const { inside, index, number, layer } = this;
    if (!inside || !layer) return;
    const isUnits = isOfUnits(layer);
    this.stage.box.hidden = isUnits;
    this.hint.hidden = isUnits;
    if (this.fan) this.fan.box.hidden = !isUnits;
    if (isUnits) return;
    const isPooling = layer.title.startsWith("Pooling");
    this.stage.draw(inside, index, number, this.place, isPooling ? number : this.channel);
  }

  ask() {
    const { inside, index, number, place, channel } = this;
    if (!inside || !this.layer) return;
    const count = inside.layers.length;
    if (index === 0) {
      this.tellInk();
    } else if (index <= count) {
      this.questions.ask({ kind: "pixel", layer: index - 1, number, ...place, channel });
    } else {
      this.questions.ask({ kind: "unit", layer: index - 1 - count, number });
    }
  }

  // The image is what it is: nothing below it.
  tellInk() {
    const { layer, place } = this;
    if (!layer) return;
    const ink = mapOf(layer, 0)[place.row * layer.columns + place.column] / 255;
    this.tell(place, exact(ink));
    this.numbers.replaceChildren();
    make(this.numbers, "p", {}, INK);
    drawNeighbours(this.numbers, layer, place);
  }

  /**
   * @param {Place} place
   * @param {string} value
   */
  tell({ row, column }, value) {
    say(this.said, `Row ${row + 1}, column ${column + 1}: ${value}`);
  }

  /** @param {LookInsideState["pixel"]} pixel how the network comes to what was asked for */
  answered(pixel) {
    const { inside, numbers } = this;
    if (pixel.message === undefined && pixel.turn === undefined) return;
    this.questions.askNext();
    if (pixel.message !== undefined) {
      numbers.replaceChildren();
      make(numbers, "p", {}, pixel.message);
    } else if (!inside || pixel.turn !== inside.turn || pixel.number !== this.number) {
      return; // of what was shown before
    } else if ("inputs" in pixel && pixel.inputs) {
      this.showUnit(pixel);
    } else if (pixel.row !== undefined && pixel.layer === this.index - 1) {
      if ("channel" in pixel && this.channel === null) {
        this.channel = pixel.channel ?? null; // it stays while one moves over the map
        this.draw();
      }
      // Its own place: the mark may be further by now.
      this.tell({ row: pixel.row, column: pixel.column }, exact(pixel.output));
      drawPixelSteps(numbers, pixel, inside, (channel) => {
        this.channel = channel;
        this.draw();
        this.ask();
      });
    }
  }

  /** @param {SummedUnit} unit */
  showUnit(unit) {
    const { inside, layer, numbers } = this;
    if (!inside || !layer || unit.layer !== this.index - 1 - inside.layers.length) return;
    this.fan ??= new UnitFan(this.pictures, this.said);
    this.fan.box.hidden = false;
    this.fan.draw(inside, this.index, unit);
    numbers.replaceChildren();
    const isAnswer = layer.title === "Answer";
    const value = isAnswer ? percentOf(unit.output, 1) : exact(unit.output);
    say(this.said, `${nameOfUnit(layer.title, unit.number)}: ${value}`);
    const what = isAnswer
      ? `How sure it is of a ${unit.number}`
      : `The value of unit ${unit.number + 1}`;
    make(numbers, "p", {}, `${what}: what counts most, and all the rest.`);
    drawSums(numbers, sumsOfUnit(unit, isAnswer));
  }

  end() {
    this.questions.end();
  }
}
