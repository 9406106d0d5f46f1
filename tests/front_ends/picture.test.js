import assert from "node:assert/strict";
import { test } from "node:test";
import { problemOfSize, sentSize } from "../../cnnlab/widgets/static/picture.js";

test("a picture keeps its proportions, and a small one its size", () => {
  assert.deepEqual(sentSize(4000, 3000), [400, 300]);
  assert.deepEqual(sentSize(28, 28), [28, 28]);
  assert.deepEqual(sentSize(1, 1), [1, 1]);
});

test("a very narrow picture is at least a pixel wide", () => {
  assert.deepEqual(sentSize(1, 30_000), [1, 400]);
  assert.deepEqual(sentSize(30_000, 2), [400, 1]);
});

test("a picture that is too large, or none, is refused with what was expected", () => {
  assert.equal(problemOfSize("a.png", 8000, 5000), "");
  assert.match(
    problemOfSize("a.png", 8000, 5001),
    /a\.png has 40 megapixels; expected at most 40/,
  );
  assert.match(problemOfSize("a.svg", 0, 0), /0 megapixels/);
});
