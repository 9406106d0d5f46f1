// @ts-check
// Where the digits go: a grand tour of what the network makes of 500 test images.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { Place } from "./grand_tour.js" */
/** @import { Dot } from "./tour_canvas.js" */
/** @import { WhereDigitsGoMessage, WhereDigitsGoState } from "./moments_protocol.d.ts" */

import {
  bytesOf,
  drawPixels,
  make,
  onChange,
  percentOf,
  say,
} from "../../../labhelpers/static/front_end.js";
import { evenBasis, held, placeOf, turned } from "./grand_tour.js";
import { watchSight } from "./in_sight.js";
import { NUM_DIGITS, withArticle } from "./test_digits.js";
import { TourCanvas } from "./tour_canvas.js";

const MOST = 65535; // of two bytes
const SIZE = 28 * 28;
const MILLISECONDS_TO_MOVE = 350;
const MILLISECONDS_OF_A_FRAME = 33;
const MOST_OF_AN_AXIS = 0.98; // an axis that is held may not hide all others

/** @param {Element} root */
function makeParts(root) {
  const summary = make(root, "summary", {}, "Where the digits go");
  const words = make(root, "p", { class: "lab-tour-words" });
  const body = make(root, "div", { class: "lab-tour-body" });
  const canvas = make(body, "canvas", { role: "img" });
  const side = make(body, "div", { class: "lab-tour-side" });
  const label = make(side, "label");
  const turns = make(label, "input", { type: "checkbox" });
  make(label, "span", {}, " Turn");
  const next = make(side, "button", { type: "button" }, "Next misread digit");
  const image = make(side, "canvas", { class: "lab-tour-digit", hidden: "" });
  const told = make(side, "output", {}, "Point at a dot to see its digit.");
  return { summary, words, body, canvas, turns, next, image, told };
}

/** @param {ArrayLike<number>} outputs */
function readAs(outputs) {
  let best = 0;
  for (let k = 1; k < NUM_DIGITS; k += 1) if (outputs[k] > outputs[best]) best = k;
  return best;
}

