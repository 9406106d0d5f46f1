import assert from "node:assert/strict";
import { test } from "node:test";
import { watchSight } from "../../cnnlab/widgets/static/in_sight.js";

// What the browser has for it, which Node has not; the test says what is in sight.
const observers = [];
globalThis.IntersectionObserver = class {
  constructor(look) {
    observers.push((isIntersecting) => look([{ isIntersecting }]));
  }
  observe() {}
  disconnect() {}
};

function watched() {
  const root = Object.assign(new EventTarget(), { open: true });
  const told = [];
  const end = watchSight(root, (seen) => told.push(seen));
  return { end, told, show: observers.at(-1) };
}

test("a view that goes tells that nobody sees it, once and only where somebody did", () => {
  const { end, told, show } = watched();
  show(true);
  end();
  end();
  assert.deepEqual(
    told.map(({ open }) => open),
    [true, false],
  );
  const unseen = watched();
  unseen.end();
  assert.deepEqual(unseen.told, []);
});

test("each view tells by a name of its own", () => {
  const names = [watched(), watched()].map(({ told, show }) => {
    show(true);
    show(false);
    assert.equal(told[0].by, told[1].by);
    return told[0].by;
  });
  assert.notEqual(names[0], names[1]);
});
