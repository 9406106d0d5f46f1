// The teacher's wall: where dots stand, what is said of them, of steps and of runs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { refusalOf } from "../../cnnlab/wall/static/wall_controls.js";
import {
  bestOf,
  dotAgain,
  rankOf,
  summaryOf,
  valuesOf,
  wordsOf,
} from "../../cnnlab/wall/static/wall_dots.js";
import { cellWords, mostConfused } from "../../cnnlab/wall/static/wall_matrix.js";
import { numbersOf } from "../../cnnlab/wall/static/wall_numbers.js";
import { GONE, timeOf } from "../../cnnlab/wall/static/wall_parts.js";
import { noteOfQueue, resultOf } from "../../cnnlab/wall/static/wall_queue.js";
import {
  accuracyAxis,
  roomyTicks,
  ticksAround,
  timeAxis,
} from "../../cnnlab/wall/static/wall_scale.js";
import { stepWords } from "../../cnnlab/wall/static/wall_steps.js";
import { isToBeSeen } from "../../cnnlab/widgets/static/class_message.js";

const RUNS = {
  choices: ["Filters", "Augmentation"],
  configurations: [
    ["8", "no"],
    ["32", "yes"],
    ["16", "no"],
  ],
  dots: [
    [10, 0.9, "finished", 0],
    [40, 0.99, "finished", 1],
    [20, 0.99, "training", 2],
  ],
  dataset: "MNIST",
  others: 0,
};

const near = (value, expected) => assert.ok(Math.abs(value - expected) < 1e-9, `${value}`);

test("twice the time and half the mistakes are as far everywhere", () => {
  const { place } = timeAxis([2, 600]);
  near(place(20) - place(10), place(400) - place(200));
  const up = accuracyAxis([0.5, 0.999]).place;
  near(up(0.95) - up(0.9), up(0.99) - up(0.98));
});

test("every dot is on the chart, one without a mistake at its upper end", () => {
  const times = timeAxis([0.01, 1e6]);
  const accuracies = accuracyAxis([0, 1]);
  for (const share of [times.place(0.01), times.place(1e6), accuracies.place(0)]) {
    assert.ok(share >= 0 && share <= 1);
  }
  assert.equal(accuracies.place(1), 1);
  assert.deepEqual(accuracies.ticks.at(-1), { value: 0.9999, words: "99.99%" });
});

test("ticks go from below all values to above them, and an empty chart has some", () => {
  assert.deepEqual(ticksAround([1, 2, 5, 10, 20], [3, 7]), [2, 5, 10]);
  assert.deepEqual(ticksAround([1, 2, 5], [2, 5]), [2, 5]);
  assert.deepEqual(
    timeAxis([]).ticks.map(({ words }) => words),
    ["5 s", "10 s", "20 s", "30 s", "1 min"],
  );
});

test("ticks that would touch are left out, never the last one", () => {
  const ticks = [0, 5, 10, 100].map((value) => ({ value, words: "" }));
  const kept = roomyTicks(ticks, (value) => value, 8);
  assert.deepEqual(
    kept.map(({ value }) => value),
    [0, 10, 100],
  );
});

test("the best dot has the highest accuracy, and of equal ones the least time", () => {
  assert.equal(bestOf(RUNS.dots), 2);
  assert.equal(bestOf([]), -1);
});

test("a dot is found again where others come before it, or go", () => {
  const [quick, best, live] = RUNS.dots;
  const other = { ...RUNS, dots: [[5, 0.8, "finished", 0], quick, best, live] };
  assert.deepEqual(
    [-1, 0, 1, 2].map((index) => dotAgain(RUNS, index, other)),
    [-1, 1, 2, 3],
  );
  assert.equal(dotAgain(other, 2, RUNS), 1);
  assert.equal(dotAgain(other, 0, RUNS), -1);
});

test("a dot is found again where more is told of each, and where it has moved on", () => {
  const told = {
    ...RUNS,
    choices: ["Filters", "Dropout", "Augmentation"],
    configurations: [
      ["16", "0", "no"],
      ["32", "0.5", "yes"],
    ],
    dots: [
      [40, 0.99, "finished", 1],
      [22, 0.985, "finished", 0],
    ],
  };
  assert.deepEqual(
    [0, 1, 2].map((index) => dotAgain(RUNS, index, told)),
    [-1, 0, 1],
  );
  const two = { ...told, dots: [...told.dots, [30, 0.9, "training", 0]] };
  assert.equal(dotAgain(RUNS, 2, two), -1, "it may be either");
});

