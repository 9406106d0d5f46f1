import assert from "node:assert/strict";
import { test } from "node:test";
import { successorOf } from "../../cnnlab/widgets/static/focus_care.js";
import { sheetsFor, wordsOf } from "../../cnnlab/widgets/static/network_strip.js";
import { placeAt } from "../../cnnlab/widgets/static/page_place.js";
import { remarkOn } from "../../cnnlab/widgets/static/put_right.js";
import { queryWith } from "../../cnnlab/widgets/static/steps_bar.js";

test("the keyboard's place goes to the next button that is on", () => {
  const train = { disabled: true };
  const pause = { disabled: false };
  const stop = { disabled: false };
  assert.equal(successorOf([train, pause, stop], train), pause);
  const over = [{ disabled: false }, { disabled: true }, { disabled: true }];
  assert.equal(successorOf(over, over[2]), over[0]);
  assert.equal(successorOf(over, over[1]), over[0]);
  assert.equal(successorOf([train], train), null);
});

test("each step has its turn while one scrolls to the end of the page", () => {
  const tops = [800, 860, 920, 980, 1040, 1100]; // folded, below a first screen
  assert.equal(placeAt(tops, 0, 800), 0);
  const scrolledBy = 400;
  const seen = new Set();
  for (let share = 0; share <= 1; share += 0.01) {
    const now = tops.map((top) => top - share * scrolledBy);
    seen.add(placeAt(now, share, 800));
  }
  assert.deepEqual([...seen], [0, 1, 2, 3, 4, 5, 6]);
});

test("a number that was put right is said, one that was taken is not", () => {
  assert.equal(remarkOn("Epochs", "3", "3", 1, 20), "");
  assert.equal(remarkOn("Epochs", " 03 ", "3", 1, 20), "");
  assert.equal(remarkOn("Epochs", "", "3", 1, 20), "");
  assert.equal(remarkOn("Epochs", "300", "20", 1, 20), "Epochs goes from 1 to 20: 300 became 20.");
  assert.equal(remarkOn("Filters", "many", "16", 8, 64), "many is no number: Filters stays 16.");
});

test("what was chosen before a reload comes after the address, and only after the same one", () => {
  const kept = { address: "filters=8", choices: "filters=24&epochs=5" };
  assert.equal(queryWith("filters=8", kept), "filters=8&filters=24&epochs=5");
  assert.equal(queryWith("", { ...kept, address: "" }), "filters=24&epochs=5");
  assert.equal(queryWith("filters=9", kept), "filters=9");
  for (const other of [null, 3, "x", {}, { address: "filters=8", choices: 7 }]) {
    assert.equal(queryWith("filters=8", other), "filters=8");
  }
});

test("the network in words, from left to right", () => {
  const layers = [
    { title: "Image", shape: [28, 28, 1] },
    { title: "Convolution 1", shape: [11, 11, 16] },
    { title: "Dense", shape: [64] },
    { title: "Answer", shape: [10] },
  ];
  assert.match(wordsOf(layers), /Image 28 × 28, Convolution 11 × 11 × 16, Dense 64, Answer 10\.$/);
  assert.equal(sheetsFor(1), 1);
  assert.ok(sheetsFor(8) < sheetsFor(32) && sheetsFor(512) <= 9);
});
