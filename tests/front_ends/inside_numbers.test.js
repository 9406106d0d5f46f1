import assert from "node:assert/strict";
import { test } from "node:test";
import {
  brightestPixel,
  clamp,
  columnsOf,
  exact,
  fixed,
  inkOn,
  largest,
  shaded,
  short,
  signed,
  strongestMap,
  tinted,
} from "../../cnnlab/widgets/static/inside_numbers.js";

test("numbers have a real minus sign, and a zero has none", () => {
  assert.equal(fixed(-1.25, 1), "\u22121.3");
  assert.equal(fixed(-0.001, 2), "0.00");
  assert.equal(fixed(-0, 2), "0.00");
  assert.equal(exact(-1e-9), "0.0000");
  assert.equal(exact(0.12345), "0.1235");
});

test("large numbers are written without decimals", () => {
  assert.equal(short(99.99), "99.99");
  assert.equal(short(-100), "\u2212100");
  assert.equal(short(123456.7), "123457");
});

test("a value that is no number says so", () => {
  assert.equal(short(Number.NaN), "NaN");
});

test("signed colours go from vermillion over white to blue", () => {
  assert.deepEqual(signed(0), [255, 255, 255]);
  assert.deepEqual(signed(1), [0, 114, 178]);
  assert.deepEqual(signed(-1), [213, 94, 0]);
  assert.deepEqual(signed(1e9), signed(1));
});

test("a matrix is tinted by its largest value, and one of zeros is white", () => {
  const tint = tinted([
    [1, -4],
    [2, 0],
  ]);
  assert.deepEqual(tint(-4), signed(-1));
  assert.deepEqual(tint(2), signed(0.5));
  assert.deepEqual(tinted([[0, 0]])(0), [255, 255, 255]);
});

test("shades go from black to white, also of a layer that is dead", () => {
  assert.deepEqual(shaded(2)(0), [0, 0, 0]);
  assert.deepEqual(shaded(2)(3), [255, 255, 255]);
  assert.deepEqual(shaded(2)(-1), [0, 0, 0]);
  assert.deepEqual(shaded(0)(0), [0, 0, 0]);
});

function luminance(color) {
  const linear = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

test("ink can be read on its colour", () => {
  assert.equal(inkOn([255, 255, 255]), "#000");
  assert.equal(inkOn([0, 0, 0]), "#fff");
  // Whatever share of blue or orange: axe-core asks for a contrast of 4.5 to 1 at least.
  for (let share = -1; share <= 1; share += 0.01) {
    const color = signed(share);
    const light = luminance(color) + 0.05;
    const contrast = inkOn(color) === "#fff" ? 1.05 / light : light / 0.05;
    assert.ok(contrast >= 4.5, `${color}: ${contrast}`);
  }
});

test("the largest value counts without its sign, and is never 0", () => {
  assert.equal(largest([1, -3, 2]), 3);
  assert.equal(largest([]), 1);
  assert.equal(largest(Float32Array.of(0, 0)), 1);
});

test("the strongest map and the brightest pixel are the first of equals", () => {
  assert.equal(strongestMap(Uint8Array.of(1, 1, 200, 0, 100, 100), 3), 1);
  assert.equal(strongestMap(new Uint8Array(12), 3), 0);
  assert.deepEqual(brightestPixel(Uint8Array.of(0, 9, 3, 0, 9, 1), 3), { row: 0, column: 1 });
  assert.deepEqual(brightestPixel(new Uint8Array(4), 2), { row: 0, column: 0 });
});

test("tiles stand in rows of about the same length", () => {
  assert.equal(columnsOf(32, 45, 800), 16); // 17 would fit, and leave a row of 15
  assert.equal(columnsOf(5, 45, 800), 5);
  assert.equal(columnsOf(7, 45, 10), 1); // no room for one, and yet one
});

test("what is clamped stays within", () => {
  assert.equal(clamp(-1, 0, 9), 0);
  assert.equal(clamp(10, 0, 9), 9);
  assert.equal(clamp(5, 0, 9), 5);
});
