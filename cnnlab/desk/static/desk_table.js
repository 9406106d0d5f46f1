// The table: a row for each hand-in.

import { element, percentOfAll } from "./desk_elements.js";

/** @import { Row, Typed } from "./overview_data.d.ts" */

const COLUMNS = {
  look: { words: "", title: "Those that ask for a look first" },
  register: { words: "Register", title: "Register number" },
  name: { words: "Name", title: "Name" },
  exercises: { words: "Exercises", title: "Exercises right, judged again" },
  accuracy: {
    words: "Accuracy",
    title: "Accuracy on the test images, recomputed where it could be",
  },
  proofs: { words: "Proved", title: "Recomputed, trained again, witnessed" },
  mark: { words: "Mark", title: "Your mark" },
};
const PROOFS = /** @type {const} */ (["recomputed", "trained_again", "witnessed"]);
const SIGNS = { yes: "✓", no: "✗", partly: "~", nearly: "~", "differs, not reproducible": "~" };

/**
 * @param {string} sort
 * @param {boolean} isDown
 * @param {(sort: string) => void} choose
 */
export function tableHead(sort, isDown, choose) {
  const heads = Object.entries(COLUMNS).map(([name, { words, title }]) => {
    if (name === "proofs") {
      return element("th", { scope: "col", title }, words);
    }
    const isSorted = sort === name;
    const direction = isDown ? "descending" : "ascending";
    const sign = isSorted ? (isDown ? " ↓" : " ↑") : "";
    return element(
      "th",
      { scope: "col", class: name, "aria-sort": isSorted ? direction : "none" },
      element(
        "button",
        { type: "button", title, "aria-label": title, click: () => choose(name) },
        (words || "●") + sign,
      ),
    );
  });
  return element("tr", {}, ...heads);
}

/**
 * @param {Row} row
 * @param {Typed} typed
 * @param {number} numExercises
 * @param {boolean} isOpen its button opens the row, as a click anywhere on the row does
 */
export function tableRow(row, typed, numExercises, isOpen) {
  const look = row.asks_for_a_look;
  const accuracy = row.recomputed_accuracy ?? row.claimed;
  const isClaimed = row.recomputed_accuracy === null && accuracy !== null;
  const late = row.is_late ? element("span", { class: "late" }, "late") : null;
  const name = element(
    "button",
    {
      type: "button",
      class: row.name ? "opens" : "opens quiet",
      "aria-current": isOpen && "true",
    },
    row.name || row.file,
  );
  return element(
    "tr",
    { "data-number": row.number, class: isOpen ? "open" : "" },
    element(
      "td",
      { class: "look" },
      look ? element("span", { class: "dot look", title: "Look first" }, "●") : "",
    ),
    element("td", { class: "register" }, row.register || "–"),
    element("td", { class: "name" }, name, " ", late),
    element("td", { class: "exercises" }, ...exercisesOf(row, numExercises)),
    element(
      "td",
      {
        class: isClaimed ? "accuracy claimed" : "accuracy",
        title: isClaimed ? "claimed" : "recomputed",
      },
      accuracy === null ? "–" : percentOfAll(accuracy),
    ),
    element("td", { class: "proofs" }, ...PROOFS.map((word) => sign(word, row[word]))),
    element("td", { class: "mark" }, typed.mark || "–"),
  );
}

/**
 * @param {Row} row
 * @param {number} all
 */
function exercisesOf(row, all) {
  if (!row.is_read) {
    return ["–"];
  }
  const share = `--share: ${row.num_right / Math.max(1, all)}`;
  return [element("span", { class: "bar", style: share }), ` ${row.num_right}`];
}

/**
 * @param {string} word
 * @param {string} state
 */
function sign(word, state) {
  const shown = SIGNS[/** @type {keyof typeof SIGNS} */ (state)] ?? "·";
  const title = `${word.replace("_", " ")}: ${state || "not done"}`;
  return element(
    "span",
    { class: `sign ${state || "none"}`, title, "aria-label": title, role: "img" },
    shown,
  );
}
