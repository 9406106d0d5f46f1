// One hand-in, all of it: what asks for a look, what was proved, what was written and what came out.

import { confusionMatrix, curves, drawing } from "./desk_charts.js";
import { isDone, mostConfused } from "./desk_class.js";
import { element, percentOfAll, severalOf } from "./desk_elements.js";
import { sharedParts } from "./desk_phrases.js";

/** @import { Data, Remark, Row } from "./overview_data.d.ts" */

/** @type {Record<string, string>} */
const KINDS = {
  broken: "Cannot be read",
  disagrees: "Disagrees",
  edited: "Edited",
  together: "Belongs together",
  missing: "Missing",
  note: "Note",
};

/**
 * @param {Data} data
 * @param {Row} row
 * @param {(first: Row, second: Row) => void} compare
 * @param {Row} [beside] the hand-in that this one is shown beside
 */
export function detail(data, row, compare, beside) {
  /** @type {(HTMLElement | null)[]} */
  const parts = [remarks(data, row, beside ? null : compare), proofs(row)];
  if (row.is_read) {
    parts.push(
      sentences(data, row, beside),
      guessed(row),
      pictures(row),
      exercises(data, row),
      configuration(row),
      row.confusion && element("div", { class: "scroll" }, confusionMatrix(row.confusion)),
    );
  }
  return element("div", { class: "detail-parts" }, ...parts);
}

/**
 * @param {Data} data
 * @param {Row} row
 * @param {((first: Row, second: Row) => void) | null} compare
 */
function remarks(data, row, compare) {
  if (!row.remarks.length) {
    return element("p", { class: "calm" }, "Nothing to remark: what can be checked agrees.");
  }
  const items = row.remarks.map((remark) =>
    element(
      "li",
      { class: `remark ${remark.kind}` },
      element("span", { class: "kind" }, KINDS[remark.kind] ?? remark.kind),
      element(
        "span",
        {},
        remark.text,
        " ",
        ...(compare ? besides(data, row, remark, compare) : []),
      ),
    ),
  );
  return element("ul", { class: "remarks", "aria-label": "Remarks" }, ...items);
}

/**
 * @param {Data} data
 * @param {Row} row
 * @param {Remark} remark
 * @param {(first: Row, second: Row) => void} compare
 */
function besides(data, row, remark, compare) {
  return remark.with.slice(0, 5).flatMap((number) => {
    const other = data.rows[number - 1];
    return other
      ? [
          element(
            "button",
            { type: "button", class: "link", click: () => compare(row, other) },
            remark.with.length > 1 ? `Side by side with row ${number}` : "Side by side",
          ),
          " ",
        ]
      : [];
  });
}

/** @param {Row} row */
function proofs(row) {
  const accuracy = row.recomputed_accuracy;
  const recomputed = accuracy === null ? "" : `The weights read ${percentOfAll(accuracy)}.`;
  return element(
    "div",
    { class: "proofs" },
    proof("recomputed", row.recomputed, row.why_recomputed || recomputed),
    proof("trained again", row.trained_again, row.why_trained_again),
    proof("witnessed", row.witnessed, row.why_witnessed || row.time),
  );
}

/**
 * @param {string} word
 * @param {string} state
 * @param {string} why
 */
function proof(word, state, why) {
  const shown = state || "not done";
  return element(
    "div",
    { class: `proof ${shown.replaceAll(" ", "-")}` },
    element("span", { class: "proof-word" }, word),
    element("strong", {}, shown),
    why ? element("span", { class: "quiet" }, why) : null,
  );
}

/**
 * @param {Data} data
 * @param {Row} row
 * @param {Row} [beside]
 */
function sentences(data, row, beside) {
  const texts = Object.entries(data.asked).map(([name, asked]) => {
    const text = row.sentences[name] ?? "";
    if (!text && name === "predicted") {
      return null;
    }
    const words = text
      ? element("blockquote", {}, ...marked(text, beside))
      : element("p", { class: "empty" }, "The student wrote nothing here.");
    return element("div", { class: "sentence" }, element("h4", {}, asked), words);
  });
  return element("section", {}, element("h3", {}, "In the student's words"), ...texts);
}

