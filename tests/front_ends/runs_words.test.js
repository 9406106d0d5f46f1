// What the table of runs says of test accuracies: hidden, or of how many runs they were seen.

import assert from "node:assert/strict";
import { test } from "node:test";

import { lossOf, wordsOnLooks } from "../../cnnlab/widgets/static/runs_words.js";

const hidden = { test: null, is_hidden: true };
const seen = { test: 0.97, is_hidden: false };
const unmeasured = { test: null, is_hidden: false };

test("nothing is said before a run was measured", () => {
  assert.equal(wordsOnLooks([]), "");
  assert.equal(wordsOnLooks([unmeasured]), "");
});

test("one is told to choose by the validation loss while nothing was looked at", () => {
  assert.match(wordsOnLooks([unmeasured, hidden]), /^Choose a run by its validation loss/);
});

test("who looked is told of how many runs", () => {
  assert.match(wordsOnLooks([seen, hidden]), /of 1 run in this table; .* Say so/);
  assert.match(wordsOnLooks([seen, hidden, seen]), /of 2 runs in this table; .* Say so/);
});

test("a loss has four decimals", () => {
  assert.equal(lossOf(0.07), "0.0700");
  assert.equal(lossOf(null), "–");
});
