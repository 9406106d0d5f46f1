// @ts-check
// Fool it: a slider of grey levels, the digit, what is added, what comes of it, and other runs.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { Changed, FoolItState, ProbeSeen } from "./probe_protocol.d.ts" */

import { bytesOf, make, say } from "../../../labhelpers/static/front_end.js";
import { makeOthersTable } from "./fool_others.js";
import {
  addedOf,
  captionsOf,
  fewestLevels,
  fooledInWords,
  levelsInWords,
  readAfter,
  readInWords,
  stepAgainst,
} from "./fool_steps.js";
import { signedPicture } from "./inside_pictures.js";
import { makeBars } from "./probability_bars.js";
import {
  copyPicture,
  drawDigit,
  floatsOf,
  followProbe,
  makePicture,
  makeProbe,
} from "./probe_parts.js";

const QUESTION =
  "How far must each pixel go until the network reads another digit: what do you expect?";
const CHANGING = "The network reads your digit, changed a little more each time.";
const HOW_IT_IS_MADE =
  "The gradient says for each pixel whether a little more ink or a little less makes the " +
  "network doubt its answer more, or whether it makes no difference. Each goes that way by the " +
  "same number of grey levels, and none beyond black or white.";

/** @param {HTMLElement} el */
function makeFoolParts(el) {
  const probe = makeProbe(el, "Fool it", QUESTION);
  const { body } = probe;
  body.classList.add("lab-fool-body");
  const before = makePicture(body);
  const added = makePicture(body);
  const after = makePicture(body);
  added.figure.dataset.sign = "+";
  after.figure.dataset.sign = "=";
  const read = make(body, "div", { class: "lab-probe-read" });
  const showBars = makeBars(read, ", changed");
  const controls = make(body, "div", { class: "lab-probe-controls" });
  const label = make(controls, "label", { class: "lab-fool-slider" });
  make(label, "span", {}, "Step, in grey levels");
  const track = make(label, "span", { class: "lab-fool-track" });
  const slider = make(track, "input", { type: "range", min: 0, step: 1, value: 0 });
  const mark = make(track, "span", { class: "lab-fool-mark", "aria-hidden": "true", hidden: "" });
  const find = make(controls, "button", { type: "button" }, "Find the smallest");
  const told = make(body, "output", { class: "lab-fool-told" });
  make(body, "p", { class: "lab-probe-note" }, HOW_IT_IS_MADE);
  const others = make(body, "div", { class: "lab-fool-others" });
  return { probe, before, added, after, showBars, slider, mark, find, told, others };
}

/** @param {View<FoolItState, ProbeSeen>} view */
function render({ model, el }) {
  const parts = makeFoolParts(el);
  const showOthers = makeOthersTable(parts.others);
  let image = new Uint8Array(0);
  let signs = new Int8Array(0);
  let read = new Float32Array(0);
  let isFound = false; // whether the smallest step was asked for

  const drawPictures = () => {
    const levels = Number(parts.slider.value);
    const changed = stepAgainst(image, signs, levels);
    const blank = new Uint8Array(image.length);
    drawDigit(parts.before.canvas, image);
    copyPicture(parts.added.canvas, signedPicture(addedOf(image, changed, levels), blank));
    drawDigit(parts.after.canvas, changed);
    const captions = captionsOf(read, levels);
    [parts.before, parts.added, parts.after].forEach(({ canvas, caption }, k) => {
      say(caption, captions[k]);
      canvas.setAttribute("aria-label", captions[k]);
    });
  };
  const draw = () => {
    const levels = Number(parts.slider.value);
    const view = model.get("view");
    drawPictures();
    parts.showBars(readAfter(read, levels), readAfter(read, 0));
    const words = `${levelsInWords(levels)}: ${readInWords(readAfter(read, levels))}`;
    parts.slider.setAttribute("aria-valuetext", words);
    const fewest = fewestLevels(read);
    parts.mark.hidden = !isFound || fewest < 0;
    parts.mark.style.setProperty("--lab-place", String(fewest / Number(parts.slider.max)));
    say(parts.told, fooledInWords(read, levels, isFound));
    // Until the next answer is there it names no runs: those of the last one stay.
    if (view.probabilities?.byteLength) showOthers(view.others, view.is_whole, levels);
  };
  const own = {
    /** @param {Changed} view */
    answerOf: (view) => view.probabilities,
    /** @param {Uint8Array<ArrayBuffer>} pixels */
    begin: (pixels) => {
      image = pixels;
      isFound = false;
      parts.slider.value = "0";
    },
    /** @param {Changed} view */
    take: (view) => {
      signs = new Int8Array(bytesOf(view.signs).slice().buffer);
      read = floatsOf(view.probabilities);
    },
    draw: () => {
      if (read.length) parts.slider.max = String(read.length / 10 - 1);
      parts.slider.disabled = !read.length;
      parts.find.disabled = !read.length;
      draw();
    },
  };
  parts.slider.addEventListener("input", draw);
  parts.find.addEventListener("click", () => {
    isFound = true;
    const fewest = fewestLevels(read);
    parts.slider.value = fewest < 0 ? parts.slider.max : String(fewest);
    draw();
  });
  return followProbe(model, parts.probe, CHANGING, own);
}

export default { render };
