import assert from "node:assert/strict";
import { test } from "node:test";
import { sentenceOf } from "../../cnnlab/widgets/static/kernel_pulse.js";

test("a kernel that answers late is told nothing of", () => {
  for (const seconds of [0, 1, 4.9]) assert.equal(sentenceOf(seconds), "");
});

test("the seconds that are told have passed, and change seldom", () => {
  const told = new Set();
  for (let seconds = 5; seconds < 400; seconds += 1) {
    const [, number] = sentenceOf(seconds).match(/has not answered for (\d+) s\./) ?? [];
    assert.ok(Number(number) <= seconds, `${number} s were told after ${seconds}`);
    told.add(number);
  }
  assert.ok(told.size < 10);
});

test("it is true of a busy machine, too", () => {
  assert.match(sentenceOf(6), /may be very busy, or it was stopped/);
});
