import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ACCURACY,
  accuracyRange,
  epochStep,
  LOSS,
  lossRange,
  niceStep,
  ticksBetween,
} from "../../labhelpers/static/chart_scale.js";

/** The state of a run whose points are [epoch, loss, accuracy]. */
const stateWith = (points, validation = [], overlay = []) => ({
  points,
  validation,
  overlay,
  guess: [],
  last: 1,
});

test("a step is 1, 2 or 5 times a power of ten", () => {
  assert.equal(niceStep(1, 5), 0.2);
  assert.equal(niceStep(2.5, 5), 0.5);
  assert.equal(niceStep(15, 8), 2);
  assert.equal(niceStep(7, 1), 10);
  for (const span of [1e-9, 3e-5, 0.7, 1, 12, 4567, 1e9, 1e300]) {
    const step = niceStep(span, 5);
    const digits = step / 10 ** Math.floor(Math.log10(step * 1.0001));
    assert.ok([1, 2, 5].includes(Math.round(digits)), `${span} gave ${step}`);
    assert.ok(span / step > 1.9 && span / step < 5.1, `${span} gave ${step}`);
  }
});

test("ticks are the multiples of a step, the ends with them", () => {
  assert.deepEqual(ticksBetween(0, 1, 0.2), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(ticksBetween(0.3, 0.5, 0.1), [0.3, 0.4, 0.5]);
  assert.deepEqual(ticksBetween(-0.4, 0.4, 0.2), [-0.4, -0.2, 0, 0.2, 0.4]);
  assert.deepEqual(ticksBetween(0.15, 0.18, 0.1), []);
});

test("ticks of tiny and of huge steps keep their digits", () => {
  assert.deepEqual(ticksBetween(0, 3e-9, 1e-9), [0, 1e-9, 2e-9, 3e-9]);
  assert.deepEqual(ticksBetween(0, 4e-13, 2e-13), [0, 2e-13, 4e-13]);
  assert.deepEqual(ticksBetween(0, 4e20, 2e20), [0, 2e20, 4e20]);
});

test("a range without a length has one tick, and one that is no number has none", () => {
  assert.deepEqual(ticksBetween(1, 1, 0.5), [1]);
  assert.deepEqual(ticksBetween(Number.NaN, 1, 0.5), []);
  assert.deepEqual(ticksBetween(0, 0, 0), []);
});

test("epochs are counted in wholes, a single one in halves", () => {
  assert.equal(epochStep(1, 600), 0.5);
  assert.equal(epochStep(2, 600), 1);
  assert.equal(epochStep(20, 600), 5);
  assert.equal(epochStep(20, 80), 10); // a narrow chart has fewer
});

test("the loss axis goes from 0 to a whole step above the largest value", () => {
  const range = lossRange(stateWith([[0.5, 2.3, 0.1]], [[1, 0.4, 0.9]]), false, 5);
  assert.deepEqual(range, { low: 0, high: 2.5, step: 0.5 });
});

test("there is a loss axis before there are numbers, and when all are 0", () => {
  assert.deepEqual(lossRange(stateWith([]), false, 5), { low: 0, high: 2.5, step: 0.5 });
  assert.deepEqual(lossRange(stateWith([[1, null, null]]), true, 5).high, 2.5);
  const { high } = lossRange(stateWith([[1, 0, 1]]), false, 5);
  assert.ok(high >= 1e-3 && high < 2e-3, String(high));
});

test("a huge loss has an axis that holds it", () => {
  const range = lossRange(stateWith([[1, 123_456_789, 0.1]]), false, 5);
  assert.ok(range.high >= 123_456_789);
  assert.ok(ticksBetween(range.low, range.high, range.step).length <= 7);
});

test("zoomed in, the later half of each curve sets the range", () => {
  const points = [
    [0.1, 2.3, 0.1],
    [0.2, 1.9, 0.3],
    [0.3, 0.4, 0.9],
    [0.4, 0.3, 0.92],
  ];
  assert.equal(lossRange(stateWith(points), false, 5).high, 2.5);
  assert.equal(lossRange(stateWith(points), true, 5).high, 0.4);
  assert.deepEqual(accuracyRange(stateWith(points), false, 5), { low: 0, high: 1, step: 0.2 });
  assert.equal(accuracyRange(stateWith(points), true, 5).low, 0.9);
});

test("earlier runs count, too", () => {
  const overlay = [{ name: "earlier", validation: [[1, 4.2, 0.5]] }];
  assert.equal(lossRange(stateWith([[1, 0.1, 0.9]], [], overlay), false, 5).high, 5);
});

test("the accuracy axis keeps a length when every value is 1, and never ends below 0", () => {
  const perfect = accuracyRange(stateWith([[1, 0, 1]]), true, 5);
  assert.ok(perfect.low < 1 && perfect.low >= 0.99, String(perfect.low));
  assert.equal(accuracyRange(stateWith([[1, 9, 0]]), true, 5).low, 0);
  assert.equal(accuracyRange(stateWith([[1, null, null]]), true, 5).low, 0);
});

test("a point has its loss before its accuracy", () => {
  assert.deepEqual([LOSS, ACCURACY], [1, 2]);
});

test("zoomed in, what was guessed is on the axis, too", () => {
  const state = stateWith([], [[1, 0.1, 0.98]]);
  assert.equal(accuracyRange(state, true, 5).low, 0.98);
  const guessed = { ...state, guess: [[1, null, 0.9]] };
  assert.equal(accuracyRange(guessed, true, 5).low, 0.9);
  assert.deepEqual(lossRange(guessed, true, 5), lossRange(state, true, 5));
});
