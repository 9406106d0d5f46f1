// @ts-check
// The evaluation of a run: a menu of the runs, the result, the confusion matrix, the report, and
// digits that were read.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { Evaluation, EvaluationMessage, EvaluationState, Scores } from "./protocol.d.ts" */
/** @import { Digit } from "./test_digits.js" */

import { keepKeys, make, onChange, say } from "../../../labhelpers/static/front_end.js";
import { ConfusionMatrix } from "./confusion_matrix.js";
import { digitsOf, drawDigits, judged, misread } from "./test_digits.js";

/** @type {[column: keyof Scores, decimals: number][]} */
const COLUMNS = [
  ["precision", 3],
  ["recall", 3],
  ["f1-score", 3],
  ["support", 0],
];
const NO_RUN = "Train a network first: its evaluation appears here when the run has finished.";
const NO_MISTAKE = "No test digit was misread.";
const REPORT = "Classification report";

/**
 * scikit-learn's classification report as a table.
 *
 * @param {Element} region
 * @param {Evaluation["report"]} report
 */
function drawReport(region, report) {
  region.replaceChildren();
  const table = make(region, "table", { "aria-label": "Classification report" });
  const heads = make(make(table, "thead"), "tr");
  make(heads, "th", { scope: "col" }, "digit");
  for (const [column] of COLUMNS) make(heads, "th", { scope: "col" }, column);
  const body = make(table, "tbody");
  for (const [name, scores] of Object.entries(report)) {
    const line = make(body, "tr");
    make(line, "th", { scope: "row" }, name);
    for (const [column, decimals] of COLUMNS) {
      const places = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
      make(line, "td", {}, scores[column].toLocaleString("en", places));
    }
  }
}

/**
 * A list of digits under a title, or a sentence in its place; the function returned draws it.
 *
 * @param {Element} parent
 * @param {string} title
 * @param {string} kind
 * @param {(digit: Digit) => string[]} wordsOf gives the lines above each
 * @param {boolean} [hasBars] whether its probabilities stand beside each
 */
function makeDigits(parent, title, kind, wordsOf, hasBars) {
  make(parent, "h3", {}, title);
  const attributes = { class: `lab-digits ${kind}`, role: "list", "aria-label": title };
  const list = make(parent, "ul", attributes);
  const instead = make(parent, "p");
  /** @type {(digits: Digit[], sentence: string) => void} */
  return (digits, sentence) => {
    drawDigits(list, digits, wordsOf, hasBars);
    list.hidden = !digits.length;
    say(instead, digits.length ? "" : sentence);
  };
}

/**
 * The menu of runs; the function returned draws it.
 *
 * @param {Element} root
 * @param {View<EvaluationState, EvaluationMessage>["model"]} model
 */
function makeMenu(root, model) {
  const id = `lab-evaluation-${Math.random().toString(36).slice(2)}`;
  const choice = make(root, "p", { class: "lab-evaluation-run" });
  make(choice, "label", { for: id }, "Run");
  const menu = make(choice, "select", { id });
  menu.addEventListener("change", () => model.send({ run: menu.value }));
  return () => {
    const runs = model.get("runs");
    menu.replaceChildren();
    for (const [name, title] of runs) make(menu, "option", { value: name }, title);
    if (!runs.length) make(menu, "option", { value: "" }, "no run yet");
    menu.value = model.get("selected");
  };
}

/** @param {View<EvaluationState, EvaluationMessage>} view */
function render({ model, el }) {
  const root = make(el, "div", { class: "lab-evaluation" });
  keepKeys(root);
  const drawMenu = makeMenu(root, model);
  const result = make(root, "p");
  const details = make(root, "div");
  make(details, "h3", {}, "Confusion matrix");
  const matrix = new ConfusionMatrix(details, model);
  const heading = make(details, "h3", {}, REPORT);
  const region = { role: "region", tabindex: "0", "aria-label": REPORT };
  const report = make(details, "div", { class: "lab-evaluation-report", ...region });
  const drawFirst = makeDigits(details, "Predictions", "lab-digits-wide", judged, true);
  const drawMistakes = makeDigits(details, "The most confident mistakes", "", misread);
  const draw = () => {
    const shown = model.get("shown");
    details.hidden = !shown.matrix;
    say(result, shown.result ?? NO_RUN);
    if (!shown.matrix) return;
    matrix.draw(shown);
    say(heading, shown.when ? `${REPORT}, of the network that was kept` : REPORT);
    drawReport(report, shown.report);
    drawFirst(digitsOf(shown.first), shown.missing ?? "");
    drawMistakes(digitsOf(shown.mistakes), shown.missing ?? NO_MISTAKE);
  };
  drawMenu();
  draw();
  const ends = [
    onChange(model, ["runs", "selected"], drawMenu),
    onChange(model, ["shown"], draw),
    onChange(model, ["opened"], () => matrix.drawOpened()),
  ];
  return () => {
    for (const end of ends) end();
  };
}

export default { render };
