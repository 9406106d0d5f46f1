// @ts-check
// Cover it: a grey square over the digit, bars that follow it, and the map that a sweep draws.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { CoverItMessage, CoverItState } from "./digit_protocol.d.ts" */

import { bytesOf, make, onChange, percentOf, say } from "../../../labhelpers/static/front_end.js";
import { placeAfterKey, placeUnder, squareOn, sweepValues, wordsOfPlace } from "./cover_places.js";
import { watchSight } from "./in_sight.js";
import { saliencyPicture, signedPicture } from "./inside_pictures.js";
import { bestOf, makeBars } from "./probability_bars.js";
import {
  copyPicture,
  drawDigit,
  floatsOf,
  makePicture,
  makeProbe,
  NO_DIGIT,
  PROBE_SIDE,
} from "./probe_parts.js";
import { withArticle } from "./test_digits.js";

const QUESTION = "Which part of your digit does the network need most: what do you expect?";
const COVERING = "The network reads 784 copies of your digit, each covered at another place.";
const HOW = "Move the grey square with the pointer or the arrow keys.";
const DIFFERENCE =
  "The two maps answer different questions. The left one covers a whole square of pixels, ink " +
  "and paper, and asks how far the probability falls. The right one covers nothing: it asks " +
  "which way the score would go if the ink of one pixel changed a little, so paper stays blank.";
const NO_SALIENCY = "Saliency comes with a look inside a network of your own.";
const PLACES = PROBE_SIDE * PROBE_SIDE;
const MILLISECONDS_OF_A_SWEEP = 3000;
const NUM_DIGITS_READ = 10;

/** @param {HTMLElement} el */
function makeParts(el) {
  const { root, words, body } = makeProbe(el, "Cover it", QUESTION);
  const digit = makePicture(body, {
    role: "application",
    tabindex: 0,
    class: "lab-probe-moves",
  });
  const square = make(digit.box, "div", { class: "lab-cover-square", "aria-hidden": "true" });
  say(digit.caption, HOW);
  const read = make(body, "div", { class: "lab-probe-read" });
  const showBars = makeBars(read);
  const told = make(read, "output");
  const map = makePicture(body);
  const saliency = makePicture(body);
  const controls = make(body, "div", { class: "lab-probe-controls" });
  const sweep = make(controls, "button", { type: "button" }, "Sweep");
  const label = make(controls, "label", {}, "Square ");
  const sides = make(label, "select");
  make(body, "p", { class: "lab-probe-note" }, DIFFERENCE);
  return { root, words, body, digit, square, showBars, told, map, saliency, sweep, sides };
}

