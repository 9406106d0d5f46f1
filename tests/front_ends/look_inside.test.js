import assert from "node:assert/strict";
import { test } from "node:test";
import { tileAfterKey } from "../../cnnlab/widgets/static/feature_maps.js";
import { sumsOf } from "../../cnnlab/widgets/static/pixel_steps.js";

test("keys lead from tile to tile and no further than the last", () => {
  const tiles = { filters: 10, columns: 4, selected: 5 };
  assert.equal(tileAfterKey("ArrowLeft", tiles), 4);
  assert.equal(tileAfterKey("ArrowRight", tiles), 6);
  assert.equal(tileAfterKey("ArrowUp", tiles), 1);
  assert.equal(tileAfterKey("ArrowDown", tiles), 9);
  assert.equal(tileAfterKey("ArrowUp", { ...tiles, selected: 2 }), 0);
  assert.equal(tileAfterKey("ArrowDown", { ...tiles, selected: 9 }), 9);
  assert.equal(tileAfterKey("Home", tiles), 0);
  assert.equal(tileAfterKey("End", tiles), 9);
  assert.equal(tileAfterKey("a", tiles), undefined);
});

test("a single tile stays where it is", () => {
  const tiles = { filters: 1, columns: 1, selected: 0 };
  for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"]) {
    assert.equal(tileAfterKey(key, tiles), 0, key);
  }
});

const PIXEL = { sum: -1.5, bias: 0.25, scale: 1, shift: 0, normalized: -1.25, output: 0 };

test("the sums of one channel lead to the pixel", () => {
  assert.deepEqual(sumsOf({ ...PIXEL, sums: [-1.5], channel: 0 }), [
    ["Sum of the products", "\u22121.5000"],
    ["+ bias", "0.2500"],
    ["Before the ReLU", "\u22121.2500"],
    ["ReLU: max(0, that)", "0.0000"],
  ]);
});

test("of several channels the chosen one is told, and batch normalization, if any", () => {
  const names = sumsOf({ ...PIXEL, sums: [1, -2.5], channel: 1, scale: 2 }).map(([name]) => name);
  assert.deepEqual(names.slice(0, 4), [
    "Sum of these products",
    "Sum over all 2 maps",
    "+ bias",
    "Batch normalization",
  ]);
});
