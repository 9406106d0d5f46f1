// @ts-check
// What the probes of a digit are made of: a fold that begins with a question, pictures of 28 x 28.

import {
  bytesOf,
  contextOf,
  drawPixels,
  keepKeys,
  make,
  onChange,
  say,
} from "../../../labhelpers/static/front_end.js";
import { watchSight } from "./in_sight.js";

/** @import { Bytes, Model } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { Changed, Covered, ProbeSeen } from "./probe_protocol.d.ts" */

export const PROBE_SIDE = 28; // of an image, in pixels
export const NO_DIGIT = "Draw a digit, or choose a test digit: then you can try it here.";

/**
 * @param {Element} parent
 * @param {string} name
 * @param {string} question what one expects, before one looks
 */
export function makeProbe(parent, name, question) {
  const root = make(parent, "details", { class: "lab-probe" });
  keepKeys(root);
  const summary = make(root, "summary");
  make(summary, "b", {}, name);
  summary.append(" ");
  make(summary, "span", {}, question);
  const words = make(root, "p", { class: "lab-probe-words" });
  const body = make(root, "div", { class: "lab-probe-body" });
  return { root, words, body };
}

/**
 * A picture of 28 x 28 pixels with a caption; `box` is what lies around its canvas.
 *
 * @param {Element} parent
 * @param {Record<string, string | number>} [attributes] of the canvas
 */
export function makePicture(parent, attributes = { role: "img" }) {
  const figure = make(parent, "figure", { class: "lab-probe-picture" });
  const box = make(figure, "div", { class: "lab-probe-box" });
  const canvas = make(box, "canvas", attributes);
  canvas.width = PROBE_SIDE;
  canvas.height = PROBE_SIDE;
  const caption = make(figure, "figcaption");
  return { figure, box, canvas, caption };
}

/**
 * Grey pixels on a picture's canvas.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Bytes} pixels
 */
export function drawDigit(canvas, pixels) {
  drawPixels(canvas, { shape: [PROBE_SIDE, PROBE_SIDE], pixels });
}

/**
 * A picture from elsewhere on a picture's canvas.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLCanvasElement} picture
 */
export function copyPicture(canvas, picture) {
  contextOf(canvas).drawImage(picture, 0, 0);
}

/**
 * Numbers that Python sent as little-endian float32.
 *
 * @param {Bytes} view
 */
export function floatsOf(view) {
  return new Float32Array(bytesOf(view).slice().buffer);
}

/**
 * Keep a probe's digit, and what is read in it, as `model` has them, and its body out of sight
 * where there is nothing to try; the function returned ends that.
 *
 * The last answer stays until the next one is there, unless the digit is another.
 *
 * @template {Covered | Changed} Asked
 * @param {Model<{ view: Asked | { image?: undefined }, problem: string }, ProbeSeen>} model
 * @param {ReturnType<typeof makeProbe>} probe
 * @param {string} awaiting what is said until the answer is there
 * @param {object} own what is the probe's own
 * @param {(view: Asked) => Bytes} own.answerOf empty until it is there
 * @param {(image: Uint8Array<ArrayBuffer>) => void} own.begin with another digit
 * @param {(view: Asked) => void} own.take what is read in it, or that nothing is yet
 * @param {(view: Asked) => void} own.draw
 */
export function followProbe(model, { root, words, body }, awaiting, own) {
  let image = new Uint8Array(0);
  const update = () => {
    const view = model.get("view");
    const problem = model.get("problem");
    body.hidden = !view.image || problem !== "";
    if (!view.image) {
      say(words, NO_DIGIT);
      return;
    }
    const pixels = bytesOf(view.image);
    const isNew = pixels.some((value, k) => value !== image[k]);
    const isRead = own.answerOf(view).byteLength > 0;
    if (isNew) {
      image = pixels;
      own.begin(image);
    }
    if (isNew || isRead) own.take(view);
    say(words, problem || (isRead ? `Network: ${view.network}.` : awaiting));
    own.draw(view);
  };
  const forgetSight = watchSight(root, (seen) => model.send(seen));
  const forget = onChange(model, ["view", "problem"], update);
  update();
  return () => {
    forget();
    forgetSight();
  };
}
