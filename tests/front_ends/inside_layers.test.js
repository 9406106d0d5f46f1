import assert from "node:assert/strict";
import { test } from "node:test";
import { tilesIn, wordsOfLayer } from "../../cnnlab/widgets/static/feature_maps.js";
import { nothingInside, readerWords } from "../../cnnlab/widgets/static/inside_frame.js";
import {
  isOfUnits,
  layersOf,
  placeAfterKey,
  placeOfLayer,
  sizeOfLayer,
  windowOf,
} from "../../cnnlab/widgets/static/inside_layers.js";
import { PixelQuestions } from "../../cnnlab/widgets/static/pixel_questions.js";
import { stageSizes } from "../../cnnlab/widgets/static/pixel_stage.js";
import { nameOfUnit, sumsOfUnit } from "../../cnnlab/widgets/static/unit_fan.js";

/** A layer; its pixels do not matter. */
function layer(title, side, filters, window, stride) {
  const pixels = new Uint8Array(side * side * filters);
  return { title, rows: side, columns: side, filters, most: 1, window, stride, pixels };
}

const INSIDE = {
  image: new Uint8Array(784),
  layers: [layer("Convolution 1", 11, 16, 7, 2), layer("Convolution 2", 3, 32, 7, 2)],
  units: [layer("Dense", 1, 256, 0, 0), layer("Answer", 1, 10, 0, 0)],
};

test("the layers go from the image to the answer, each with its size", () => {
  const layers = layersOf(INSIDE);
  const titles = layers.map(({ title }) => title);
  assert.deepEqual(titles, ["Image", "Convolution 1", "Convolution 2", "Dense", "Answer"]);
  assert.deepEqual(layers.map(sizeOfLayer), [
    "28 × 28",
    "11 × 11 × 16",
    "3 × 3 × 32",
    "256",
    "10",
  ]);
  assert.deepEqual(layers.map(isOfUnits), [false, false, false, true, true]);
  assert.equal(wordsOfLayer(layers[1]), "Convolution 1: 16 feature maps of 11 × 11");
  assert.equal(wordsOfLayer(layers[3]), "Dense: 256 units");
});

test("a map of one pixel is no unit", () => {
  assert.ok(!isOfUnits(layer("Convolution 2", 1, 32, 5, 2)));
});

test("a layer is found by its title, and without pooling the convolution does its work", () => {
  const layers = layersOf(INSIDE);
  assert.equal(placeOfLayer(layers, "Convolution 2"), 2);
  assert.equal(placeOfLayer(layers, "Pooling 2"), 2);
  assert.equal(placeOfLayer(layers, "Answer"), 4);
  assert.equal(placeOfLayer(layers, "nothing"), 0);
});

test("a pixel's window moves by the stride", () => {
  const place = { row: 2, column: 5 };
  assert.deepEqual(windowOf(layer("", 11, 1, 7, 2), place), { top: 4, left: 10, side: 7 });
  assert.deepEqual(windowOf(layer("", 26, 1, 3, 1), place), { top: 2, left: 5, side: 3 });
});

test("arrow keys lead from pixel to pixel and not beyond the edge", () => {
  const map = layer("", 3, 1, 3, 1);
  const corner = { row: 0, column: 2 };
  assert.deepEqual(placeAfterKey("ArrowDown", map, corner), { row: 1, column: 2 });
  assert.deepEqual(placeAfterKey("ArrowLeft", map, corner), { row: 0, column: 1 });
  assert.deepEqual(placeAfterKey("ArrowRight", map, corner), corner);
  assert.deepEqual(placeAfterKey("ArrowUp", map, corner), corner);
  assert.deepEqual(placeAfterKey("End", map, corner), { row: 2, column: 2 });
  assert.equal(placeAfterKey("Tab", map, corner), undefined);
});

test("the two maps and the lines between them fit every room", () => {
  for (const room of [280, 330, 460, 540, 1000]) {
    const { gap, large, small } = stageSizes(room);
    assert.ok(gap + large + small <= room, String(room));
    assert.ok(large >= 0.4 * room || large === 300);
  }
});

test("tiles fill their rows, smaller on a phone, and units are small", () => {
  const wide = tilesIn(layer("", 11, 16, 7, 2), 1100);
  assert.deepEqual(wide, { columns: 16, side: 63 });
  assert.ok(tilesIn(layer("", 26, 32, 3, 1), 330).side >= 39);
  assert.equal(tilesIn(layer("", 26, 1, 3, 1), 1100).side, 96);
  assert.ok(tilesIn(INSIDE.units[0], 1100).side < 30);
  assert.ok(tilesIn(INSIDE.units[1], 1100).side > 60);
});

test("it is said which network reads, and of when that is", () => {
  const own = { is_shipped: true, network: "the lab's own", moment: "" };
  const shipped = "The lab's own network, trained before, reads this digit.";
  assert.equal(readerWords(own, false), shipped);
  const run = { is_shipped: false, network: "third", moment: "After 8 batches: 0.02 of an epoch" };
  const words = "Your run reads this digit: third. After 8 batches: 0.02 of an epoch.";
  assert.equal(readerWords(run, false), words);
  assert.match(readerWords(run, true), /This is from before the training that is on/);
  assert.match(nothingInside(false, false), /no digit yet/);
  assert.match(nothingInside(true, true), /in training/);
});

test("the inputs that are shown, the others and the bias add up", () => {
  const inputs = [
    { value: 2, weight: 0.5 },
    { value: 1, weight: -3 },
  ];
  const unit = { inputs, others: 254, rest: 0.25, sum: -1.75, bias: 0.5, number: 7, output: 0 };
  assert.deepEqual(sumsOfUnit(unit, false), [
    ["Sum of these 2 products", "\u22122.0000"],
    ["+ sum of the other 254", "0.2500"],
    ["+ bias", "0.5000"],
    ["Before the ReLU", "\u22121.2500"],
    ["ReLU: max(0, that)", "0.0000"],
  ]);
  const answer = sumsOfUnit({ ...unit, output: 0.125 }, true).slice(-2);
  assert.deepEqual(answer, [
    ["Score of the 7", "\u22121.2500"],
    ["Softmax over all ten scores", "12.5%"],
  ]);
  assert.equal(nameOfUnit("Answer", 7), "Answer 7");
  assert.equal(nameOfUnit("Dense", 7), "Dense, unit 8");
});

test("questions wait for one another, and of those that wait the last is asked", () => {
  const asked = [];
  const questions = new PixelQuestions((question) => asked.push(question));
  for (const question of [1, 2, 3]) questions.ask(question);
  assert.deepEqual(asked, [1]);
  questions.askNext();
  assert.deepEqual(asked, [1, 3]);
  questions.askNext();
  questions.ask(4);
  assert.deepEqual(asked, [1, 3, 4]);
  questions.end();
});
