// @ts-check
// The choices for the next run: a menu of presets and, under "More", a control for each choice.
// What they are called, and what they offer, comes from Python, which checks them all.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { Choice, ChoiceMade, ChoicesState, Control } from "./protocol.d.ts" */

import { keepKeys, make, makeNumberBox } from "../../../labhelpers/static/front_end.js";

/** @typedef {(value: Choice, control: Control) => void} Show */

let panels = 0;

/**
 * A label and its control in `parent`; the function returned shows a value.
 * @param {HTMLElement} parent
 * @param {string} id
 * @param {Control} control
 * @param {(name: string, value: Choice) => void} choose is told what is chosen
 * @returns {Show}
 */
function makeControl(parent, id, control, choose) {
  const { name, label, hint, low = 0, high = 0 } = control;
  const box = make(parent, "div", { class: "lab-choices-control", title: hint });
  make(box, "label", { for: id }, label);
  if (control.options) return makeMenu(box, id, (value) => choose(name, value));
  const [, show] = makeNumberBox(box, { id, min: low, max: high }, (value) => choose(name, value));
  return (value) => show(Number(value));
}

/**
 * @param {HTMLElement} parent
 * @param {string} id
 * @param {(value: Choice) => void} choose
 * @returns {Show}
 */
function makeMenu(parent, id, choose) {
  const menu = make(parent, "select", { id });
  menu.addEventListener("change", () => choose(JSON.parse(menu.value)));
  let offered = "";
  return (value, { options = [] }) => {
    // Only where it offers something else than before: an open menu would close.
    if (JSON.stringify(options) !== offered) {
      offered = JSON.stringify(options);
      menu.replaceChildren();
      for (const [option, words] of options) {
        make(menu, "option", { value: JSON.stringify(option) }, words);
      }
    }
    menu.value = JSON.stringify(value);
  };
}

/**
 * The button "More" and what it opens.
 * @param {HTMLElement} parent
 * @param {string} id
 * @returns {HTMLElement} where the controls belong
 */
function makeMore(parent, id) {
  const states = { "aria-expanded": "false", "aria-controls": id };
  const button = make(parent, "button", { type: "button", ...states }, "More");
  const grid = make(parent, "div", { class: "lab-choices-grid", id, hidden: "" });
  button.addEventListener("click", () => {
    grid.hidden = !grid.hidden;
    button.setAttribute("aria-expanded", String(!grid.hidden));
  });
  return grid;
}

/** @param {View<ChoicesState, ChoiceMade>} view */
function render({ model, el }) {
  const root = make(el, "div", { class: "lab-choices" });
  keepKeys(root);
  panels += 1;
  const id = `lab-choices-${panels}`;
  /** @param {string} name @param {Choice} value */
  const choose = (name, value) => {
    if (value !== "") model.send({ name, value });
    else draw(); // one's own choices are made under "More"
  };
  const showPreset = makeControl(root, `${id}-preset`, model.get("preset_menu"), choose);
  const grid = makeMore(root, `${id}-more`);
  /** @type {Map<string, Show>} */
  const shows = new Map();
  for (const control of model.get("controls")) {
    const show = makeControl(grid, `${id}-${control.name}`, control, choose);
    shows.set(control.name, show);
  }
  const draw = () => {
    const values = model.get("values");
    showPreset(model.get("preset"), model.get("preset_menu"));
    for (const control of model.get("controls")) {
      shows.get(control.name)?.(values[control.name], control);
    }
  };
  const events = "change:values change:preset change:controls msg:custom";
  model.on(events, draw);
  draw();
  return () => model.off(events, draw);
}

export default { render };
