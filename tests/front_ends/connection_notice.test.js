import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AT_FIRST,
  findingOf,
} from "../../share/jupyter/voila/templates/cnn_lab/static/connection_notice.js";

const BEGUN = { ...AT_FIRST, now: 1 };

/** A page whose kernel came after two seconds, and whose WebSocket waits for an answer. */
const ASKING = { ...BEGUN, started: 2, rendered: 3, asked: 2 };

test("a page that comes slowly is not told to be at fault", () => {
  assert.equal(findingOf({ ...BEGUN, now: 13 }), "");
  const slow = { ...BEGUN, started: 12, asked: 12 };
  assert.equal(findingOf({ ...slow, now: 30 }), "", "the kernel is still at work");
  assert.equal(findingOf({ ...slow, now: 24, rendered: 20 }), "");
  const answered = { ...slow, rendered: 20, asked: Infinity };
  assert.equal(findingOf({ ...answered, now: 59 }), "");
  assert.equal(findingOf({ ...ASKING, now: 5, refusals: 1 }), "", "it is tried once more");
});

test("a kernel that does not come is told within 15 seconds", () => {
  assert.equal(findingOf({ ...BEGUN, now: 14.5 }), "slow");
  assert.equal(findingOf({ ...BEGUN, now: 76 }), "kernel");
  assert.equal(findingOf({ ...BEGUN, isOver: true }), "kernel");
});

test("a WebSocket that is refused or silent is told within 15 seconds", () => {
  assert.equal(findingOf({ ...ASKING, now: 5, refusals: 2 }), "socket");
  assert.equal(findingOf({ ...ASKING, now: 12 }), "socket");
});

test("what is no fault of the WebSocket is told as what it is", () => {
  assert.equal(findingOf({ ...ASKING, now: 5, refusals: 2, hasKernelEnded: true }), "kernel");
  assert.equal(findingOf({ ...ASKING, now: 5, asked: Infinity, isLocked: true }), "cookie");
  assert.equal(findingOf({ ...ASKING, now: 5, refusals: 2, hasLostScript: true }), "script");
  assert.equal(findingOf({ ...ASKING, now: 61, asked: Infinity }), "stuck");
});

test("a late success takes it away", () => {
  assert.equal(findingOf({ ...ASKING, now: 30, refusals: 0, asked: Infinity }), "");
  assert.equal(findingOf({ ...ASKING, now: 90, refusals: 5, hasPanels: true }), "");
});
