import assert from "node:assert/strict";
import { test } from "node:test";
import { linePath, MARKERS, markersPath, styleOf } from "../../labhelpers/static/chart_curves.js";
import { LOSS } from "../../labhelpers/static/chart_scale.js";

const same = (value) => value;
const tenfold = (value) => 10 * value;
const cross = (x, y) => `(${x},${y})`;

test("a curve is a line from point to point", () => {
  const curve = [
    [0, 1, 0],
    [1, 2.25, 0],
    [2, -3, 0],
  ];
  assert.equal(linePath(curve, LOSS, tenfold, same), "M0.0 1.0L10.0 2.3L20.0 -3.0");
});

test("where a value is no number the line has a gap", () => {
  const curve = [
    [0, 1, 0],
    [1, null, 0],
    [2, Number.NaN, 0],
    [3, 4, 0],
    [4, Number.POSITIVE_INFINITY, 0],
  ];
  assert.equal(linePath(curve, LOSS, same, same), "M0.0 1.0M3.0 4.0");
});

test("no points are no line, and one is the place of a pen", () => {
  assert.equal(linePath([], LOSS, same, same), "");
  assert.equal(linePath([[1, 1e-9, 0]], LOSS, same, same), "M1.0 0.0");
});

test("markers that would run into one another are left out", () => {
  const curve = [0, 3, 6.9, 7, 13, 14].map((epoch) => [epoch, epoch, 0]);
  assert.equal(markersPath(curve, LOSS, same, same, cross), "(0,0)(7,7)(14,14)");
});

test("a marker stands only where there is a number", () => {
  const curve = [
    [0, null, 0],
    [1, 0.04, 0],
  ];
  assert.equal(markersPath(curve, LOSS, same, same, cross), "(1,0)");
  assert.equal(markersPath([], LOSS, same, same, cross), "");
});

test("five earlier runs differ in colour, dash and marker, and ten in some of them", () => {
  const styles = Array.from({ length: 10 }, (_, index) => styleOf(index));
  for (const part of ["color", "dash", "marker"]) {
    assert.equal(new Set(styles.slice(0, 5).map((style) => style[part])).size, 5, part);
  }
  const together = styles.map(({ color, dash, marker }) => [color, dash, marker(0, 0)].join());
  assert.equal(new Set(together).size, 10);
  assert.ok(!styles.some((style) => style.marker === MARKERS[0])); // that is the run's own
});
