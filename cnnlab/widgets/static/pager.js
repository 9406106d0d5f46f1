// @ts-check
// Pictures that one leafs through: ten digits to choose from or a box for a number, buttons to the
// neighbours, a picture.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { PagerMessage, PagerState } from "./protocol.d.ts" */
/** @typedef {View<PagerState, PagerMessage>["model"]} PagerModel */

import {
  keepKeys,
  make,
  makeNumberBox,
  onChange,
  say,
} from "../../../labhelpers/static/front_end.js";

let panels = 0;

/**
 * A row of buttons for the ten digits; the function returned marks the chosen one.
 *
 * @param {Element} row
 * @param {PagerModel} model
 */
function makeDigitButtons(row, model) {
  const kind = "lab-pages-row lab-pages-digits";
  const group = make(row, "div", { class: kind, role: "group", "aria-label": "Digit" });
  make(group, "span", { "aria-hidden": "true" }, "Digit");
  const buttons = Array.from({ length: 10 }, (_, digit) => {
    const button = make(group, "button", { type: "button" }, String(digit));
    button.addEventListener("click", () => model.send({ digit }));
    return button;
  });
  return () => {
    buttons.forEach((button, digit) => {
      button.setAttribute("aria-pressed", String(digit === model.get("digit")));
    });
  };
}

/**
 * A box for a position; the function returned shows where one is.
 *
 * @param {Element} row
 * @param {string} unit
 * @param {PagerModel} model
 */
function makePositionBox(row, unit, model) {
  panels += 1;
  const id = `lab-pages-${panels}`;
  make(row, "label", { for: id }, unit);
  const [box, show] = makeNumberBox(row, { id, min: 0 }, (position) => model.send({ position }));
  return () => {
    const last = model.get("last");
    box.max = String(last);
    box.title = `Which training image, from 0 to ${last}`;
    show(model.get("position"));
  };
}

/**
 * A button to a neighbour, `step` further; the function returned marks it where there is none.
 *
 * @param {Element} row
 * @param {string} label
 * @param {number} step
 * @param {PagerModel} model
 */
function makeNeighbour(row, label, step, model) {
  const button = make(row, "button", { type: "button" }, label);
  const isThere = () => {
    const position = model.get("position") + step;
    return position >= 0 && position <= model.get("last");
  };
  button.addEventListener("click", () => {
    if (isThere()) model.send({ position: model.get("position") + step });
  });
  // Marked, not disabled: a button that is disabled loses the keyboard.
  return () => button.setAttribute("aria-disabled", String(!isThere()));
}

/** @param {View<PagerState, PagerMessage>} view */
function render({ model, el }) {
  const root = make(el, "div", { class: "lab-pages" });
  keepKeys(root);
  const unit = model.get("unit");
  const row = make(root, "div", { class: "lab-pages-row" });
  const hasDigits = model.get("digit") !== null;
  const showPlace = hasDigits ? makeDigitButtons(row, model) : makePositionBox(row, unit, model);
  const markPrevious = makeNeighbour(row, `Previous ${unit.toLowerCase()}`, -1, model);
  const markNext = makeNeighbour(row, `Next ${unit.toLowerCase()}`, 1, model);
  const caption = make(root, "p");
  const picture = make(root, "div", { class: "lab-pages-picture" });
  const alert = make(root, "p", { role: "alert", class: "lab-pages-alert" });
  let drawn = "";
  const draw = () => {
    showPlace();
    markPrevious();
    markNext();
    say(caption, model.get("caption"));
    say(alert, model.get("message"));
    const wanted = model.get("picture");
    if (drawn !== wanted) picture.innerHTML = wanted;
    drawn = wanted;
  };
  draw();
  const shown = /** @type {const} */ ([
    "position",
    "last",
    "digit",
    "caption",
    "picture",
    "message",
  ]);
  return onChange(model, shown, () => queueMicrotask(draw));
}

export default { render };