/**
 * @param {string} text
 * @param {Row} [beside]
 */
function marked(text, beside) {
  if (!beside) {
    return [text];
  }
  const other = Object.values(beside.sentences).join("\n");
  return sharedParts(text, other).map((part) =>
    part.is_shared ? element("mark", {}, part.text) : part.text,
  );
}

/** @param {Row} row */
function guessed(row) {
  if (!row.guessed) {
    return null;
  }
  const title = element("h3", {}, "What was guessed before training");
  return element("section", {}, title, element("p", {}, row.guessed));
}

/** @param {Row} row */
function pictures(row) {
  const { history } = row;
  return element(
    "section",
    { class: "pictures" },
    element(
      "h3",
      {},
      "Curves ",
      element("span", { class: "key training" }, "training"),
      element("span", { class: "key validation" }, "validation"),
    ),
    curves("Loss", history.loss ?? [], history.val_loss ?? []),
    curves("Accuracy", history.accuracy ?? [], history.val_accuracy ?? []),
    row.sample && drawing(row.sample, row.is_drawing),
  );
}

/**
 * @param {Data} data
 * @param {Row} row
 */
function exercises(data, row) {
  const lessons = data.lessons.map(({ number, names }) =>
    element(
      "li",
      {},
      element("span", { class: "quiet" }, `${number}`),
      ...names.map((name) => exercise(row, name)),
    ),
  );
  const all = data.lessons.flatMap(({ names }) => names).length;
  const title = `Exercises: ${row.num_right} of ${all} right`;
  const whose = row.student
    ? `Judged for the number ${row.student}.`
    : "Judged for nobody's number.";
  return element(
    "section",
    {},
    element("h3", {}, title),
    element("p", { class: "quiet" }, whose),
    element("ul", { class: "answers" }, ...lessons),
  );
}

/**
 * @param {Row} row
 * @param {string} name
 */
function exercise(row, name) {
  const status = row.exercises[name] ?? "not tried";
  const tried = row.tries[name];
  const helped = [
    tried && severalOf(tried.tries, "try").replace("trys", "tries"),
    tried?.hint && "the hint was shown",
    tried?.solution && "the solution was shown",
  ].filter(Boolean);
  const kind = isDone(status) ? "right" : status === "not yet" ? "not-yet" : "missing";
  const mark = { right: "✓", "not-yet": "✗", missing: "○" }[kind] ?? "";
  const solution = tried?.solution ? " ◇" : "";
  const title = [`${name}: ${status}`, ...helped].join(", ");
  return element(
    "span",
    { class: `answer ${kind}`, title, "aria-label": title, role: "img" },
    `${mark} ${name}${solution}`,
  );
}

/** @param {Row} row */
function configuration(row) {
  const own = row.choices.filter((choice) => choice.is_own);
  const words = own.length
    ? own.map((choice) => element("span", { class: "chip" }, choice.phrase))
    : [element("span", { class: "quiet" }, "All choices are the lab's own. ")];
  const all = row.choices.map((choice) =>
    element("div", {}, element("dt", {}, choice.label), element("dd", {}, choice.words)),
  );
  const most = row.confusion && mostConfused(row.confusion);
  const confused = most
    ? ` Most confused: ${most.label} read as ${most.read} (${most.images}).`
    : "";
  const run = `${row.run.title || row.run.name}, ${row.run.status}, seed ${row.seed}, ${row.dataset}.`;
  return element(
    "section",
    {},
    element("h3", {}, "The run"),
    element("p", {}, run, confused),
    element("p", { class: "chips" }, ...words),
    element("details", {}, element("summary", {}, "All choices"), element("dl", {}, ...all)),
  );
}
