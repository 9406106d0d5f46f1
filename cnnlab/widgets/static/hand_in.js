// @ts-check
// What a student hands in: which run, what is written about it, how many exercises are right, the
// buttons for the report, and the program with a button that copies it.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { HandInMessage, HandInState, Solved } from "./hand_in_protocol.d.ts" */
/** @typedef {View<HandInState, HandInMessage>["model"]} HandInModel */

import { keepKeys, make, onChange, say } from "../../../labhelpers/static/front_end.js";
import { copied } from "./copying.js";
import { makeReports } from "./hand_in_report.js";
import { makeSentences } from "./hand_in_sentences.js";

const NO_RUN = "Train a network first: its program appears here.";
const COPIED = "The program is in the clipboard.";
const NOT_COPIED =
  "Your browser did not let the page copy. The program is selected: press Ctrl+C " +
  "(on a Mac Cmd+C).";
const NONE_TRIED =
  "No exercise of the lessons was checked beside these runs, so none is handed in with them.";
const WHERE_KEPT =
  "A lesson keeps your checked answers on the machine where you do it: the hand-in of lesson 06 " +
  "there takes them along.";

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
  const early = status === "stopped" ? ": it was not trained to its end" : "";
  return `This is about ${title}${on}. The run is ${status}${early}.${packed}`;
}

/**
 * How many exercises are right, and of which student's number.
 *
 * @param {Omit<Solved, "missing">} solved
 */
export function sentenceOnExercises({ right, tried, all, student }) {
  if (!tried) return NONE_TRIED;
  const whose = student ? ` (number ${student})` : " (without a student number)";
  return `${right} of ${all} exercises are right${whose}.`;
}

/**
 * A menu of the runs that may be handed in; the function returned draws it.
 *
 * @param {Element} parent
 * @param {HandInModel} model
 */
function makeMenu(parent, model) {
  const label = make(parent, "label", { class: "lab-hand-in-run" }, "Run to hand in");
  const menu = make(label, "select", {});
  menu.addEventListener("change", () => model.send({ run: menu.value }));
  return () => {
    const runs = model.get("runs");
    const selected = model.get("about").name ?? "";
    menu.replaceChildren();
    for (const [name, title] of runs) make(menu, "option", { value: name }, title);
    menu.value = selected;
    label.hidden = runs.length < 2 && menu.value === selected;
  };
}

/**
 * How many exercises are right, and behind that what is missing; the function returned draws it.
 *
 * @param {Element} parent
 * @param {HandInModel} model
 */
function makeSolved(parent, model) {
  const root = make(parent, "details", { class: "lab-hand-in-solved" });
  const summary = make(root, "summary");
  const list = make(root, "ul");
  return () => {
    const solved = model.get("solved");
    say(summary, sentenceOnExercises(solved));
    list.replaceChildren();
    const missing = solved.tried ? solved.missing : [WHERE_KEPT];
    for (const line of missing) make(list, "li", {}, line);
  };
}

/**
 * The receipt of the run, and what handing in means here; the function returned draws it.
 *
 * @param {Element} parent
 * @param {HandInModel} model
 */
function makeReceipt(parent, model) {
  make(parent, "p", {}, model.get("place"));
  const root = make(parent, "div", { class: "lab-hand-in-receipt" });
  return () => {
    const lines = model.get("receipt");
    root.hidden = !lines.length;
    root.replaceChildren();
    for (const line of lines) make(root, "p", {}, line);
  };
}

/** @param {View<HandInState, HandInMessage>} view */
function render({ model, el }) {
  const root = make(el, "div", { class: "lab-hand-in" });
  keepKeys(root);
  const about = make(root, "p", { class: "lab-hand-in-about" });
  const asked = make(root, "div", { class: "lab-hand-in-asked" });
  const buttons = make(root, "div", { class: "lab-hand-in-buttons" });
  const status = make(root, "p", { class: "lab-hand-in-status", role: "status" });
  const tell = (/** @type {string} */ sentence) => say(status, sentence);
  const parts = model.get("has_report") ? makeParts(asked, buttons, model, tell) : null;
  const hint = "Put the whole program into the clipboard";
  const copy = make(buttons, "button", { type: "button", title: hint }, "Copy the program");
  const region = { tabindex: "0", role: "region", "aria-label": "Program", dir: "ltr" };
  const shown = make(root, "pre", region);
  const code = make(shown, "code");
  copy.addEventListener("click", async () => {
    tell((await copied(model.get("program"), () => code)) ? COPIED : NOT_COPIED);
  });
  const draw = () => {
    const program = model.get("program");
    about.textContent = sentenceAbout(model.get("about"));
    say(code, program);
    shown.hidden = !program;
    asked.hidden = !parts || !program;
    for (const button of [copy, ...(parts?.forms ?? [])]) button.disabled = !program;
  };
  draw();
  const forgetRun = onChange(model, ["program", "about"], () => queueMicrotask(draw));
  const forgetStatus = onChange(model, ["status"], () => tell(model.get("status")));
  return () => {
    parts?.end();
    forgetRun();
    forgetStatus();
  };
}

/**
 * All that is asked of a student before a report is made.
 *
 * @param {Element} asked
 * @param {Element} buttons
 * @param {HandInModel} model
 * @param {(sentence: string) => void} tell
 */
function makeParts(asked, buttons, model, tell) {
  const drawMenu = makeMenu(asked, model);
  const fields = make(asked, "div", { class: "lab-hand-in-fields" });
  const written = make(asked, "div", { class: "lab-hand-in-sentences" });
  const sentences = makeSentences(written, model);
  const drawSolved = makeSolved(asked, model);
  const drawReceipt = makeReceipt(asked, model);
  const reports = makeReports(fields, buttons, model, tell, sentences.flush);
  const draw = () => {
    drawMenu();
    drawSolved();
    drawReceipt();
  };
  draw();
  const names = /** @type {const} */ (["runs", "about", "solved", "receipt"]);
  const forget = onChange(model, names, () => queueMicrotask(draw));
  const look = () => {
    if (document.visibilityState === "visible") model.send({ look: true });
  };
  document.addEventListener("visibilitychange", look);
  return {
    forms: reports.forms,
    end: () => {
      document.removeEventListener("visibilitychange", look);
      forget();
      sentences.end();
      reports.end();
    },
  };
}

export default { render };
