// The instructor's overview: table, one hand-in beside it, and the keys that lead through them.

import { detail } from "./desk_detail.js";
import { element, severalOf } from "./desk_elements.js";
import { glance } from "./desk_glance.js";
import { FILTERS, placeAfter, shownRows } from "./desk_order.js";
import { tableHead, tableRow } from "./desk_table.js";
import { TypedMarks } from "./desk_typed.js";

/** @import { Data, Row } from "./overview_data.d.ts" */

/** @param {string} id */
function part(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @type {Data} */
const data = JSON.parse(part("data").textContent ?? "");
const numExercises = data.lessons.flatMap(({ names }) => names).length;
const marks = new TypedMarks(data, (sentence, isBad) => {
  part("kept").textContent = sentence;
  part("kept").classList.toggle("bad", isBad);
});
const view = { filter: "all", search: "", sort: "look", is_down: false };
/** @type {Row | undefined} */
let opened;
/** @type {Row[]} */
let shown = [];
let lastPlace = 0; // of the open row in the list, before it left it

const filters = Object.entries(FILTERS).map(([name, { words, fits }]) => {
  const count = element("span", { class: "count" });
  const attributes = { type: "button", click: () => choose({ filter: name }) };
  const button = element("button", attributes, words, count);
  part("filters").append(button);
  return { name, fits, button, count };
});

/** The buttons stay, so that a pressed one keeps the focus. */
function drawFilters() {
  for (const { name, fits, button, count } of filters) {
    const number = data.rows.filter((row) => fits(row, marks.all[row.key])).length;
    button.setAttribute("aria-pressed", String(view.filter === name));
    button.className = number ? "filter" : "filter none";
    count.textContent = String(number);
  }
}

/** Draw the table anew; what had the focus in it has it again. */
function drawTable() {
  const held = document.activeElement;
  const number = held?.closest("tr[data-number]")?.getAttribute("data-number");
  const head = held?.closest("#heads th")?.className;
  fillTable();
  if (number) {
    focusOn(`tr[data-number="${number}"] .opens`);
  } else if (head) {
    focusOn(`#heads th.${head} button`);
  }
}

/** @param {string} selector */
function focusOn(selector) {
  /** @type {HTMLElement | null} */ (document.querySelector(selector))?.focus();
}

function fillTable() {
  shown = shownRows(data.rows, view, marks.all);
  const place = opened ? shown.indexOf(opened) : -1;
  lastPlace = place < 0 ? lastPlace : place;
  part("heads").replaceChildren(
    tableHead(view.sort, view.is_down, (sort) =>
      choose({ sort, is_down: view.sort === sort && !view.is_down }),
    ),
  );
  const rows = shown.flatMap((row) => {
    const line = tableRow(row, marks.of(row), numExercises, row === opened);
    line.addEventListener("click", () => open(row));
    return [line, printedRemarks(row)].filter((made) => made !== null);
  });
  part("rows").replaceChildren(...rows);
  part("how-many").textContent = `${shown.length} of ${severalOf(data.rows.length, "hand-in")}`;
}

/** @param {Row} row */
function printedRemarks(row) {
  if (!row.asks_for_a_look) {
    return null;
  }
  const texts = row.remarks.map((remark) => element("p", {}, remark.text));
  const cell = element("td", { colspan: 7 }, ...texts);
  return element("tr", { class: "printed" }, cell);
}

/** @param {Partial<typeof view>} change */
function choose(change) {
  Object.assign(view, change);
  drawFilters();
  drawTable();
}

/** @param {Row} row */
function open(row) {
  opened = row;
  drawTable();
  const typed = marks.of(row);
  const isOld = Boolean(typed.mark) && typed.digest !== "" && typed.digest !== row.digest;
  const mark = field(row, "mark", "Mark", typed.mark);
  const remark = field(row, "remark", "Remark to the student", typed.remark);
  const whose = row.register ? `${row.register} · ${row.file}` : row.file;
  part("detail").replaceChildren(
    element(
      "header",
      {},
      element("h2", { tabindex: -1 }, row.name || row.file),
      element(
        "p",
        { class: "quiet" },
        whose,
        row.date ? ` · ${row.date}` : "",
        row.is_late ? " · late" : "",
      ),
      element("div", { class: "typing" }, mark, remark),
      isOld ? element("p", { class: "bad" }, "The file changed after this mark was typed.") : null,
    ),
    detail(data, row, compare),
  );
  part("detail").scrollTop = 0;
  if (matchMedia("(width < 900px)").matches) {
    part("detail").scrollIntoView();
    return;
  }
  document.querySelector("tr.open")?.scrollIntoView({ block: "nearest" });
}

/**
 * @param {Row} row
 * @param {"mark" | "remark"} name
 * @param {string} label
 * @param {string} text
 */
function field(row, name, label, text) {
  const isMark = name === "mark";
  const typing = element(isMark ? "input" : "textarea", {
    id: `typed-${name}`,
    autocomplete: "off",
    ...(isMark
      ? { type: "text", inputmode: "decimal", maxlength: 20 }
      : { rows: 2, maxlength: 2000 }),
    input: (event) => {
      marks.type(row, name, event.target.value);
      drawTable();
      drawFilters();
    },
  });
  /** @type {HTMLInputElement} */ (typing).value = text;
  return element("label", { class: `typed-${name}` }, element("span", {}, label), typing);
}

/**
 * @param {Row} first
 * @param {Row} second
 */
function compare(first, second) {
  const side = (/** @type {Row} */ row, /** @type {Row} */ other) =>
    element(
      "article",
      {},
      element("h2", {}, row.name || row.file),
      element("p", { class: "quiet" }, `${row.register || "no register number"} · ${row.file}`),
      detail(data, row, compare, other),
    );
  part("sides").replaceChildren(side(first, second), side(second, first));
  const dialog = /** @type {HTMLDialogElement} */ (part("compare"));
  if (!dialog.open) {
    dialog.showModal();
  }
  dialog.scrollTop = 0;
}

/** @param {number} step */
function move(step) {
  const place = opened ? shown.indexOf(opened) : -1;
  const next = shown[placeAfter(place, lastPlace, step, shown.length)];
  if (next) {
    open(next);
  }
}

/**
 * In the list, an arrow leads to the next row and takes the focus there.
 *
 * @param {number} step
 */
function moveInList(step) {
  move(step);
  focusOn("tr.open .opens");
}

/** @type {Record<string, () => void>} */
const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  m: () => part("typed-mark")?.focus(),
  r: () => part("typed-remark")?.focus(),
  "/": () => part("search").focus(),
};

