// The instructor's overview: what is counted, marked, sorted and saved.

import assert from "node:assert/strict";
import { test } from "node:test";
import { sayingOfImage } from "../../cnnlab/desk/static/desk_charts.js";
import {
  confusedPairs,
  exerciseCounts,
  median,
  piled,
} from "../../cnnlab/desk/static/desk_class.js";
import { csvOf, harmless } from "../../cnnlab/desk/static/desk_csv.js";
import { newerOf } from "../../cnnlab/desk/static/desk_newer.js";
import { placeAfter, shownRows } from "../../cnnlab/desk/static/desk_order.js";
import { sharedParts } from "../../cnnlab/desk/static/desk_phrases.js";

function row(number, changes = {}) {
  return {
    number,
    key: `${number}.zip`,
    file: `${number}.zip`,
    name: `Student ${number}`,
    register: `RA${number}`,
    is_read: true,
    is_late: false,
    asks_for_a_look: false,
    exercises: {},
    num_right: number,
    sentences: {},
    remarks: [],
    claimed: 0.9,
    recomputed_accuracy: null,
    confusion: null,
    ...changes,
  };
}

function matrixWith(label, read, count) {
  return Array.from({ length: 10 }, (_, a) =>
    Array.from({ length: 10 }, (_, b) => (a === label && b === read ? count : a === b ? 50 : 0)),
  );
}

test("the pairs that are confused most are counted by hand-ins", () => {
  const rows = [matrixWith(4, 9, 7), matrixWith(4, 9, 3), matrixWith(5, 3, 90), null];
  const pairs = confusedPairs(rows.map((confusion, number) => row(number, { confusion })));
  assert.deepEqual(pairs[0], { label: 4, read: 9, hand_ins: 2, images: 10 });
  assert.equal(pairs.length, 2);
});

test("an exercise is right, not yet or not tried", () => {
  const statuses = ["right", "right, as recorded", "not yet", "not tried", undefined];
  const rows = statuses.map((status, number) => row(number, { exercises: { honest: status } }));
  const unread = row(9, { is_read: false });
  const counts = exerciseCounts([...rows, unread], "honest");
  assert.deepEqual(counts, { right: 2, notYet: 1, missing: 2, all: 5 });
});

test("dots that are near lie above one another", () => {
  assert.deepEqual(piled([0, 5, 0.2, 0.4]), [0, 0, 1, 2]);
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([1, 2]), 1.5);
  assert.equal(median([]), null);
});

test("shared phrases are marked, whatever their case and numbers, and the text stays whole", () => {
  const text = "I chose 8 filters because my laptop is slow. Nothing else.";
  const parts = sharedParts(text, "We know: because MY laptop is slow, and 16 filters");
  assert.equal(parts.map((part) => part.text).join(""), text);
  assert.deepEqual(
    parts.filter((part) => part.is_shared).map((part) => part.text),
    ["because my laptop is slow"],
  );
  assert.equal(sharedParts("a b c", "a b c").filter((part) => part.is_shared).length, 0);
});

test("filters, search and sorting choose the rows", () => {
  const together = { remarks: [{ kind: "together", text: "", with: [1] }], asks_for_a_look: true };
  const rows = [row(1), row(2, together), row(3, { sentences: { next: "Dropout" } })];
  const view = { filter: "all", search: "", sort: "exercises", is_down: true };
  const numbers = (change, typed = {}) =>
    shownRows(rows, { ...view, ...change }, typed).map((shown) => shown.number);
  assert.deepEqual(numbers({}), [3, 2, 1]);
  assert.deepEqual(numbers({ filter: "together" }), [2]);
  assert.deepEqual(numbers({ search: "dropout" }), [3]);
  assert.deepEqual(numbers({ sort: "look", is_down: false }), [2, 1, 3]);
  assert.deepEqual(numbers({ filter: "unmarked" }, { "2.zip": { mark: "7" } }), [3, 1]);
  const typed = { "1.zip": { mark: "10" }, "3.zip": { mark: "9,5" } };
  assert.deepEqual(numbers({ sort: "mark" }, typed), [1, 3, 2]);
});

test("what was typed is in the table, and no cell is a formula", () => {
  const table = {
    heads: ["name", "mark", "remark"],
    rows: [
      ["'=1+1", "", ""],
      ["Zoë, B", "", ""],
    ],
    mark: 1,
    remark: 2,
  };
  const typed = { "1.zip": { mark: "-1", remark: '=HYPERLINK("a")\n+1', digest: "" } };
  const text = csvOf(table, [row(1), row(2)], typed);
  assert.equal(
    text,
    '\ufeffname,mark,remark\r\n\'=1+1,-1,"\'=HYPERLINK(""a"") +1"\r\n"Zoë, B",,\r\n',
  );
  for (const begin of ["=", "+", "-", "@", "\t=", " @", "＝"]) {
    assert.equal(harmless(`${begin}cmd`)[0], "'");
  }
  assert.equal(harmless("7,5"), "7,5");
  assert.equal(harmless("Good; =1+1"), "Good, =1+1");
});

test("a step goes on from the place of a row that left the list", () => {
  assert.equal(placeAfter(2, 2, 1, 5), 3);
  assert.equal(placeAfter(-1, 2, 1, 5), 2);
  assert.equal(placeAfter(-1, 2, -1, 5), 1);
  assert.equal(placeAfter(-1, 0, 1, 5), 0);
  assert.equal(placeAfter(4, 4, 1, 5), 4);
});

test("of two marks for one hand-in the one that was typed later counts", () => {
  const early = { mark: "1", remark: "", digest: "", time: "2026-11-30T10:00:00.000Z" };
  const late = { ...early, mark: "2", time: "2026-11-30T10:00:01.000Z" };
  const untimed = { mark: "3", remark: "", digest: "" };
  assert.deepEqual(newerOf({ a: late }, { a: early, b: early }), { a: late, b: early });
  assert.deepEqual(newerOf({ a: early }, { a: late }), { a: late });
  assert.deepEqual(newerOf({ a: late }, { a: untimed }), { a: late });
  assert.deepEqual(newerOf({ a: untimed }, { a: early }), { a: early });
});

test("an image is called a test image only where that is known", () => {
  assert.match(sayingOfImage(false)[1], /test image/);
  assert.doesNotMatch(sayingOfImage(null).join(), /test image|drawing/);
  assert.match(sayingOfImage(true)[1], /drawing/);
});
