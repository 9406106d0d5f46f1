import assert from "node:assert/strict";
import { test } from "node:test";
import { ACCURACY, LOSS } from "../../labhelpers/static/chart_scale.js";
import {
  messageOf,
  NUMBERS,
  numbersOf,
  sentenceOf,
  stateOf,
} from "../../labhelpers/static/chart_state.js";

const RUN = {
  status: "training",
  message: "",
  epoch: 1,
  epochs: 3,
  step: 7,
  steps: 20,
  seconds: 2,
  points: [[1.35, 0.5, 0.875]],
  validation: [[1, 0.123456, 1]],
  history: {},
  running: [7, 0.5, 0.9],
};

/** The chart's state for a run's progress and earlier runs. */
const chart = (progress, overlay = []) =>
  stateOf({ get: (name) => ({ progress, overlay })[name] });

test("before any run everything is a dash", () => {
  const state = chart({});
  assert.deepEqual(numbersOf(state), ["–", "–", "–", "–", "–", "–"]);
  assert.equal(numbersOf(state).length, NUMBERS.length);
  assert.equal(messageOf(state), "No run yet: press Train.");
  assert.equal(state.last, 1);
});

test("while training, the epoch that is under way is counted", () => {
  const numbers = ["2 of 3", "7 of 20", "0.5000", "87.5%", "0.1235", "100.0%"];
  assert.deepEqual(numbersOf(chart(RUN)), numbers);
});

test("an accuracy below one never reads as all", () => {
  const almost = chart({ ...RUN, points: [[1, 0.5, 0.99996]], validation: [] });
  assert.equal(numbersOf(almost)[3], ">99.9%");
});

test("between two epochs and at the end the last one is complete", () => {
  const ended = { ...RUN, status: "finished", epoch: 3, step: 0 };
  assert.deepEqual(numbersOf(chart(ended)).slice(0, 2), ["3 of 3", "20 of 20"]);
  const stopped = { ...RUN, status: "stopped", epoch: 0, step: 0 };
  assert.deepEqual(numbersOf(chart(stopped)).slice(0, 2), ["0 of 3", "0 of 20"]);
  const beginning = { ...RUN, epoch: 2, step: 0 };
  assert.deepEqual(numbersOf(chart(beginning)).slice(0, 2), ["3 of 3", "0 of 20"]);
});

test("a loss that is no number is a dash", () => {
  const lost = chart({ ...RUN, points: [[1, null, 0.1]], validation: [] });
  assert.deepEqual(numbersOf(lost).slice(2), ["–", "10.0%", "–", "–"]);
  assert.equal(sentenceOf("Loss", LOSS, lost, ""), "Loss against epoch: .");
});

test("the axis ends where the longest curve does, or the epochs asked for", () => {
  const earlier = { name: "earlier", validation: [[9, 1, 1]] };
  assert.equal(chart(RUN).last, 3);
  assert.equal(chart(RUN, [earlier]).last, 9);
});

test("the middle says why there is no curve", () => {
  const empty = { ...RUN, points: [], validation: [] };
  assert.equal(messageOf(chart(empty)), "Waiting for the first batch.");
  assert.equal(messageOf(chart({ ...empty, status: "waiting" })), "Waiting for the first batch.");
  const ended = { ...empty, status: "failed" };
  assert.equal(messageOf(chart(ended)), "The run ended before its first numbers.");
  assert.equal(messageOf(chart({}, [{ name: "earlier", validation: [[1, 1, 1]] }])), "");
});

test("a sentence says what a chart shows", () => {
  const earlier = { name: "earlier", validation: [[1, 1, 1]] };
  assert.equal(
    sentenceOf("Accuracy", ACCURACY, chart(RUN, [earlier]), ""),
    "Accuracy against epoch: training 87.5% at epoch 1.35, validation 100.0% at epoch 1; " +
      "validation of 1 earlier run.",
  );
  assert.equal(sentenceOf("Loss", LOSS, chart({}), "No run."), "Loss against epoch. No run.");
});

test("a guess is said of the accuracy, moves no axis, and is no curve of a run", () => {
  const guess = [
    [2, null, 0.9],
    [9, null, 0.97],
  ];
  const state = stateOf({ get: (name) => ({ progress: RUN, guess })[name] });
  assert.match(sentenceOf("Accuracy", ACCURACY, state, ""), /; your guess 97.0% at epoch 9\.$/);
  assert.doesNotMatch(sentenceOf("Loss", LOSS, state, ""), /guess/);
  assert.equal(state.last, 3);
  const waiting = { ...state, points: [], validation: [] };
  assert.equal(messageOf(waiting), "Waiting for the first batch.");
});
