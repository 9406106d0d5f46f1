// @ts-nocheck: its words move to Python, and its types come with that
// The choices for the next run: a menu of presets and, under "More", a control for each choice.
// Python checks them all.

import { keepKeys, make, makeNumberBox } from "../../../labhelpers/static/front_end.js";

const PRESETS = [
  ["plain", "Plain, as in step 5"],
  ["lesson", "Lesson's network, one-cycle rate"],
  ["fast", "Fast: a network for two cores"],
  ["accurate", "Accurate: moved images"],
  ["", "Your own choices"],
];
const numbersOf = (...numbers) => numbers.map((number) => [number, String(number)]);
const noOr = (yes) => [
  [false, "no"],
  [true, yes],
];
// What a control chooses, its label, what it means and, for a menu, what it offers.
const CONTROLS = [
  ["kernel_size", "Kernel size", "Side of the square kernels, in pixels"],
  ["dense_units", "Dense units", "Width of the dense layer"],
  ["batch_size", "Batch size", "Images a step"],
  ["seed", "Seed", "Where the random numbers start"],
  [
    "learning_rate",
    "Learning rate",
    "Size of Adam's steps",
    numbersOf(0.0001, 0.0003, 0.001, 0.003, 0.01, 0.1),
  ],
  [
    "dropout",
    "Dropout",
    "Share of the dense layer's inputs that training drops",
    numbersOf(0, 0.1, 0.2, 0.3, 0.4, 0.5),
  ],
  [
    "batch_normalization",
    "Batch normalization",
    "Brings each feature map to mean 0 and variance 1",
    noOr("yes"),
  ],
  ["strided", "Stride 2, no pooling", "Convolutions move by two pixels", noOr("yes")],
  ["one_cycle", "One-cycle rate", "The learning rate grows, then falls", noOr("yes")],
  [
    "augment",
    "Augmentation",
    "Each epoch turns, scales and shifts the images a little",
    noOr("moved images"),
  ],
  ["reproducible", "Reproducible (slower)", "The same numbers each time", noOr("yes")],
];

let panels = 0;

// A label and its control in `parent`; `choose` is told what is chosen, and the function returned
// shows a value.
function makeControl(parent, id, [name, label, hint, options], range, choose) {
  const box = make(parent, "div", { class: "lab-choices-control", title: hint });
  make(box, "label", { for: id }, label);
  if (!options) {
    const [min, max] = range;
    const [, show] = makeNumberBox(box, { id, min, max }, (value) => choose(name, value));
    return show;
  }
  const menu = make(box, "select", { id });
  menu.addEventListener("change", () => choose(name, JSON.parse(menu.value)));
  return (value) => {
    // A value from a notebook, an earlier run or an address may be one that is not offered.
    const isOffered = options.some(([offered]) => offered === value);
    const all = isOffered
      ? options
      : [...options, [value, String(value)]].sort(([a], [b]) => a - b);
    if (menu.options.length !== all.length || !isOffered) {
      menu.replaceChildren();
      for (const [offered, words] of all)
        make(menu, "option", { value: JSON.stringify(offered) }, words);
    }
    menu.value = JSON.stringify(value);
  };
}

function render({ model, el }) {
  const root = make(el, "div", { class: "lab-choices" });
  keepKeys(root);
  panels += 1;
  const id = `lab-choices-${panels}`;
  const choose = (name, value) => {
    if (value !== "") model.send({ name, value });
    else draw(); // one's own choices are made under "More"
  };
  const preset = ["preset", "Preset", "Choices that were found to be good together", PRESETS];
  const showPreset = makeControl(root, `${id}-preset`, preset, null, choose);
  const more = make(
    root,
    "button",
    { type: "button", "aria-expanded": "false", "aria-controls": `${id}-more` },
    "More",
  );
  const grid = make(root, "div", { class: "lab-choices-grid", id: `${id}-more`, hidden: "" });
  more.addEventListener("click", () => {
    grid.hidden = !grid.hidden;
    more.setAttribute("aria-expanded", String(!grid.hidden));
  });
  const ranges = model.get("ranges");
  const controls = CONTROLS.map((control) => {
    const [name] = control;
    return [name, makeControl(grid, `${id}-${name}`, control, ranges[name], choose)];
  });
  const draw = () => {
    const values = model.get("values");
    showPreset(model.get("preset"));
    for (const [name, show] of controls) show(values[name]);
  };
  const events = "change:values change:preset msg:custom";
  model.on(events, draw);
  draw();
  return () => model.off(events, draw);
}

export default { render };
