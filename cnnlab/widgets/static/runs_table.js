// @ts-check
// The book's runs as a table: what each was made of, what came of it, what can be done with it.
// Rows are kept by name and only their texts change: whoever stands on a button stays there.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { RunAction, RunsTableState, TableRow } from "./protocol.d.ts" */

import { keepKeys, make, say } from "../../../labhelpers/static/front_end.js";
import { accuracyOf, lossOf, problemOf, secondsOf, wordsOnLooks } from "./runs_words.js";

/**
 * Sends an action to Python: `run` is a run's name, `text` its new title.
 * @typedef {(action: RunAction["action"], run?: string, text?: string) => void} Send
 */

const HEADS = [
  "Run",
  "Status",
  "Seconds",
  "Validation loss",
  "Validation accuracy",
  "Test accuracy",
  "Actions",
];
const NUMBERS = HEADS.slice(1, -1);
const LOOK = "See how many test images it reads rightly; of how many runs you looked is counted";
const ACTIONS = {
  show: "Show this run: its curves on the chart, its evaluation, and its choices on the sliders",
  rename: "Give this run another name",
  delete: "Delete this run; Undo brings back the one that was deleted last",
};

/**
 * A cell with a number or a word; its label shows on a narrow page only.
 * @param {HTMLElement} line
 * @param {string} label
 */
function makeCell(line, label) {
  const kind = label.split(" ")[0].toLowerCase();
  const cell = make(line, "td", { role: "cell", class: `lab-runs-${kind}` });
  const short = label.replace("Validation", "Val.").replace("Test accuracy", "Test");
  make(cell, "span", { class: "lab-runs-label", "aria-hidden": "true" }, short);
  return make(cell, "span");
}

/** @param {HTMLElement} line */
function makeButtons(line) {
  const cell = make(line, "td", { role: "cell", class: "lab-runs-actions" });
  /** @type {Record<string, HTMLElement>} */
  const buttons = {};
  for (const [action, title] of Object.entries(ACTIONS)) {
    const label = action[0].toUpperCase() + action.slice(1);
    buttons[action] = make(cell, "button", { type: "button", title }, label);
  }
  return buttons;
}

/** A run's line in the table. */
class Row {
  /**
   * @param {HTMLElement} body
   * @param {string} name
   * @param {number} longestTitle
   * @param {Send} send
   */
  constructor(body, name, longestTitle, send) {
    this.name = name;
    this.longestTitle = longestTitle;
    this.send = send;
    /** @type {HTMLElement | null} */
    this.form = null;
    /** @type {TableRow | null} what is drawn */
    this.row = null;
    this.line = make(body, "tr", { role: "row" });
    const attributes = { role: "rowheader", scope: "row", class: "lab-runs-head" };
    this.head = make(this.line, "th", attributes);
    this.shown = make(this.head, "div", { class: "lab-runs-shown" });
    this.title = make(this.shown, "bdi", { class: "lab-runs-title" });
    this.marks = make(this.shown, "span", { class: "lab-runs-marks" });
    this.choices = make(this.head, "div", { class: "lab-runs-choices" });
    this.place = make(this.head, "div", { class: "lab-runs-place" });
    this.damage = make(this.head, "div", { class: "lab-runs-problem" });
    this.cells = NUMBERS.map((label) => makeCell(this.line, label));
    this.look = this.makeLook();
    this.buttons = makeButtons(this.line);
    this.buttons.show.addEventListener("click", () => send("show", name));
    this.buttons.delete.addEventListener("click", () => send("delete", name));
    this.buttons.rename.addEventListener("click", () => this.edit());
  }

  makeLook() {
    const cell = this.cells[this.cells.length - 1].parentElement ?? this.line;
    const look = make(cell, "button", { type: "button", title: LOOK, class: "lab-runs-look" });
    look.textContent = "Look";
    look.addEventListener("click", () => this.send("look", this.name));
    return look;
  }

  /** @param {TableRow} row */
  draw(row) {
    if (JSON.stringify(row) === JSON.stringify(this.row)) return;
    this.row = row;
    say(this.title, row.title);
    this.line.classList.toggle("lab-runs-is-shown", row.is_shown);
    this.drawMarks(row);
    this.drawChoices(row);
    say(this.place, row.place);
    say(this.damage, row.message);
    const [status, seconds, loss, validation, test] = this.cells;
    say(status, row.status);
    say(seconds, secondsOf(row.seconds));
    say(loss, lossOf(row.loss));
    say(validation, accuracyOf(row.validation));
    say(test, row.is_hidden ? "" : accuracyOf(row.test));
    this.look.hidden = !row.is_hidden;
    this.look.setAttribute("aria-label", `Look at the test accuracy of ${row.title}`);
    this.line.dataset.status = row.status;
    for (const button of Object.values(this.buttons)) {
      button.setAttribute("aria-label", `${button.textContent} ${row.title}`);
    }
  }

  /** @param {TableRow} row */
  drawMarks(row) {
    this.marks.replaceChildren();
    if (row.is_shown) make(this.marks, "span", { class: "lab-runs-mark" }, "on the chart");
    const selected = "lab-runs-mark lab-runs-mark-selected";
    if (row.is_selected) make(this.marks, "span", { class: selected }, "evaluated");
  }

