// @ts-check
// What speaks for which digit: one picture, and ten buttons that choose the digit to explain.

/** @import { Inside } from "./inside_protocol.d.ts" */

import { make, say } from "../../../labhelpers/static/front_end.js";
import { saliencyPicture, sized } from "./inside_pictures.js";

const SALIENCY_SIDE = 196; // in CSS pixels
const SOURCE = "Pixel × gradient of that digit's score.";

export class Saliency {
  /** @param {Element} parent */
  constructor(parent) {
    /** @type {number | null} the digit that is explained; null follows the prediction */
    this.digit = null;
    /** @type {Inside | null} */
    this.inside = null;
    const box = make(parent, "section", { class: "lab-inside-saliency" });
    make(box, "h4", {}, "What speaks for which digit");
    this.canvas = make(box, "canvas", { role: "img" });
    const words = make(box, "div");
    const group = { class: "lab-inside-digits", role: "group", "aria-label": "Digit to explain" };
    const row = make(words, "div", group);
    this.buttons = Array.from({ length: 10 }, (_, digit) => {
      const button = make(row, "button", { type: "button" }, String(digit));
      button.addEventListener("click", () => this.choose(digit));
      return button;
    });
    this.legend = make(words, "p", { class: "lab-inside-hint" });
  }

  /** @param {number} digit */
  choose(digit) {
    this.digit = digit;
    if (this.inside) this.draw(this.inside);
  }

  followPrediction() {
    this.digit = null;
  }

  /** @param {Inside} inside */
  draw(inside) {
    this.inside = inside;
    const digit = this.digit ?? inside.prediction;
    this.buttons.forEach((button, k) => {
      button.setAttribute("aria-pressed", String(k === digit));
    });
    const context = sized(this.canvas, SALIENCY_SIDE, SALIENCY_SIDE);
    context.drawImage(saliencyPicture(inside, digit), 0, 0, SALIENCY_SIDE, SALIENCY_SIDE);
    const words = `Blue pixels speak for a ${digit}, orange ones against it`;
    this.canvas.setAttribute("aria-label", `Your digit: ${words.toLowerCase()}`);
    say(this.legend, `${words}. ${SOURCE}`);
  }
}
