import assert from "node:assert/strict";
import { test } from "node:test";
import { drawStrokes, inkOf, placeOnPad, SIDE } from "../../cnnlab/widgets/static/strokes.js";

/** What a pen that notes down its calls was told to draw. */
function drawn(strokes, scale = 1) {
  const calls = [];
  const note =
    (name) =>
    (...numbers) =>
      calls.push([name, ...numbers]);
  const names = ["beginPath", "moveTo", "lineTo", "quadraticCurveTo", "stroke"];
  const pen = Object.fromEntries(names.map((name) => [name, note(name)]));
  drawStrokes(pen, strokes, scale, "#000");
  return { pen, calls };
}

test("a single point is a dot", () => {
  const { calls } = drawn([[[10, 20]]], 0.5);
  assert.deepEqual(calls, [["beginPath"], ["moveTo", 5, 10], ["lineTo", 5.01, 10], ["stroke"]]);
});

test("a stroke goes through the middles between its points and ends at the last", () => {
  const { calls } = drawn([
    [
      [0, 0],
      [10, 0],
      [20, 20],
    ],
  ]);
  assert.deepEqual(calls, [
    ["beginPath"],
    ["moveTo", 0, 0],
    ["quadraticCurveTo", 10, 0, 15, 10],
    ["quadraticCurveTo", 20, 20, 20, 20],
    ["lineTo", 20.01, 20],
    ["stroke"],
  ]);
});

test("the pen is as wide as the pad is scaled, and no strokes are no ink", () => {
  assert.equal(drawn([], 2).pen.lineWidth, 2 * drawn([], 1).pen.lineWidth);
  assert.deepEqual(drawn([]).calls, []);
});

test("a pointer's place is the pad's own, whatever size the page gives it", () => {
  const box = { left: 100, top: 50, width: 140, height: 140 };
  assert.deepEqual(placeOnPad({ clientX: 170, clientY: 50 }, box), [SIDE / 2, 0]);
  assert.deepEqual(placeOnPad({ clientX: -1e9, clientY: 1e9 }, box), [0, SIDE]);
});

test("ink is how opaque a pixel is", () => {
  assert.deepEqual(inkOf([9, 9, 9, 0, 0, 0, 0, 255]), Uint8Array.of(0, 255));
  assert.equal(inkOf([]).length, 0);
});