/** @type {Record<string, () => void>} */
const KEYS_IN_LIST = {
  ArrowDown: () => moveInList(1),
  ArrowUp: () => moveInList(-1),
};

document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  const isTyping = ["INPUT", "TEXTAREA"].includes(target.tagName);
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (isTyping) {
    leaveField(event, target);
    return;
  }
  const isInList = part("rows").contains(target);
  const act = KEYS[event.key] ?? (isInList ? KEYS_IN_LIST[event.key] : undefined);
  if (act && !(/** @type {HTMLDialogElement} */ (part("compare")).open)) {
    event.preventDefault();
    act();
  }
});

/**
 * Escape leaves a field; Enter in the mark's leads to the next hand-in's.
 *
 * @param {KeyboardEvent} event
 * @param {HTMLElement} target
 */
function leaveField(event, target) {
  if (event.key === "Escape") {
    target.blur();
  } else if (event.key === "Enter" && target.id === "typed-mark") {
    event.preventDefault();
    move(1);
    part("typed-mark").focus();
  }
}

part("search").addEventListener("input", (event) => {
  choose({ search: /** @type {HTMLInputElement} */ (event.target).value });
});
part("close").addEventListener("click", () => {
  /** @type {HTMLDialogElement} */ (part("compare")).close();
});
for (const name of [...Object.keys(data.tables), "typed.json"]) {
  const label = name === "typed.json" ? "Save the marks" : name;
  const button = element("button", { type: "button", click: () => marks.save(name) }, label);
  part("saves").append(button);
}
part("title").textContent = severalOf(data.rows.length, "hand-in");
part("made").textContent = `${data.folder}, read on ${data.made}`;
part("glance").replaceChildren(
  glance(data, (number) => open(/** @type {Row} */ (data.rows[number - 1]))),
);
choose({});
