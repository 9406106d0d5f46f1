import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addedOf,
  captionsOf,
  fewestLevels,
  fooledInWords,
  levelsInWords,
  readAfter,
  stepAgainst,
} from "../../cnnlab/widgets/static/fool_steps.js";

/** Ten probabilities a step: 7 until `from` levels, then 9. */
const readings = (from, count) => {
  const all = new Float32Array(10 * count);
  for (let k = 0; k < count; k += 1) all[10 * k + (k < from ? 7 : 9)] = 0.75;
  return all;
};

test("each pixel goes its sign's way, and none beyond black and white", () => {
  const image = Uint8Array.from([0, 0, 250, 100, 100]);
  const signs = Int8Array.from([-1, 1, 1, -1, 0]);
  const changed = stepAgainst(image, signs, 20);
  assert.deepEqual([...changed], [0, 20, 255, 80, 100]);
  assert.deepEqual(addedOf(image, changed, 20), [0, 127, 31.75, -127, 0]);
  assert.deepEqual([...stepAgainst(image, new Int8Array(0), 20)], [...image]);
});

test("the smallest step is the first after which another digit is read", () => {
  assert.equal(fewestLevels(readings(12, 129)), 12);
  assert.equal(fewestLevels(readings(200, 129)), -1);
  assert.equal(fewestLevels(new Float32Array(0)), -1);
  assert.equal(readAfter(readings(12, 129), 12)[9], 0.75);
});

test("a step is told with what is read then, and the smallest only when it was asked for", () => {
  const read = readings(12, 129);
  const still = fooledInWords(read, 3, false);
  assert.equal(still, `After a step of ${levelsInWords(3)} it still reads 7 (75.0%).`);
  const found = fooledInWords(read, 12, true);
  assert.match(found, /it reads 9 \(75.0%\)\. The smallest step this way .*: 12 of 255/);
  assert.match(fooledInWords(readings(200, 129), 128, true), /No step this way .* 128 of 255/);
  assert.equal(fooledInWords(new Float32Array(0), 0, false), "");
  assert.equal(levelsInWords(51), "51 of 255 grey levels (ε\u00a0=\u00a00.20)");
});

test("captions say what is read, and nothing before that is known", () => {
  const [own, added, gets] = captionsOf(readings(12, 129), 12);
  assert.equal(own, "Your digit: read as 7 (75.0%)");
  assert.match(added, /blue is more ink/);
  assert.equal(gets, "What the network gets: read as 9 (75.0%)");
  assert.equal(captionsOf(new Float32Array(0), 0)[0], "Your digit");
});
