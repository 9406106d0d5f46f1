import assert from "node:assert/strict";
import { test } from "node:test";
import {
  moved,
  snapped,
  trimmed,
  valueBefore,
  withStroke,
} from "../../cnnlab/widgets/static/guessed_curve.js";

test("a value is a share, to the step of the axis", () => {
  assert.equal(snapped(0.97149, 0.01), 0.97);
  assert.equal(snapped(0.97149, 0.001), 0.971);
  assert.equal(snapped(1.2, 0.01), 1);
  assert.equal(snapped(-0.2, 0.01), 0);
});

test("a first touch is one epoch, and a quick stroke leaves none out", () => {
  assert.deepEqual(withStroke([], [2, 0.5], [2, 0.5], 4), [null, 0.5, null, null]);
  assert.deepEqual(withStroke([], [1, 0.5], [4, 0.8], 4), [0.5, 0.6, 0.7, 0.8]);
  assert.deepEqual(withStroke([], [4, 0.8], [1, 0.5], 4), [0.5, 0.6, 0.7, 0.8]);
});

test("a gap to what was drawn before becomes a straight line, on both sides", () => {
  assert.deepEqual(withStroke([0.5], [3, 0.9], [3, 0.9], 4), [0.5, 0.7, 0.9, null]);
  const both = withStroke([0.1, null, null, null, 0.9], [3, 0.7], [3, 0.7], 5);
  assert.deepEqual(both, [0.1, 0.4, 0.7, 0.8, 0.9]);
});

test("what is drawn beyond the epochs of the run is dropped, and so are empty ends", () => {
  assert.deepEqual(withStroke([0.1, 0.2, 0.3], [1, 0.5], [1, 0.5], 2), [0.5, 0.2]);
  assert.deepEqual(trimmed([null, 0.5, null]), [null, 0.5]);
  assert.deepEqual(trimmed([null, null]), []);
});

test("keys move the epoch and the value, and stay within both", () => {
  assert.deepEqual(moved("ArrowRight", [1, 0.5], 3, 0.01), [2, 0.5]);
  assert.deepEqual(moved("ArrowRight", [3, 0.5], 3, 0.01), [3, 0.5]);
  assert.deepEqual(moved("ArrowLeft", [1, 0.5], 3, 0.01), [1, 0.5]);
  assert.deepEqual(moved("End", [1, 0.5], 3, 0.01), [3, 0.5]);
  assert.deepEqual(moved("ArrowUp", [1, 0.5], 3, 0.01), [1, 0.51]);
  assert.deepEqual(moved("ArrowUp", [1, 1], 3, 0.01), [1, 1]);
  assert.deepEqual(moved("PageDown", [1, 0.5], 3, 0.01), [1, 0.4]);
  assert.deepEqual(moved("ArrowDown", [1, 0.971], 3, 0.001), [1, 0.97]);
  assert.equal(moved("a", [1, 0.5], 3, 0.01), null);
});

test("the keyboard begins where the epoch before was", () => {
  assert.equal(valueBefore([], 1), 0.5);
  assert.equal(valueBefore([0.7, null, 0.9], 2), 0.7);
  assert.equal(valueBefore([0.7, null, 0.9], 3), 0.9);
});
