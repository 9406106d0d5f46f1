import assert from "node:assert/strict";
import { test } from "node:test";
import { evenBasis, held, placeOf, turned } from "../../cnnlab/widgets/static/grand_tour.js";

const close = (one, other) => assert.ok(Math.abs(one - other) < 1e-9, `${one} is not ${other}`);

/** Assert that a basis is a shadow: its columns have length 1 and a right angle between them. */
function assertShadow(basis) {
  assert.equal(basis.length, 10);
  const sum = (of) => basis.reduce((total, axis) => total + of(axis), 0);
  close(
    sum(([x]) => x * x),
    1,
  );
  close(
    sum(([, y]) => y * y),
    1,
  );
  close(
    sum(([x, y]) => x * y),
    0,
  );
}

test("every picture of the tour is a shadow of the ten dimensions", () => {
  let basis = evenBasis();
  assertShadow(basis);
  for (let frame = 0; frame < 200; frame += 1) {
    basis = turned(basis, 1 / 30);
    assertShadow(basis);
  }
  assert.notDeepEqual(basis, evenBasis());
});

test("an axis that is held is where the hand is, and the picture is still a shadow", () => {
  let basis = turned(evenBasis(), 3);
  for (const place of [
    [0.6, -0.5],
    [0, 0],
    [-0.9, 0.4],
  ]) {
    basis = held(basis, 3, place);
    assert.deepEqual(basis[3], place);
    assertShadow(basis);
  }
});

test("a digit that is all one output lies at the tip of that axis, and even tenths in the middle", () => {
  const basis = turned(evenBasis(), 2);
  const sure = Array.from({ length: 10 }, (_, k) => (k === 4 ? 1 : 0));
  assert.deepEqual(placeOf(sure, basis), basis[4]);
  const even = placeOf(Array(10).fill(0.1), evenBasis());
  close(even[0], 0);
  close(even[1], 0);
});
