// @ts-check
// What a student writes about a run: a box for each sentence that is asked for. What is typed goes
// to the kernel, which keeps it with the run, a moment after the last key.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { AskedSentence, HandInMessage, HandInState } from "./hand_in_protocol.d.ts" */
/** @typedef {View<HandInState, HandInMessage>["model"]} HandInModel */

import { make, onChange } from "../../../labhelpers/static/front_end.js";

const REST = 700; // ms without a key
const ROWS = 2;
let boxes = 0; // on the page, for labels

/**
 * One box; `show` puts what the kernel has into it, unless somebody is typing there.
 *
 * @param {Element} parent
 * @param {AskedSentence} asked
 * @param {number} longest
 * @param {(text: string) => void} keep
 */
function makeBox(parent, { name, label, hint }, longest, keep) {
  const field = make(parent, "div", { class: "lab-hand-in-sentence" });
  const id = `lab-hand-in-${name}-${boxes++}`;
  make(field, "label", { for: id }, label);
  make(field, "p", { id: `${id}-hint`, class: "lab-hand-in-hint" }, hint);
  const attributes = { id, rows: ROWS, maxlength: longest, dir: "auto" };
  const box = make(field, "textarea", { ...attributes, "aria-describedby": `${id}-hint` });
  let timer = 0;
  const flush = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    keep(box.value);
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(flush, REST);
  });
  box.addEventListener("change", flush);
  /** @param {string} text */
  const show = (text) => {
    if (!timer && document.activeElement !== box && box.value !== text) box.value = text;
  };
  return { box, flush, show };
}

/**
 * The boxes for the run that is shown; `flush` keeps what was typed last, at once.
 *
 * @param {Element} parent
 * @param {HandInModel} model
 */
export function makeSentences(parent, model) {
  /** @type {ReturnType<typeof makeBox>[]} */
  let made = [];
  let run = "";
  const flush = () => {
    for (const { flush: keep } of made) keep();
  };
  const rebuild = () => {
    flush();
    run = model.get("about").name ?? "";
    const of = run;
    parent.replaceChildren();
    made = model.get("sentences").map((asked) => {
      const keep = (/** @type {string} */ text) =>
        model.send({ sentence: asked.name, text, run: of });
      return makeBox(parent, asked, model.get("longest"), keep);
    });
  };
  const draw = () => {
    const sentences = model.get("sentences");
    if (run !== (model.get("about").name ?? "") || made.length !== sentences.length) {
      rebuild();
      made.forEach(({ box }, k) => {
        box.value = sentences[k].text;
      });
    }
    made.forEach(({ show }, k) => {
      show(sentences[k].text);
    });
  };
  draw();
  const forget = onChange(model, ["sentences", "about"], () => queueMicrotask(draw));
  return {
    flush,
    end: () => {
      flush();
      forget();
    },
  };
}
