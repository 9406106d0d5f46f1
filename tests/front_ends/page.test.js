import assert from "node:assert/strict";
import { test } from "node:test";
import { draftsIn } from "../../cnnlab/widgets/static/drafts.js";
import { sentenceAbout, sentenceOnExercises } from "../../cnnlab/widgets/static/hand_in.js";
import { isReady } from "../../cnnlab/widgets/static/hand_in_report.js";
import { findingOf, kernelAddress } from "../../cnnlab/widgets/static/kernel_watch.js";
import { linkTo } from "../../cnnlab/widgets/static/steps_bar.js";
import { forgetAll, recall, remember } from "../../cnnlab/widgets/static/tab_memory.js";
import {
  remembered,
  remember as rememberTyped,
  typedIn,
} from "../../cnnlab/widgets/static/typed_memory.js";
import { isNumber } from "../../labhelpers/static/front_end.js";

test("only finite numbers are numbers", () => {
  for (const value of [0, -0, -3.5, 1e308, 1e-9]) assert.ok(isNumber(value), String(value));
  for (const value of [Number.NaN, -Infinity, null, undefined, "1", true, []]) {
    assert.ok(!isNumber(value), String(value));
  }
});

test("what a tab remembers is taken as far as it is text", () => {
  assert.deepEqual(typedIn('{"name": "Ada", "register": "7"}'), { name: "Ada", register: "7" });
  const nothing = { name: "", register: "" };
  for (const text of [null, "", "{", "null", "3", "[1]", '{"name": 5, "register": null}']) {
    assert.deepEqual(typedIn(text), nothing, String(text));
  }
});

test("the next one at a computer finds nothing of who logged out, and others keep theirs", () => {
  sessionStorage.setItem("somebody else's", "kept");
  rememberTyped({ name: "Ada", register: "7" });
  remember("login", "ada");
  assert.equal(remembered().name, "Ada");
  forgetAll();
  assert.deepEqual(remembered(), { name: "", register: "" });
  assert.equal(recall("login"), null);
  assert.equal(sessionStorage.getItem("somebody else's"), "kept");
});

test("of drafts only texts are taken", () => {
  assert.deepEqual(draftsIn('{"run/next": "More.", "b": 3}'), { "run/next": "More." });
  for (const text of [null, "", "{", "null", "3", "[1]"]) assert.deepEqual(draftsIn(text), {});
});

test("a sentence says which run is handed in", () => {
  const run = { title: "16 filters", dataset: "MNIST", status: "finished", file: "" };
  assert.equal(sentenceAbout(run), "This is about 16 filters, on MNIST. The run is finished.");
  assert.match(sentenceAbout({ ...run, file: "digits.npz" }), /holds the digits\.npz/);
  assert.equal(
    sentenceAbout({ ...run, dataset: "" }),
    "This is about 16 filters. The run is finished.",
  );
  assert.match(sentenceAbout({}), /^Train a network first/);
});

test("a sentence says how many exercises are right", () => {
  const solved = { right: 14, tried: 15, all: 22, student: "7" };
  assert.equal(sentenceOnExercises(solved), "14 of 22 exercises are right (number 7).");
  assert.match(sentenceOnExercises({ ...solved, student: "" }), /without a student number/);
  assert.match(sentenceOnExercises({ ...solved, right: 0, tried: 0 }), /^No exercise/);
});

test("a report without a name is asked about once", () => {
  assert.ok(isReady("Ada", false));
  assert.ok(!isReady("  ", false));
  assert.ok(isReady("", true));
});

test("the link holds the choices that were made", () => {
  assert.equal(
    linkTo({ filters: 16, augment: false, num_train: null, learning_rate: 0.001 }),
    "?filters=16&augment=false&learning_rate=0.001",
  );
  assert.equal(linkTo({}), "?");
});

test("a server's answer says how the kernel is", () => {
  assert.equal(findingOf({ status: 200, ok: true }), "");
  assert.equal(findingOf({ status: 404, ok: false }), "ended");
  assert.equal(findingOf({ status: 403, ok: false }), "locked");
  assert.equal(findingOf({ status: 502, ok: false }), "silent");
});

test("a page that names no kernel is not watched", () => {
  assert.equal(kernelAddress(), null); // there is not even a document here
});