/** @param {View<CoverItState, CoverItMessage>} view */
function render({ model, el }) {
  const parts = makeParts(el);
  let place = { row: 3, column: 3 };
  let numSwept = 0; // how many places the map shows
  let frame = 0;
  let image = new Uint8Array(0);
  let covered = new Float32Array(0);

  /** @param {number} k of a place, row by row */
  const readAt = (k) => [...covered.subarray(k * NUM_DIGITS_READ, (k + 1) * NUM_DIGITS_READ)];
  const drawSquare = () => {
    const { side = 1, uncovered = [] } = model.get("view");
    Object.assign(parts.square.style, squareOn(place, side));
    const probabilities = covered.length ? readAt(place.row * PROBE_SIDE + place.column) : [];
    parts.showBars(probabilities, uncovered);
    const told = wordsOfPlace(place, probabilities, uncovered);
    say(parts.told, told);
    parts.digit.canvas.setAttribute("aria-label", `Your digit. ${told} The arrow keys move.`);
  };
  const drawMap = () => {
    const { uncovered = [] } = model.get("view");
    const digit = bestOf(uncovered);
    const values = sweepValues(covered, uncovered, digit, numSwept);
    copyPicture(parts.map.canvas, signedPicture(values, image));
    const what =
      digit < 0 || !numSwept
        ? "Sweep draws here how much each place matters."
        : `Blue: covered there, ${withArticle(digit)} becomes less probable ` +
          `(${percentOf(Math.min(...sweepOf(digit)))} at the lowest). Orange: more.`;
    say(parts.map.caption, what);
    parts.map.canvas.setAttribute("aria-label", `Map of the sweep. ${what}`);
  };
  /** @param {number} digit */
  const sweepOf = (digit) => Array.from({ length: PLACES }, (_, k) => readAt(k)[digit]);
  const drawSaliency = () => {
    const { uncovered = [], saliency } = model.get("view");
    const digit = bestOf(uncovered);
    const isThere = saliency !== undefined && saliency.byteLength > 0 && digit >= 0;
    if (isThere) {
      const inside = { saliency, image: model.get("view").image ?? saliency };
      copyPicture(parts.saliency.canvas, saliencyPicture(inside, digit));
    } else {
      copyPicture(parts.saliency.canvas, signedPicture([], image));
    }
    const what = isThere
      ? `Saliency: blue ink speaks for ${withArticle(digit)}, orange against it.`
      : NO_SALIENCY;
    say(parts.saliency.caption, what);
    parts.saliency.canvas.setAttribute("aria-label", what);
  };

  /** @param {{ row: number, column: number }} to */
  const moveTo = (to) => {
    cancelAnimationFrame(frame);
    if (frame) {
      frame = 0;
      numSwept = PLACES;
      drawMap();
    }
    place = to;
    drawSquare();
  };
  const sweep = () => {
    cancelAnimationFrame(frame);
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const began = performance.now();
    /** @param {number} now */
    const step = (now) => {
      const share = isCalm ? 1 : Math.min(1, (now - began) / MILLISECONDS_OF_A_SWEEP);
      numSwept = Math.max(1, Math.round(share * PLACES));
      const last = numSwept - 1;
      place = { row: Math.floor(last / PROBE_SIDE), column: last % PROBE_SIDE };
      drawSquare();
      drawMap();
      frame = share < 1 ? requestAnimationFrame(step) : 0;
    };
    frame = requestAnimationFrame(step);
  };
  const update = () => {
    const view = model.get("view");
    const problem = model.get("problem");
    parts.body.hidden = !view.image || problem !== "";
    if (!view.image) {
      say(parts.words, NO_DIGIT);
      return;
    }
    const pixels = bytesOf(view.image);
    if (pixels.some((value, k) => value !== image[k])) {
      cancelAnimationFrame(frame);
      frame = 0;
      numSwept = 0;
      image = pixels;
      drawDigit(parts.digit.canvas, view.image);
    }
    covered = floatsOf(view.covered);
    const network = `Network: ${view.network}.`;
    say(parts.words, problem || (covered.length ? network : COVERING));
    parts.sweep.disabled = !covered.length;
    parts.sides.value = String(view.side);
    drawSquare();
    drawMap();
    drawSaliency();
  };

  for (const side of model.get("sides")) {
    make(parts.sides, "option", { value: side }, `${side} × ${side} pixels`);
  }
  const { canvas } = parts.digit;
  /** @param {PointerEvent} event */
  const point = (event) => moveTo(placeUnder(event, canvas.getBoundingClientRect()));
  canvas.addEventListener("pointermove", point);
  canvas.addEventListener("pointerdown", point);
  canvas.addEventListener("keydown", (event) => {
    const to = placeAfterKey(event.key, place);
    if (!to) return;
    event.preventDefault();
    moveTo(to);
  });
  parts.sweep.addEventListener("click", sweep);
  parts.sides.addEventListener("change", () => model.send({ side: Number(parts.sides.value) }));
  const forgetSight = watchSight(parts.root, (isSeen) => model.send({ open: isSeen }));
  const forget = onChange(model, ["view", "problem"], update);
  update();
  return () => {
    cancelAnimationFrame(frame);
    forgetSight();
    forget();
  };
}

export default { render };
