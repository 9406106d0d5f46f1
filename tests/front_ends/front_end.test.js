import assert from "node:assert/strict";
import { test } from "node:test";
import { percentOf } from "../../labhelpers/static/front_end.js";

test("percent reads as it does in Python, tests/labhelpers/test_number_words.py", () => {
  const said = [
    [0, 0, "0%"],
    [1e-9, 0, "0%"],
    [0.5, 0, "50%"],
    [0.9949, 0, "99%"],
    [0.996, 0, ">99%"],
    [1, 0, "100%"],
    [0.9602, 2, "96.02%"],
    [0.9999, 2, "99.99%"],
    [0.99996, 2, ">99.99%"],
    [1, 2, "100.00%"],
    [0.98765, 1, "98.8%"],
    [0.9996, 1, ">99.9%"],
  ];
  for (const [share, decimals, text] of said) assert.equal(percentOf(share, decimals), text);
  assert.equal(percentOf(0.5), "50%");
});

test("every share below one is below a hundred", () => {
  for (let k = 9800; k < 10000; k += 1) {
    for (const decimals of [0, 1, 2]) {
      const text = percentOf((k + 0.9) / 10000, decimals);
      assert.ok(!text.includes("100"), text);
    }
  }
});
