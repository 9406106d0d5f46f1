import assert from "node:assert/strict";
import { test } from "node:test";
import {
  lowestPlace,
  placeAfterKey,
  placeOf,
  placeUnder,
  readWith,
  squareOn,
  sweepValues,
  wordsOfMap,
  wordsOfPlace,
} from "../../cnnlab/widgets/static/cover_places.js";

/** Probabilities with `share` for one digit, and the rest for the next one. */
const sureOf = (digit, share) => {
  const rest = (digit + 1) % 10;
  return Array.from({ length: 10 }, (_, k) => (k === digit ? share : k === rest ? 1 - share : 0));
};
const covered = Float32Array.from({ length: 784 }, (_, k) => (k === 59 ? 0.25 : 1)).reduce(
  (all, share, k) => {
    all.set(sureOf(3, share), 10 * k);
    return all;
  },
  new Float32Array(7840),
);

test("arrow keys move by a pixel and stay on the image; other keys lead nowhere", () => {
  assert.deepEqual(placeAfterKey("ArrowDown", { row: 3, column: 4 }), { row: 4, column: 4 });
  assert.deepEqual(placeAfterKey("ArrowLeft", { row: 3, column: 0 }), { row: 3, column: 0 });
  assert.equal(placeAfterKey("a", { row: 3, column: 4 }), undefined);
});

test("a pointer is at the pixel under it, and outside at the nearest", () => {
  const box = { left: 100, top: 50, width: 280, height: 280 };
  assert.deepEqual(placeUnder({ clientX: 109, clientY: 61 }, box), { row: 1, column: 0 });
  assert.deepEqual(placeUnder({ clientX: 900, clientY: 0 }, box), { row: 0, column: 27 });
});

test("the square stands around its middle", () => {
  const { left, top, width } = squareOn({ row: 3, column: 10 }, 7);
  assert.equal(top, "0%");
  assert.equal(left, "25%");
  assert.equal(width, "25%");
});

test("what is read at a place, and where a digit is the least probable", () => {
  assert.deepEqual(placeOf(59), { row: 2, column: 3 });
  assert.deepEqual(readWith(covered, { row: 2, column: 3 }), sureOf(3, 0.25));
  assert.deepEqual(readWith(new Float32Array(0), { row: 2, column: 3 }), []);
  assert.deepEqual(lowestPlace(covered, 3), { row: 2, column: 3 });
});

test("the map is what the probability falls by, as far as the sweep has come", () => {
  const values = sweepValues(covered, sureOf(3, 1), 3, 60);
  assert.equal(values.length, 784);
  assert.equal(values[59], 95); // 127 * 0.75
  assert.equal(values[58], 0);
  assert.equal(sweepValues(covered, sureOf(3, 1), 3, 59)[59], 0);
  assert.match(wordsOfMap(covered, 3, true), /a 3 is less probable \(25.0% at the lowest\)/);
  assert.match(wordsOfMap(covered, 3, false), /^Sweep/);
});

test("a place is told with what is read there", () => {
  const place = { row: 2, column: 3 };
  const changed = wordsOfPlace(place, sureOf(3, 0.25), sureOf(3, 1));
  assert.equal(changed, "Square at row 3, column 4: read as 4 (75.0%), no longer as 3.");
  const still = wordsOfPlace(place, sureOf(3, 0.75), sureOf(3, 1));
  assert.equal(still, "Square at row 3, column 4: still read as 3 (75.0%); uncovered, 100.0%.");
  assert.equal(wordsOfPlace(place, [], []), "Square at row 3, column 4.");
});
