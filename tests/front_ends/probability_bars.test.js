import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bestOf,
  details,
  headline,
  isAwaited,
} from "../../cnnlab/widgets/static/probability_bars.js";

const STEP = { name: "drawing", shape: [1, 1], pixels: new Uint8Array(1) };
const READ = {
  steps: [STEP],
  label: null,
  message: "",
  turn: 5,
  network: "16 filters",
  is_shipped: false,
  epochs_done: null,
  is_on: false,
};
const SHIPPED = "trained before; it reads 99.4% of MNIST's test images rightly.";
/** Probabilities with 0.82 for one digit. */
const sureOf = (digit) => Array.from({ length: 10 }, (_, k) => (k === digit ? 0.82 : 0.02));

test("the best digit is the one with the greatest probability", () => {
  assert.equal(bestOf(sureOf(7)), 7);
  assert.equal(bestOf(Array(10).fill(0.1)), 0); // the first of equals
  assert.equal(bestOf([]), -1);
  assert.equal(bestOf(Array(10).fill(null)), -1);
});

test("the headline is the prediction, or why there is none", () => {
  assert.equal(headline({ ...READ, probabilities: sureOf(7) }), "Prediction: 7");
  assert.equal(headline({ ...READ, steps: [], probabilities: [] }), "No digit yet");
  assert.equal(headline({ ...READ, probabilities: [] }), ""); // it is being read
  assert.equal(headline({ ...READ, probabilities: Array(10).fill(null) }), "");
});

test("the details say how sure the network is and, where one knows, whether it is right", () => {
  const seven = { ...READ, probabilities: sureOf(7) };
  assert.equal(details(seven), "82.0% sure. Network: 16 filters");
  assert.equal(
    details({ ...seven, label: 8 }),
    "82.0% sure. It is an 8: wrong. Network: 16 filters",
  );
  assert.match(details({ ...seven, label: 7 }), /It is a 7: right\./);
  const zero = { ...READ, label: 0, probabilities: sureOf(0) };
  assert.match(details(zero), /It is a 0: right\./);
  assert.match(
    details({ ...READ, probabilities: [] }),
    /reads while you draw. Network: 16 filters/,
  );
  const own = { ...seven, network: "the lab's own", is_shipped: true };
  assert.equal(details(own, SHIPPED), `82.0% sure. Network: the lab's own, ${SHIPPED}`);
});

test("of a network in training the details say when it read this", () => {
  const seven = { ...READ, probabilities: sureOf(7) };
  const told = (changes) => details({ ...seven, is_on: true, ...changes });
  assert.equal(
    told({ epochs_done: 0 }),
    "82.0% sure before the first batch. In training: 16 filters",
  );
  assert.match(told({ epochs_done: 0.054 }), /sure after 0\.05 epochs\./);
  assert.match(told({ epochs_done: 2.34, label: 3 }), /after 2\.3 epochs\. It is a 3: wrong\./);
  const again = told({ epochs_done: 0.25, is_on: false });
  assert.equal(again, "82.0% sure after 0.25 epochs. Network: 16 filters");
});

test("an answer is awaited until the last turn has its probabilities", () => {
  const answered = { ...READ, probabilities: sureOf(7) };
  assert.ok(!isAwaited(answered, 5));
  assert.ok(isAwaited(answered, 6));
  assert.ok(isAwaited({ ...READ, probabilities: [] }, 5));
  assert.ok(!isAwaited({ ...READ, steps: [], probabilities: [] }, 5));
  assert.ok(!isAwaited({}, 0));
});
