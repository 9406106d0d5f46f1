// @ts-check
// Fool it: a slider of grey levels, the digit, what is added, what comes of it, and other runs.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { FoolItState, ProbeSeen } from "./digit_protocol.d.ts" */

import { bytesOf, make, onChange, say } from "../../../labhelpers/static/front_end.js";
import {
  addedOf,
  fewestLevels,
  fooledInWords,
  levelsInWords,
  readAfter,
  readInWords,
  stepAgainst,
} from "./fool_steps.js";
import { watchSight } from "./in_sight.js";
import { signedPicture } from "./inside_pictures.js";
import { bestOf, makeBars } from "./probability_bars.js";
import {
  copyPicture,
  drawDigit,
  floatsOf,
  makePicture,
  makeProbe,
  NO_DIGIT,
} from "./probe_parts.js";

const CHANCE =
  "How far must each pixel go until the network reads another digit: what do you expect?";
const CHANGING = "The network reads your digit, changed a little more each time.";
const HOW_IT_IS_MADE =
  "Each pixel goes the same number of grey levels towards more ink or less: whichever makes the " +
  "network doubt its answer more, by the sign of the gradient. No pixel goes beyond black or white.";
const NO_OTHERS = "Train another run, and you see here whether the same change fools it, too.";
const MORE_OTHERS = "Other runs read the same images …";

/** @param {HTMLElement} el */
function makeFoolParts(el) {
  const { root, words, body } = makeProbe(el, "Fool it", CHANCE);
  const before = makePicture(body);
  const added = makePicture(body);
  const after = makePicture(body);
  added.figure.dataset.sign = "+";
  after.figure.dataset.sign = "=";
  const read = make(body, "div", { class: "lab-probe-read" });
  const showBars = makeBars(read);
  const controls = make(body, "div", { class: "lab-probe-controls" });
  const label = make(controls, "label", { class: "lab-fool-slider" });
  make(label, "span", {}, "Step");
  const track = make(label, "span", { class: "lab-fool-track" });
  const slider = make(track, "input", { type: "range", min: 0, step: 1, value: 0 });
  const mark = make(track, "span", { class: "lab-fool-mark", "aria-hidden": "true", hidden: "" });
  const find = make(controls, "button", { type: "button" }, "Find the smallest");
  const told = make(body, "output", { class: "lab-fool-told" });
  const others = make(body, "div", { class: "lab-fool-others" });
  make(body, "p", { class: "lab-probe-note" }, HOW_IT_IS_MADE);
  return { root, words, body, before, added, after, showBars, slider, mark, find, told, others };
}

/**
 * The table of other runs; the function returned shows what they read after so many levels.
 *
 * @param {Element} parent
 */
function makeOthersTable(parent) {
  const table = make(parent, "table");
  const head = make(make(table, "thead"), "tr");
  for (const title of ["Your other runs", "Reads now", "Reads with the change"]) {
    make(head, "th", { scope: "col" }, title);
  }
  const rows = make(table, "tbody");
  const hint = make(parent, "p");
  /**
   * @param {{ title: string, read: Float32Array }[]} others
   * @param {boolean} isWhole
   * @param {number} levels
   */
  return (others, isWhole, levels) => {
    table.hidden = !others.length;
    rows.replaceChildren();
    for (const { title, read } of others) {
      const row = make(rows, "tr");
      const now = readAfter(read, 0);
      const changed = readAfter(read, levels);
      const isFooled = bestOf(now) !== bestOf(changed);
      make(row, "th", { scope: "row" }, title);
      make(row, "td", {}, readInWords(now));
      const words = `${readInWords(changed)}${isFooled ? ", fooled" : ""}`;
      make(row, "td", { class: isFooled ? "lab-fool-fooled" : "" }, words);
    }
    say(hint, isWhole ? (others.length ? "" : NO_OTHERS) : MORE_OTHERS);
    hint.hidden = !hint.textContent;
  };
}

/** @param {View<FoolItState, ProbeSeen>} view */
function render({ model, el }) {
  const parts = makeFoolParts(el);
  const showOthers = makeOthersTable(parts.others);
  let image = new Uint8Array(0);
  let network = "";
  let isFound = false; // whether the smallest step was asked for

  const draw = () => {
    const { view, read, signs } = shown();
    const levels = Number(parts.slider.value);
    const words = levelsInWords(levels);
    const changed = stepAgainst(image, signs, signs.length ? levels : 0);
    drawDigit(parts.before.canvas, image);
    drawDigit(parts.after.canvas, changed);
    const blank = new Uint8Array(image.length);
    const added = addedOf(image, changed, levels);
    copyPicture(parts.added.canvas, signedPicture(added, blank));
    const [first, now] = [readAfter(read, 0), readAfter(read, levels)];
    parts.showBars(now, first);
    const captions = read.length
      ? [
          `Your digit: read as ${readInWords(first)}`,
          `Added: blue is more ink, orange less, ${words} at most`,
          `What the network gets: read as ${readInWords(now)}`,
        ]
      : ["Your digit", "Added", "What the network gets"];
    [parts.before, parts.added, parts.after].forEach(({ canvas, caption }, k) => {
      say(caption, captions[k]);
      canvas.setAttribute("aria-label", captions[k]);
    });
    const told = fooledInWords(read, levels, isFound);
    say(parts.told, told);
    parts.slider.setAttribute("aria-valuetext", `${words}: ${readInWords(now)}`);
    const fewest = fewestLevels(read);
    parts.mark.hidden = !isFound || fewest < 0;
    parts.mark.style.setProperty("--lab-place", String(fewest / Number(parts.slider.max)));
    const others = (view.others ?? []).map(({ title, probabilities }) => {
      return { title, read: floatsOf(probabilities) };
    });
    parts.others.hidden = !read.length;
    showOthers(others, view.is_whole ?? false, levels);
  };
  const shown = () => {
    const view = model.get("view");
    const read = view.probabilities ? floatsOf(view.probabilities) : new Float32Array(0);
    const bytes = view.signs ? bytesOf(view.signs).slice() : new Uint8Array(0);
    return { view, read, signs: new Int8Array(bytes.buffer) };
  };
  const update = () => {
    const { view, read } = shown();
    const problem = model.get("problem");
    parts.body.hidden = !view.image || problem !== "";
    if (!view.image) {
      say(parts.words, NO_DIGIT);
      return;
    }
    const pixels = bytesOf(view.image);
    const isNew = pixels.some((value, k) => value !== image[k]) || network !== view.network;
    image = pixels;
    network = view.network;
    if (isNew) isFound = false;
    const most = Math.max(1, read.length / 10 - 1);
    parts.slider.max = String(most);
    if (isNew || !read.length) parts.slider.value = "0";
    parts.slider.disabled = !read.length;
    parts.find.disabled = !read.length;
    const told = read.length ? `Network: ${view.network}.` : CHANGING;
    say(parts.words, problem || told);
    draw();
  };
  parts.slider.addEventListener("input", draw);
  parts.find.addEventListener("click", () => {
    isFound = true;
    const fewest = fewestLevels(shown().read);
    parts.slider.value = fewest < 0 ? parts.slider.max : String(fewest);
    draw();
  });
  const forgetSight = watchSight(parts.root, (isSeen) => model.send({ open: isSeen }));
  const forget = onChange(model, ["view", "problem"], update);
  update();
  return () => {
    forgetSight();
    forget();
  };
}

export default { render };