/** @param {View<WhereDigitsGoState, WhereDigitsGoMessage>} view */
function render({ model, el }) {
  const root = make(el, "details", { class: "lab-tour" });
  const parts = makeParts(root);
  const tour = new TourCanvas(parts.canvas);
  const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  parts.turns.checked = !isCalm();
  let basis = evenBasis();
  /** @type {Float32Array} what is shown: ten outputs an image, on their way to the moment's */
  let shown = new Float32Array(0);
  /** @type {Float32Array} */
  let from = shown;
  let movedAt = 0;
  let picked = -1;
  let axis = -1;
  let frame = 0;
  let drawnAt = 0;

  const labels = () => bytesOf(model.get("labels"));
  const target = () => {
    const size = labels().length * NUM_DIGITS;
    const all = bytesOf(model.get("outputs"));
    const start = 2 * model.get("chosen") * size;
    if (all.length < start + 2 * size) return new Float32Array(0);
    const pairs = new DataView(all.buffer, all.byteOffset + start, 2 * size);
    return Float32Array.from({ length: size }, (_, k) => pairs.getUint16(2 * k, true) / MOST);
  };
  let aim = target();

  /** @param {number} k */
  const outputsOf = (k) => shown.subarray(k * NUM_DIGITS, (k + 1) * NUM_DIGITS);
  /** @returns {Dot[]} */
  const dots = () =>
    Array.from(labels(), (label, k) => ({
      label,
      isRight: readAs(outputsOf(k)) === label,
      place: placeOf(outputsOf(k), basis),
    }));
  const own = () => {
    const shares = model.get("own");
    return shares.length ? placeOf(shares.map(Number), basis) : null;
  };
  const draw = () => {
    if (shown.length) tour.draw(basis, dots(), picked, own());
  };
  /** @param {number} now */
  const move = (now) => {
    const share = isCalm() ? 1 : Math.min(1, (now - movedAt) / MILLISECONDS_TO_MOVE);
    shown = aim.map((value, k) => (1 - share) * (from[k] ?? value) + share * value);
    return share < 1;
  };
  /** @param {number} now */
  const step = (now) => {
    frame = requestAnimationFrame(step);
    const passed = now - drawnAt;
    if (passed < MILLISECONDS_OF_A_FRAME || !aim.length) return;
    drawnAt = now;
    const isMoving = move(now);
    const isTurning = parts.turns.checked && axis < 0 && picked < 0;
    if (isTurning) basis = turned(basis, Math.min(0.1, passed / 1000));
    if (isMoving || isTurning || axis >= 0) draw();
  };

  /** @param {number} k */
  const pick = (k) => {
    picked = k;
    parts.image.hidden = k < 0;
    if (k >= 0) {
      const pixels = bytesOf(model.get("pixels")).subarray(k * SIZE, (k + 1) * SIZE);
      drawPixels(parts.image, { shape: [28, 28], pixels });
      const guess = readAs(outputsOf(k));
      const share = percentOf(outputsOf(k)[guess]);
      say(
        parts.told,
        `Test digit ${k}: ${withArticle(labels()[k])}, read as ${guess} (${share}).`,
      );
    }
    draw();
  };
  const nextMisread = () => {
    const all = dots();
    const order = all.map((_dot, k) => (picked + 1 + k) % all.length);
    const found = order.find((k) => !all[k].isRight);
    if (found === undefined) {
      pick(-1);
      say(parts.told, "Each of these digits is read rightly now.");
    } else {
      pick(found);
    }
  };

  const sentence = () => {
    const count = labels().length;
    if (model.get("problem")) return model.get("problem");
    if (!model.get("num_moments"))
      return "There are no moments of a training to show: train a network, or choose another run.";
    if (!aim.length) {
      const progress = `${model.get("num_read")} of ${model.get("num_moments")} moments`;
      return `The network reads ${count || 500} test digits: ${progress} done.`;
    }
    const right = Array.from(labels(), (label, k) => {
      return readAs(aim.subarray(k * NUM_DIGITS, (k + 1) * NUM_DIGITS)) === label;
    }).filter(Boolean).length;
    return [
      `Each dot is one of ${count} test digits, coloured by what it is;`,
      `${right} of them are read rightly at this moment.`,
      "A digit that is read with certainty lies at the tip of its axis;",
      "one that is torn between several lies between their tips. Rings are misread digits.",
      "While Turn is ticked, ten dimensions are turned slowly; pull an axis to do it yourself,",
      "and move the slider of time to see how the network came to this.",
    ].join(" ");
  };
  const update = () => {
    aim = target();
    from = shown.length === aim.length ? shown : aim;
    movedAt = performance.now();
    move(movedAt);
    const words = sentence();
    say(parts.words, words);
    parts.canvas.setAttribute("aria-label", words);
    parts.body.hidden = !aim.length;
    if (!aim.length) picked = -1;
    else if (picked >= 0) pick(picked);
    draw();
  };

  // It is read, and turns, while somebody can see it: not folded away, nor out of sight.
  const forgetSight = watchSight(root, (seen) => {
    model.send(seen);
    cancelAnimationFrame(frame);
    if (seen.open) frame = requestAnimationFrame(step);
  });
  parts.next.addEventListener("click", nextMisread);
  parts.canvas.addEventListener("pointerdown", (event) => {
    axis = tour.axisAt(basis, tour.placeAt(event));
    if (axis >= 0) parts.canvas.setPointerCapture(event.pointerId);
  });
  parts.canvas.addEventListener("pointermove", (event) => {
    const place = tour.placeAt(event);
    if (axis < 0) {
      const near = tour.nearest(
        dots().map((dot) => dot.place),
        place,
      );
      if (near !== picked) pick(near);
      return;
    }
    const length = Math.max(1, Math.hypot(...place) / MOST_OF_AN_AXIS);
    basis = held(basis, axis, /** @type {Place} */ (place.map((value) => value / length)));
  });
  const release = () => {
    axis = -1;
  };
  parts.canvas.addEventListener("pointerup", release);
  parts.canvas.addEventListener("pointercancel", release);
  parts.canvas.addEventListener("pointerleave", () => pick(-1));
  const read = /** @type {const} */ (["outputs", "num_read", "num_moments", "problem"]);
  const forget = onChange(model, [...read, "chosen", "own"], update);
  update();
  return () => {
    forget();
    cancelAnimationFrame(frame);
    forgetSight();
  };
}

export default { render };
