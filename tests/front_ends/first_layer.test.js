import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelsInRoom } from "../../cnnlab/widgets/static/first_layer.js";

test("kernels are as large as the room allows, and never vanish", () => {
  assert.deepEqual(kernelsInRoom(16, 700), { side: 24, columns: 26, height: 27 });
  const many = kernelsInRoom(64, 500);
  assert.ok(many.height <= 47 && many.columns * (many.side + 3) <= 503);
  assert.equal(kernelsInRoom(256, 300).side, 6);
  assert.equal(kernelsInRoom(8, 0).columns, 1);
});
