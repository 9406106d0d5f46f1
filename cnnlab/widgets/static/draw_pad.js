// @ts-check
// A digit of one's own: the pad, what else may be looked at, the steps to the network's input, and
// ten probabilities.

/** @import { Model, View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { DrawPadMessage, DrawPadState, DrawPadView } from "./digit_protocol.d.ts" */
/** @typedef {Model<DrawPadState, DrawPadMessage>} PadModel */

import { drawPixels, make, onChange, say } from "../../../labhelpers/static/front_end.js";
import { Pad } from "./ink_canvas.js";
import { pictureOf } from "./picture.js";
import { makeAnswer } from "./probability_bars.js";
import { makeSteps } from "./step_pictures.js";
import { onTakeDigit } from "./take_digit.js";

const BEHIND = 3; // turns: an answer to an older drawing is not shown any more
const PICTURES = "image/png,image/jpeg,image/webp";
let panels = 0;

/**
 * @param {Element} root
 * @param {Pad} pad
 */
function makeButtons(root, pad) {
  const row = make(root, "div", { class: "lab-draw-row" });
  make(row, "button", { type: "button" }, "Undo").addEventListener("click", () => pad.undo());
  make(row, "button", { type: "button" }, "Clear").addEventListener("click", () => pad.clear());
}

/**
 * The box for a test digit's number and a button for any; the function returned ends them.
 *
 * @param {Element} row
 * @param {string} id
 * @param {Pad} pad
 * @param {PadModel} model
 * @param {(sentence: string) => void} complain
 */
function makeTestDigits(row, id, pad, model, complain) {
  make(row, "label", { for: id }, "Test digit");
  const hints = { placeholder: "0", inputmode: "numeric" };
  const box = make(row, "input", { id, type: "number", min: 0, step: 1, ...hints });
  const another = make(row, "button", { type: "button" }, "Another");
  /** @param {number} number */
  const show = (number) => {
    const last = model.get("test_images") - 1;
    if (!Number.isInteger(number) || number < 0 || number > last) {
      complain(`There is no test digit ${number}; expected a whole number from 0 to ${last}.`);
      return;
    }
    pad.giveWay();
    pad.ask({ kind: "test", number });
  };
  box.addEventListener("change", () => {
    if (box.value !== "") show(Number(box.value));
  });
  another.addEventListener("click", () => {
    box.value = String(Math.floor(Math.random() * model.get("test_images")));
    show(Number(box.value));
  });
  const limit = () => {
    const count = model.get("test_images");
    const last = Math.max(0, count - 1);
    box.max = String(last);
    box.title = `A test image's number, from 0 to ${last}`;
    box.disabled = count === 0;
    another.disabled = count === 0;
  };
  limit();
  const forgets = [onChange(model, ["test_images"], limit), onTakeDigit(() => another.click())];
  return () => {
    for (const forget of forgets) forget();
  };
}

/**
 * @param {Element} row
 * @param {string} id
 * @param {Pad} pad
 * @param {(sentence: string) => void} complain
 */
function makeUpload(row, id, pad, complain) {
  const box = make(row, "input", { id, type: "file", accept: PICTURES, class: "lab-draw-file" });
  make(row, "label", { for: id, class: "lab-draw-upload" }, "Upload a picture");
  box.addEventListener("change", async () => {
    const [file] = box.files ?? [];
    if (!file) return;
    try {
      const { pixels, ...size } = await pictureOf(file);
      pad.giveWay();
      pad.ask({ kind: "picture", ...size }, pixels);
    } catch (error) {
      complain(error instanceof Error ? error.message : String(error));
    }
    box.value = "";
  });
}

/**
 * What may be looked at instead of a drawing; the function returned ends it.
 *
 * @param {Element} parent
 * @param {Pad} pad
 * @param {PadModel} model
 * @param {(sentence: string) => void} complain
 */
function makeOthers(parent, pad, model, complain) {
  panels += 1;
  const id = `lab-draw-${panels}`;
  const group = { class: "lab-draw-row", role: "group", "aria-label": "Instead of drawing" };
  const row = make(parent, "div", group);
  const forget = makeTestDigits(row, `${id}-test`, pad, model, complain);
  makeUpload(row, `${id}-file`, pad, complain);
  return forget;
}

/**
 * The picture or test digit that is looked at, on the pad; the function returned shows it, or
 * nothing.
 *
 * @param {Pad} pad
 */
function makeBackdrop(pad) {
  const backdrop = { class: "lab-draw-backdrop", "aria-hidden": "true" };
  const canvas = make(pad.box, "canvas", backdrop);
  /** @param {DrawPadView} view */
  return ({ steps, turn }) => {
    const isOther = steps.length > 0 && !pad.strokes.length && turn === pad.turn;
    canvas.hidden = !isOther;
    if (isOther) {
      drawPixels(canvas, steps[0]);
      pad.invitation.hidden = true;
    }
  };
}

/** @param {View<DrawPadState, DrawPadMessage>} view */
function render({ model, el }) {
  const root = make(el, "div", { class: "lab-draw" });
  const body = make(root, "div", { class: "lab-draw-body" });
  const left = make(body, "div", { class: "lab-draw-left" });
  const pad = new Pad(model, left, root);
  const showBackdrop = makeBackdrop(pad);
  /** @param {string} sentence */
  const complain = (sentence) => {
    say(alert, sentence);
    alert.hidden = !sentence;
  };
  makeButtons(left, pad);
  const answer = makeAnswer(body, model.get("shipped"));
  const others = make(body, "div", { class: "lab-draw-others" });
  const forgetTestDigits = makeOthers(others, pad, model, complain);
  const alert = make(others, "p", { class: "lab-draw-alert", role: "alert", hidden: "" });
  const showSteps = makeSteps(body);
  pad.onLate = () => {
    if (answer.isAwaited(model.get("view"), pad.turn)) answer.wait();
  };
  const draw = () => {
    const view = model.get("view");
    if (!view.steps || view.turn < pad.turn - BEHIND) return;
    complain(view.message);
    showSteps(view.steps);
    answer.show(view);
    root.dataset.answered = view.probabilities.length ? String(view.turn) : "";
    showBackdrop(view);
  };
  pad.redraw();
  draw();
  const forgetView = onChange(model, ["view"], draw);
  return () => {
    forgetTestDigits();
    forgetView();
  };
}

export default { render };
