// @ts-check
// Cover it: a grey square over the digit, bars that follow it, and the map that a sweep draws.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { SquarePlace } from "./cover_places.js" */
/** @import { Covered, CoverItMessage, CoverItState } from "./probe_protocol.d.ts" */

import { make, say } from "../../../labhelpers/static/front_end.js";
import {
  lowestPlace,
  placeAfterKey,
  placeOf,
  placeUnder,
  readWith,
  squareOn,
  sweepValues,
  wordsOfMap,
  wordsOfPlace,
} from "./cover_places.js";
import { saliencyPicture, signedPicture } from "./inside_pictures.js";
import { bestOf, makeBars } from "./probability_bars.js";
import {
  copyPicture,
  drawDigit,
  floatsOf,
  followProbe,
  makePicture,
  makeProbe,
  PROBE_SIDE,
} from "./probe_parts.js";
import { withArticle } from "./test_digits.js";

const QUESTION = "Which part of your digit does the network need most: what do you expect?";
const COVERING = "The network reads 784 copies of your digit, each covered at another place.";
const HOW = "Move the grey square: by pointer, or with the arrow keys.";
const DIFFERENCE =
  "The two maps answer different questions. The left one covers a whole square of pixels, ink " +
  "and paper, and asks how far the probability falls. The right one covers nothing: it asks " +
  "which way the score would go if the ink of one pixel changed a little, so paper stays blank.";
const NO_SALIENCY = "Saliency: not there yet; it comes with the look inside this network.";
const NUM_PLACES = PROBE_SIDE * PROBE_SIDE;
const MILLISECONDS_OF_A_SWEEP = 3000;

/** @param {HTMLElement} el */
function makeParts(el) {
  const probe = makeProbe(el, "Cover it", QUESTION);
  const { body } = probe;
  const controls = make(body, "div", { class: "lab-probe-controls" });
  const sweep = make(controls, "button", { type: "button" }, "Sweep");
  const label = make(controls, "label", {}, "Square ");
  const sides = make(label, "select");
  const moves = { role: "application", tabindex: 0, class: "lab-probe-moves" };
  const digit = makePicture(body, moves);
  const square = make(digit.box, "div", { class: "lab-cover-square", "aria-hidden": "true" });
  say(digit.caption, HOW);
  const read = make(body, "div", { class: "lab-probe-read" });
  const showBars = makeBars(read, ", covered");
  const told = make(read, "output");
  const map = makePicture(body);
  const saliency = makePicture(body);
  make(body, "p", { class: "lab-probe-note" }, DIFFERENCE);
  return { probe, sweep, sides, digit, square, showBars, told, map, saliency };
}

/** @param {View<CoverItState, CoverItMessage>} view */
function render({ model, el }) {
  const parts = makeParts(el);
  /** @type {SquarePlace} */
  let place = { row: 3, column: 3 };
  let numSwept = 0; // how many places the map shows
  let frame = 0; // of a sweep that is on
  let image = new Uint8Array(0);
  let covered = new Float32Array(0);
  /** @type {(number | null)[]} */
  let uncovered = [];
  const digit = () => bestOf(uncovered);

  const drawSquare = () => {
    Object.assign(parts.square.style, squareOn(place, model.get("view").side ?? 1));
    const probabilities = readWith(covered, place);
    parts.showBars(probabilities, uncovered);
    if (frame) return; // a screen reader is told the end of a sweep, not each step
    const told = wordsOfPlace(place, probabilities, uncovered);
    say(parts.told, told);
    parts.digit.canvas.setAttribute("aria-label", `Your digit. ${told} The arrow keys move.`);
  };
  const drawMap = () => {
    const values = sweepValues(covered, uncovered, digit(), numSwept);
    copyPicture(parts.map.canvas, signedPicture(values, image));
    const words = wordsOfMap(covered, digit(), numSwept === NUM_PLACES);
    say(parts.map.caption, words);
    parts.map.canvas.setAttribute("aria-label", words);
  };
  const drawSaliency = () => {
    const { saliency } = model.get("view");
    const isThere = saliency !== undefined && saliency.byteLength > 0 && digit() >= 0;
    const picture = isThere
      ? saliencyPicture({ saliency, image }, digit())
      : signedPicture([], image);
    copyPicture(parts.saliency.canvas, picture);
    const of = withArticle(digit());
    const words = isThere
      ? `Saliency: blue ink speaks for ${of}, orange against it.`
      : NO_SALIENCY;
    say(parts.saliency.caption, words);
    parts.saliency.canvas.setAttribute("aria-label", words);
  };

  const endSweep = () => {
    cancelAnimationFrame(frame);
    frame = 0;
  };
  /** @param {SquarePlace} to */
  const moveTo = (to) => {
    if (frame) {
      endSweep();
      numSwept = NUM_PLACES;
      drawMap();
    }
    place = to;
    drawSquare();
  };
  const sweep = () => {
    endSweep();
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const began = performance.now();
    /** @param {number} now */
    const step = (now) => {
      const share = isCalm ? 1 : (now - began) / MILLISECONDS_OF_A_SWEEP;
      if (share >= 1) {
        moveTo(lowestPlace(covered, digit()));
        return;
      }
      numSwept = Math.max(1, Math.round(share * NUM_PLACES));
      place = placeOf(numSwept - 1);
      drawSquare();
      drawMap();
      frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
  };
  const own = {
    /** @param {Covered} view */
    answerOf: (view) => view.covered,
    /** @param {Uint8Array<ArrayBuffer>} pixels */
    begin: (pixels) => {
      endSweep();
      numSwept = 0;
      image = pixels;
      drawDigit(parts.digit.canvas, image);
    },
    /** @param {Covered} view */
    take: (view) => {
      covered = floatsOf(view.covered);
      uncovered = view.uncovered;
    },
    /** @param {Covered} view */
    draw: (view) => {
      parts.sweep.disabled = !covered.length;
      parts.sides.value = String(view.side);
      drawSquare();
      drawMap();
      drawSaliency();
    },
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
  const forget = followProbe(model, parts.probe, COVERING, own);
  return () => {
    endSweep();
    forget();
  };
}

export default { render };
