// @ts-check
// What a student hands in: boxes for name and register number, the program with a button that
// copies it, and buttons whose reports the kernel sends once, as bytes.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { HandInState, ReportMade, ReportWanted } from "./protocol.d.ts" */
/** @import { Typed } from "./typed_memory.js" */
/** @typedef {View<HandInState, ReportWanted>["model"]} HandInModel */

import { keepKeys, make, onChange, say } from "../../../labhelpers/static/front_end.js";
import { remember, remembered } from "./typed_memory.js";

/** @type {[keyof Typed, label: string][]} */
const FIELDS = [
  ["name", "Name"],
  ["register", "Register number"],
];
/** @type {[ReportWanted["form"], label: string, hint: string][]} */
const FORMS = [
  [
    "html",
    "Download the report (HTML)",
    "One file for every browser; print it from there, or save it as PDF",
  ],
  ["zip", "Download for GitHub (zip)", "README.md, images and program, ready for a repository"],
];
const LONGEST = 100;
const NO_RUN = "Train a network first: its program appears here.";
const COPIED = "The program is in the clipboard.";
const NOT_COPIED =
  "Your browser did not let the page copy. The program is selected: press Ctrl+C.";
const MINUTE = 60_000; // ms

/**
 * A sentence or two: which run this is.
 *
 * @param {HandInState["about"]} about
 */
export function sentenceAbout({ title, dataset, status, file }) {
  if (!title) return NO_RUN;
  const on = dataset ? `, on ${dataset}` : "";
  const isPacked = file === "digits.npz";
  const packed = isPacked
    ? " The zip for GitHub holds the digits.npz that the program reads."
    : "";
  return `This is about ${title}${on}. The run is ${status}.${packed}`;
}

/**
 * Put a text into the clipboard; say whether the browser let us.
 *
 * @param {string} text
 * @param {Node} shown holds the same text
 */
async function copied(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Browsers have no clipboard for pages that come over plain http from another machine: the old
    // way, then.
    const range = document.createRange();
    range.selectNodeContents(shown);
    const selection = getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
    return document.execCommand("copy");
  }
}

/**
 * @param {ReportMade} report
 * @param {DataView<ArrayBuffer>} content
 */
function download({ name, type }, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = make(document.body, "a", { href: address, download: name, hidden: "" });
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), MINUTE);
}

/**
 * Boxes for what is typed, which they change.
 *
 * @param {Element} fields
 * @param {Typed} typed
 */
function makeFields(fields, typed) {
  for (const [key, label] of FIELDS) {
    const box = make(make(fields, "label", {}, label), "input", {
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      dir: "auto",
      maxlength: LONGEST,
    });
    box.value = typed[key];
    box.addEventListener("input", () => {
      typed[key] = box.value;
      remember(typed);
    });
  }
}

/**
 * @param {Element} parent
 * @param {(form: ReportWanted["form"]) => void} askFor
 */
function makeForms(parent, askFor) {
  return FORMS.map(([form, label, hint]) => {
    const button = make(parent, "button", { type: "button", title: hint }, label);
    button.addEventListener("click", () => askFor(form));
    return button;
  });
}

/**
 * Boxes and buttons for reports, which are downloaded as they come; the buttons, and a function
 * that ends this.
 *
 * @param {Element} fields is where the boxes stand
 * @param {Element} buttons
 * @param {HandInModel} model
 */
function makeReports(fields, buttons, model) {
  const typed = remembered();
  let turn = -1;
  makeFields(fields, typed);
  const forms = makeForms(buttons, (form) => {
    // An answer to another view is not for this one.
    turn = Math.floor(Math.random() * Number.MAX_SAFE_INTEGER);
    model.send({ form, turn, ...typed });
  });
  /** @type {(content: ReportMade, buffers?: DataView<ArrayBuffer>[]) => void} */
  const receive = (content, buffers) => {
    if (content.turn === turn && buffers?.length === 1) download(content, buffers[0]);
  };
  model.on("msg:custom", receive);
  return { forms, end: () => model.off("msg:custom", receive) };
}

/** @param {View<HandInState, ReportWanted>} view */
function render({ model, el }) {
  const root = make(el, "div", { class: "lab-hand-in" });
  keepKeys(root);
  const about = make(root, "p", { class: "lab-hand-in-about" });
  const fields = make(root, "div", { class: "lab-hand-in-fields" });
  const buttons = make(root, "div", { class: "lab-hand-in-buttons" });
  const reports = model.get("has_report") ? makeReports(fields, buttons, model) : null;
  fields.hidden = !reports;
  const hint = "Put the whole program into the clipboard";
  const copy = make(buttons, "button", { type: "button", title: hint }, "Copy the program");
  const status = make(root, "p", { class: "lab-hand-in-status", role: "status" });
  const region = { tabindex: "0", role: "region", "aria-label": "Program", dir: "ltr" };
  const shown = make(root, "pre", region);
  const code = make(shown, "code");
  copy.addEventListener("click", async () => {
    say(status, (await copied(model.get("program"), code)) ? COPIED : NOT_COPIED);
  });
  const draw = () => {
    const program = model.get("program");
    about.textContent = sentenceAbout(model.get("about"));
    say(code, program);
    shown.hidden = !program;
    for (const button of [copy, ...(reports?.forms ?? [])]) button.disabled = !program;
  };
  draw();
  const forgetRun = onChange(model, ["program", "about"], () => queueMicrotask(draw));
  const forgetStatus = onChange(model, ["status"], () => say(status, model.get("status")));
  return () => {
    reports?.end();
    forgetRun();
    forgetStatus();
  };
}

export default { render };
