// The class at a glance: accuracies, exercises, confusions, and what asks for a look.

import { confusedPairs, exerciseCounts, median, piled } from "./desk_class.js";
import { drawn, element, percentOfAll, severalOf } from "./desk_elements.js";

/** @import { Data, Row } from "./overview_data.d.ts" */

const AXIS_WIDTH = 560;
const DOT = 9;
const MOST_PAIRS = 5;

/**
 * @param {Data} data
 * @param {(number: number) => void} open called with a row's number
 */
export function glance(data, open) {
  const { rows } = data;
  return element(
    "section",
    { class: "glance", "aria-label": "The class at a glance" },
    accuracies(rows, open),
    confusions(rows),
    classExercises(data),
  );
}

/**
 * @param {Row[]} rows
 * @param {(number: number) => void} open
 */
function accuracies(rows, open) {
  const measured = rows.flatMap((row) => {
    const accuracy = row.recomputed_accuracy ?? row.claimed;
    return accuracy === null ? [] : [{ row, accuracy }];
  });
  const values = measured.map(({ accuracy }) => accuracy);
  const middle = median(values);
  const words =
    middle === null ? "none" : `half of the class reads ${percentOfAll(middle)} or more`;
  return element(
    "div",
    { class: "card wide" },
    element("h2", {}, "Accuracy on the test images"),
    element(
      "p",
      { class: "quiet" },
      `${severalOf(values.length, "hand-in")}; ${words}. A dot is a hand-in.`,
    ),
    values.length ? dots(measured, open) : null,
  );
}

/**
 * @param {{row: Row, accuracy: number}[]} measured
 * @param {(number: number) => void} open
 */
function dots(measured, open) {
  const values = measured.map(({ accuracy }) => accuracy);
  const low = Math.max(0, Math.floor(20 * Math.min(...values)) / 20 - 0.001);
  const across = (/** @type {number} */ value) =>
    16 + ((AXIS_WIDTH - 32) * (value - low)) / (1 - low);
  const heights = piled(values.map((value) => across(value) / DOT));
  const rows = Math.max(...heights) + 1;
  const step = Math.min(DOT, 90 / rows);
  const floor = Math.max(40, rows * step) + 6;
  const ticks = [low + 0.001, (low + 1) / 2, 1].map((value) =>
    drawn(
      "g",
      {},
      drawn("path", { class: "axis", d: `M${across(value)} ${floor}v4` }),
      drawn(
        "text",
        { class: "tick middle", x: across(value), y: floor + 18 },
        percentOfAll(Math.min(1, value), Math.round(1000 * value) % 10 ? 1 : 0),
      ),
    ),
  );
  const circles = measured.map(({ row, accuracy }, index) =>
    drawn(
      "circle",
      {
        class: row.asks_for_a_look ? "dot look" : "dot",
        cx: across(accuracy),
        cy: floor - 5 - step * (heights[index] ?? 0),
        r: 4,
        click: () => open(row.number),
      },
      drawn("title", {}, `${row.name || row.file}: ${percentOfAll(accuracy)}`),
    ),
  );
  const label = `Accuracies from ${percentOfAll(Math.min(...values))} to ${percentOfAll(Math.max(...values))}`;
  return drawn(
    "svg",
    { viewBox: `0 0 ${AXIS_WIDTH} ${floor + 24}`, role: "img", "aria-label": label },
    drawn("path", { class: "axis", d: `M10 ${floor}H${AXIS_WIDTH - 10}` }),
    ...ticks,
    ...circles,
  );
}

/** @param {Row[]} rows */
function confusions(rows) {
  const pairs = confusedPairs(rows).slice(0, MOST_PAIRS);
  const items = pairs.map((pair) =>
    element(
      "li",
      {},
      element("span", { class: "pair" }, `${pair.label} → ${pair.read}`),
      element("span", {
        class: "bar",
        style: `--share: ${pair.hand_ins / Math.max(1, rows.length)}`,
      }),
      element("span", { class: "count" }, severalOf(pair.hand_ins, "hand-in")),
    ),
  );
  return element(
    "div",
    { class: "card" },
    element("h2", {}, "Confused most"),
    element(
      "p",
      { class: "quiet" },
      "The most frequent mistake of each: true digit → digit read.",
    ),
    element("ol", { class: "pairs" }, ...items),
  );
}

/** @param {Data} data */
function classExercises(data) {
  const lessons = data.lessons.map(({ number, names }) =>
    element(
      "div",
      { class: "lesson" },
      element("h3", {}, `Lesson ${number}`),
      ...names.map((name) => exerciseBar(data.rows, name)),
    ),
  );
  return element(
    "div",
    { class: "card all" },
    element("h2", {}, "Exercises"),
    element(
      "p",
      { class: "quiet" },
      "Answers judged again: ",
      element("span", { class: "key right" }, "right"),
      element("span", { class: "key not-yet" }, "not yet"),
      element("span", { class: "key missing" }, "not tried"),
    ),
    element("div", { class: "lessons" }, ...lessons),
  );
}

/**
 * @param {Row[]} rows
 * @param {string} name
 */
function exerciseBar(rows, name) {
  const counts = exerciseCounts(rows, name);
  const words = `${counts.right} of ${counts.all} right, ${counts.notYet} not yet, ${counts.missing} not tried`;
  const share = (/** @type {number} */ count) => `flex-grow: ${count}`;
  return element(
    "div",
    { class: "exercise", title: `${name}: ${words}` },
    element("span", { class: "exercise-name" }, name),
    element("span", { class: "count" }, `${counts.right}`),
    element(
      "span",
      { class: "stack", role: "img", "aria-label": words },
      element("i", { class: "right", style: share(counts.right) }),
      element("i", { class: "not-yet", style: share(counts.notYet) }),
      element("i", { class: "missing", style: share(counts.missing) }),
    ),
  );
}
