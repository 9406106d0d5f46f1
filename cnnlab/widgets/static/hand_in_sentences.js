// @ts-check
// What a student writes about a run: a box for each sentence that is asked for. What is typed goes
// to the kernel, which keeps it with the run, a moment after the last key.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { AskedSentence, HandInMessage, HandInState } from "./hand_in_protocol.d.ts" */
/** @typedef {View<HandInState, HandInMessage>["model"]} HandInModel */

import { make, onChange } from "../../../labhelpers/static/front_end.js";
import { draftOf, keepDraft } from "./drafts.js";

const REST = 300; // ms without a key
const ROWS = 2;
let boxes = 0; // on the page, for labels

/**
 * One box; `show` puts what the kernel has into it, unless somebody is typing there.
 *
 * @param {Element} parent
 * @param {AskedSentence} asked
 * @param {number} longest
 * @param {(text: string) => void} keep
 * @param {(text: string) => void} draft is told each letter
 */
function makeBox(parent, { name, label, hint }, longest, keep, draft) {
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
    draft(box.value);
    clearTimeout(timer);
    timer = window.setTimeout(flush, REST);
  });
  box.addEventListener("change", flush);
  /** @param {string} text */
  const show = (text) => {
    if (!timer && document.activeElement !== box && box.value !== text) box.value = text;
  };
  return { box, keep, flush, show };
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
    for (const box of made) box.flush();
  };
  const rebuild = () => {
    flush();
    run = model.get("about").name ?? "";
    const of = run;
    parent.replaceChildren();
    made = model.get("sentences").map((asked) => {
      const keep = (/** @type {string} */ text) => {
        try {
          model.send({ sentence: asked.name, text, run: of });
        } catch {
          // the page has lost its Python, or is left: the draft is sent by the next one
        }
      };
      const draft = (/** @type {string} */ text) => keepDraft(of, asked.name, text);
      return makeBox(parent, asked, model.get("longest"), keep, draft);
    });
  };
  const draw = () => {
    const sentences = model.get("sentences");
    if (run !== (model.get("about").name ?? "") || made.length !== sentences.length) {
      rebuild();
      made.forEach(({ box, keep }, k) => {
        const draft = draftOf(run, sentences[k].name);
        box.value = draft ?? sentences[k].text;
        if (draft !== undefined) keep(draft);
      });
    }
    made.forEach(({ show }, k) => {
      const { name, text } = sentences[k];
      const draft = draftOf(run, name);
      if (draft?.trim() === text) keepDraft(run, name);
      else if (draft === undefined) show(text);
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