test("a wish that was not fulfilled says why, in a sentence of the wall's", async () => {
  const page = "<html>500</html>";
  const said = (status, body) => refusalOf(new Response(body, { status }));
  assert.equal(await said(204, null), "");
  assert.equal(await said(400, "Shorten it."), "Shorten it.");
  assert.equal(await said(404, page), GONE);
  for (const status of [400, 403, 500, 502]) {
    assert.match(await said(status, status === 400 ? "" : page), /^The server does not answer/);
  }
  assert.equal(await refusalOf(null), await said(500, page));
});

test("values are sorted as numbers, and coloured by their rank", () => {
  assert.deepEqual(valuesOf(RUNS, 0), ["8", "16", "32"]);
  assert.deepEqual(valuesOf(RUNS, 1), ["no", "yes"]);
  assert.deepEqual(
    valuesOf(RUNS, 0).map((value) => rankOf(["8", "16", "32"], value)),
    [0, 0.5, 1],
  );
  assert.equal(rankOf(["8"], "8"), 0.5);
});

test("a dot tells its result and its configuration, and all together tell the class's", () => {
  assert.equal(
    wordsOf(RUNS, RUNS.dots[2]),
    "99.00% right after 20 s, still training. Filters: 16 · Augmentation: no",
  );
  assert.equal(
    summaryOf({ ...RUNS, others: 1 }),
    "3 runs on MNIST. The best one reads 99.00% right after 20 s; half of them 99.0% or more." +
      " On other digits, and left out: 1 run.",
  );
  assert.match(summaryOf({ ...RUNS, dots: [] }), /^Nobody's run/);
});

test("seconds are told as one says them", () => {
  assert.deepEqual([3.2, 99.4, 100, 3600, 7000].map(timeOf), [
    "3 s",
    "99 s",
    "2 min",
    "60 min",
    "1.9 h",
  ]);
});

test("a cell has a percentage that fits, and nothing where nothing is", () => {
  assert.deepEqual([0, 0.00004, 0.0008, 0.0084, 0.015, 0.987].map(cellWords), [
    "",
    "",
    ".08",
    ".84",
    "1.5",
    "98.7",
  ]);
});

test("the pair that is confused most is told with its share", () => {
  const matrix = [
    [90, 10],
    [2, 98],
  ];
  assert.equal(mostConfused(matrix), "Largest share: 0 read as 1, 10.0% of that digit.");
  assert.equal(
    mostConfused([
      [3, 0],
      [0, 0],
    ]),
    "",
  );
});

test("a step says how many are there, and for how many it has lasted", () => {
  assert.equal(stepWords({ title: "Two", pages: 1, long: 0 }, 10), "Two: 1 page");
  assert.equal(
    stepWords({ title: "Two", pages: 3, long: 2 }, 10),
    "Two: 3 pages, 2 for more than 10 minutes",
  );
});

test("a run that is on tells its share and result, one that waits its time", () => {
  const run = { id: "a", told: [], share: 0.5, accuracy: 0.95, seconds: 80 };
  assert.equal(resultOf(run, true), "50%, 95.0% right");
  assert.equal(resultOf(run, false), "50% done, in 80 s");
  const fresh = { ...run, share: 0, accuracy: null, seconds: null };
  assert.equal(resultOf(fresh, true), "0%");
  assert.equal(resultOf(fresh, false), "");
});

test("the queue says why it is not known, that it is paused, or that it is empty", () => {
  const queue = { is_paused: false, problem: "", on: [], waiting: [] };
  assert.equal(noteOfQueue(queue), "Nothing is being trained.");
  assert.match(noteOfQueue({ ...queue, is_paused: true }), /^Paused/);
  assert.equal(noteOfQueue({ ...queue, problem: "No engine." }), "No engine.");
});

test("the numbers of a class, and of nobody", () => {
  const queue = { is_paused: true, problem: "", on: [], waiting: [] };
  const state = { pages: 1, most_pages: 40, visitors: 1, queue, runs: RUNS };
  assert.deepEqual(
    numbersOf(state).map(([number, words]) => `${number} ${words}`),
    ["1 page open", "1 student", "0 training", "0 waiting", "3 runs", "99.00% best so far"],
  );
  const empty = { ...state, runs: { ...RUNS, dots: [] } };
  assert.equal(numbersOf(empty)[5][0], "–");
});

test("a message is seen until it is cleared, or closed in this tab", () => {
  assert.equal(isToBeSeen({ text: "Look up.", at: 2 }, null), true);
  assert.equal(isToBeSeen({ text: "Look up.", at: 2 }, 2), false);
  assert.equal(isToBeSeen({ text: "Look up.", at: 3 }, 2), true);
  assert.equal(isToBeSeen({ text: "", at: 3 }, 2), false);
});
