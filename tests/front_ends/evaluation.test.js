import assert from "node:assert/strict";
import { test } from "node:test";
import { cellAfterKey, readingOf } from "../../cnnlab/widgets/static/confusion_matrix.js";
import { worstMistake } from "../../cnnlab/widgets/static/mistake_shares.js";
import { digitsOf, images, judged, misread } from "../../cnnlab/widgets/static/test_digits.js";

/** Bytes as they come from Python: a view of a buffer that holds more, at an odd place. */
function sent(bytes) {
  const all = new Uint8Array(bytes.length + 3);
  all.set(bytes, 1);
  return new DataView(all.buffer, 1, bytes.length);
}

function tiles(labels, probabilities) {
  const pixels = Uint8Array.from({ length: 784 * labels.length }, (_, k) => Math.floor(k / 784));
  const shares = new Uint8Array(Float32Array.from(probabilities.flat()).buffer);
  return { labels, pixels: sent(pixels), probabilities: sent(shares) };
}

test("test digits come one by one, with what was read", () => {
  const sure = Array.from({ length: 10 }, (_, digit) => (digit === 9 ? 0.75 : 0.25 / 9));
  const [first, second] = digitsOf(tiles([9, 4], [sure, sure]));
  assert.deepEqual([first.label, first.guess, first.share], [9, 9, 0.75]);
  assert.deepEqual([second.label, second.guess], [4, 9]);
  assert.equal(second.pixels.length, 784);
  assert.ok(second.pixels.every((pixel) => pixel === 1));
});

test("no test digits are none", () => {
  assert.deepEqual(digitsOf(undefined), []);
  assert.deepEqual(digitsOf(tiles([], [])), []);
});

test("one image is no images", () => {
  assert.equal(images(0), "0 images");
  assert.equal(images(1), "1 image");
  assert.equal(images(10000), "10,000 images");
});

test("a reading is right or wrong", () => {
  assert.deepEqual(judged({ label: 7, guess: 7, share: 0.5 }), ["✓ 7 (50%)"]);
  assert.deepEqual(judged({ label: 1, guess: 7, share: 0.5 }), ["✗ 7 (50%), is 1"]);
  assert.deepEqual(misread({ label: 1, guess: 7, share: 0.5 }), ["1 read as 7", "50% sure"]);
  assert.equal(readingOf([4, 4]), "read rightly");
  assert.equal(readingOf([4, 0]), "read as 0");
});

test("the worst mistake is a share of its digit's images", () => {
  const matrix = [
    [8, 2],
    [1, 1],
  ];
  assert.equal(worstMistake(matrix, [10, 2]), 0.5);
});

test("without a mistake, or without images, there is still something to divide by", () => {
  const identity = [
    [3, 0],
    [0, 4],
  ];
  assert.equal(worstMistake(identity, [3, 4]), 1);
  assert.equal(worstMistake([[0]], [0]), 1);
});

test("keys lead through the matrix", () => {
  assert.deepEqual(cellAfterKey("ArrowDown", [2, 3], 9, false), [3, 3]);
  assert.deepEqual(cellAfterKey("ArrowLeft", [2, 3], 9, false), [2, 2]);
  assert.deepEqual(cellAfterKey("Home", [2, 3], 9, false), [2, 0]);
  assert.deepEqual(cellAfterKey("Home", [2, 3], 9, true), [0, 0]);
  assert.deepEqual(cellAfterKey("End", [2, 3], 9, false), [2, 9]);
  assert.deepEqual(cellAfterKey("End", [2, 3], 9, true), [9, 9]);
  assert.equal(cellAfterKey("Tab", [2, 3], 9, false), undefined);
});