  /** @param {TableRow} row */
  drawChoices(row) {
    this.choices.replaceChildren();
    row.choices.forEach(([phrase, isUnusual], index) => {
      if (index) this.choices.append(", ");
      make(this.choices, isUnusual ? "b" : "span", {}, phrase);
    });
    if (row.dataset) this.choices.append(` on ${row.dataset}`);
    if (row.kept) this.choices.append(`; ${row.kept}`);
  }

  edit() {
    if (this.form || !this.row) return;
    const { title } = this.row;
    const form = make(this.head, "form", { class: "lab-runs-form" });
    this.form = form;
    this.head.prepend(form);
    this.shown.hidden = true;
    const label = `New name of ${title}`;
    const attributes = { type: "text", "aria-label": label, autocomplete: "off", dir: "auto" };
    const input = make(form, "input", attributes);
    make(form, "button", { type: "submit" }, "Save");
    const cancel = make(form, "button", { type: "button" }, "Cancel");
    const problem = make(form, "span", { class: "lab-runs-problem", role: "alert" });
    input.value = title;
    input.focus();
    input.select();
    cancel.addEventListener("click", () => this.endEdit());
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.endEdit();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const sentence = problemOf(input.value, this.longestTitle);
      say(problem, sentence);
      input.setAttribute("aria-invalid", String(Boolean(sentence)));
      if (sentence) {
        input.focus();
        return;
      }
      if (input.value.trim() !== title) this.send("rename", this.name, input.value);
      this.endEdit();
    });
  }

  endEdit() {
    this.form?.remove();
    this.form = null;
    this.shown.hidden = false;
    this.buttons.rename.focus();
  }
}

/** @param {HTMLElement} root */
function makeTable(root) {
  const region = make(root, "section", { role: "region", "aria-label": "Runs so far" });
  make(region, "h3", {}, "Runs so far");
  const table = make(region, "table", { role: "table", "aria-label": "Runs so far" });
  const head = make(table, "thead", { role: "rowgroup" });
  const line = make(head, "tr", { role: "row" });
  for (const label of HEADS) make(line, "th", { role: "columnheader", scope: "col" }, label);
  const body = make(table, "tbody", { role: "rowgroup" });
  return { region, body };
}

/**
 * The run that was deleted, and a button that brings it back.
 * @param {HTMLElement} root
 */
function makeBin(root) {
  const bin = make(root, "p", { class: "lab-runs-bin" });
  const gone = make(bin, "span", { role: "status" });
  const undo = make(bin, "button", { type: "button" }, "Undo");
  /** @param {RunsTableState["deleted"]} deleted */
  const drawBin = (deleted) => {
    const title = deleted.name ? deleted.title : "";
    bin.hidden = !deleted.name;
    say(gone, title ? `Deleted ${title}.` : "");
    undo.setAttribute("aria-label", title ? `Undo: bring ${title} back` : "Undo");
  };
  return { undo, drawBin };
}

/**
 * Draw a line for each of `states`, in their order.
 * @param {HTMLElement} body
 * @param {Map<string, Row>} rows the lines so far, by the run's name
 * @param {TableRow[]} states
 * @param {(name: string) => Row} makeRow
 */
function drawRows(body, rows, states, makeRow) {
  const names = new Set(states.map((state) => state.name));
  for (const [name, row] of rows) {
    if (names.has(name)) continue;
    row.line.remove();
    rows.delete(name);
  }
  states.forEach((state, index) => {
    const row = rows.get(state.name) ?? makeRow(state.name);
    rows.set(state.name, row);
    // A node that is moved loses the keyboard: move it only where it stands elsewhere.
    if (body.children[index] !== row.line) {
      body.insertBefore(row.line, body.children[index] ?? null);
    }
    row.draw(state);
  });
}

/** @param {View<RunsTableState, RunAction>} view */
function render({ model, el }) {
  const root = make(el, "div", { class: "lab-runs" });
  keepKeys(root);
  const { region, body } = makeTable(root);
  const looks = make(root, "p", { class: "lab-runs-looks" });
  const message = make(root, "p", { class: "lab-runs-message", role: "status" });
  const { undo, drawBin } = makeBin(root);
  /** @type {Map<string, Row>} */
  const rows = new Map();
  /** @type {string | null} */
  let wanted = null;
  /** @type {Send} */
  const send = (action, run = "", text = "") => {
    // Where the keyboard goes when the answer is here: "" is Undo, else the name of a run.
    wanted = action === "delete" ? "" : null;
    model.send({ action, run, text });
  };
  /** @param {string} name */
  const makeRow = (name) => new Row(body, name, model.get("longest_title"), send);
  undo.addEventListener("click", () => {
    const { name } = model.get("deleted");
    send("undo");
    wanted = name ?? null;
  });
  const moveKeyboard = () => {
    if (wanted === null) return;
    const goal = wanted ? rows.get(wanted)?.buttons.show : model.get("deleted").name && undo;
    if (!goal) return;
    goal.focus();
    wanted = null;
  };
  const draw = () => {
    const states = model.get("rows");
    drawRows(body, rows, states, makeRow);
    region.hidden = !states.length;
    drawBin(model.get("deleted"));
    say(looks, wordsOnLooks(states));
    say(message, model.get("message"));
    moveKeyboard();
  };
  const request = () => queueMicrotask(draw);
  const events = "change:rows change:deleted change:message";
  model.on(events, request);
  draw();
  return () => model.off(events, request);
}

export default { render };
