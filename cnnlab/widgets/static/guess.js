// @ts-check
// Guess first: a curve that one draws before Train, and the two digits confused most.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { GuessMade, GuessState } from "./moments_protocol.d.ts" */
/** @import { Accuracies } from "./guessed_curve.js" */

import { keepKeys, make, onChange, say } from "../../../labhelpers/static/front_end.js";
import { GuessPad } from "./guess_pad.js";
import { makePairMenus } from "./guess_pair.js";
import { trimmed } from "./guessed_curve.js";
import { recall, remember } from "./tab_memory.js";

const DRAFT = "guess";
const DRAW = "How will the validation accuracy go?";
const HINT = "Or by keys: ← → epoch, ↑ ↓ accuracy.";
const UNTIL = "Train fixes your guess.";
let guesses = 0; // on the page, for labels

/**
 * The button that unfolds the rest: in a row of buttons it stands as one of them, and the rest
 * comes below the row.
 *
 * @param {HTMLElement} el
 */
function makeFold(el) {
  guesses += 1;
  const id = `lab-guess-${guesses}`;
  el.classList.add("lab-guess-place");
  const head = make(el, "div", { class: "lab-guess lab-guess-head" });
  const states = {
    "aria-expanded": "false",
    "aria-controls": id,
    "aria-describedby": `${id}-words`,
  };
  const toggle = make(head, "button", { type: "button", ...states }, "Guess first");
  const words = make(head, "span", { class: "lab-guess-words", id: `${id}-words` });
  const body = make(el, "div", { class: "lab-guess lab-guess-body", id, hidden: "" });
  /** @param {boolean} isOpen */
  const fold = (isOpen) => {
    body.hidden = !isOpen;
    toggle.setAttribute("aria-expanded", String(isOpen));
  };
  toggle.addEventListener("click", () => fold(body.hasAttribute("hidden")));
  keepKeys(head);
  keepKeys(body);
  return { toggle, words, body, fold };
}

/** @param {Element} body */
function makeGuessParts(body) {
  const fixed = make(body, "p", { class: "lab-guess-fixed", role: "status" });
  const curve = make(body, "div", { class: "lab-guess-curve" });
  make(curve, "p", { class: "lab-guess-question" }, DRAW);
  const place = make(curve, "div");
  const bar = make(curve, "div", { class: "lab-guess-bar" });
  const told = make(bar, "span", { class: "lab-guess-told" });
  const label = make(bar, "label", { class: "lab-guess-zoom" });
  const zoom = make(label, "input", { type: "checkbox" });
  make(label, "span", {}, "Zoom in");
  make(curve, "p", { class: "lab-guess-hint lab-guess-keys" }, HINT);
  const side = make(body, "div", { class: "lab-guess-side" });
  const row = make(side, "div", { class: "lab-guess-pair" });
  const clear = make(side, "button", { type: "button" }, "Clear the guess");
  make(side, "p", { class: "lab-guess-hint" }, UNTIL);
  return { fixed, zoom, place, told, row, clear };
}

/**
 * What the kernel has and this view shows: what comes back of an older change is passed over, or
 * quick keys would be lost.
 */
class Guessed {
  constructor() {
    /** @type {Accuracies} */
    this.accuracies = [];
    /** @type {number[]} */
    this.pair = [];
    /** @type {string[]} */
    this.sent = [];
  }

  /**
   * @param {Accuracies} accuracies
   * @param {number[]} pair
   */
  change(accuracies, pair) {
    this.accuracies = trimmed(accuracies);
    this.pair = pair;
    this.sent.push(JSON.stringify([this.accuracies, pair]));
    return { accuracies: this.accuracies, pair };
  }

  /**
   * @param {Accuracies} accuracies
   * @param {number[]} pair
   */
  take(accuracies, pair) {
    const place = this.sent.lastIndexOf(JSON.stringify([accuracies, pair]));
    this.sent = place < 0 ? [] : this.sent.slice(place + 1);
    if (this.sent.length) return;
    this.accuracies = accuracies;
    this.pair = pair;
  }
}

/** Whether this is the lab's page, whose kernel goes when it is loaded again. */
const isLabPage = () => document.body.classList.contains("lab-page");

/**
 * Bring back, after a reload, what was guessed and not yet trained.
 *
 * @param {View<GuessState, GuessMade>["model"]} model
 */
function bringBack(model) {
  const kept = /** @type {GuessMade | null} */ (isLabPage() ? recall(DRAFT) : null);
  if (kept && !model.get("words") && !model.get("fixed")) model.send(kept);
}

/** @param {View<GuessState, GuessMade>} view */
function render({ model, el }) {
  const { toggle, words, body, fold } = makeFold(el);
  const parts = makeGuessParts(body);
  const { zoom, clear } = parts;
  fold(model.get("is_open"));
  const guessed = new Guessed();
  /** @param {Accuracies} accuracies @param {number[]} pair */
  const change = (accuracies, pair) => {
    const guess = guessed.change(accuracies, pair);
    model.send(guess);
    if (isLabPage()) remember(DRAFT, guess);
    draw();
  };
  const pad = new GuessPad(parts.place, parts.told, (values) => change(values, guessed.pair));
  const pairMenus = makePairMenus(parts.row, (pair) => change(guessed.accuracies, pair));
  clear.addEventListener("click", () => {
    pairMenus.clear();
    change([], []);
  });

  const draw = () => {
    const fixed = model.get("fixed");
    const isFixed = fixed !== "";
    toggle.classList.toggle("lab-guess-made", model.get("words") !== "");
    say(words, model.get("words") || "A curve, and the two digits confused most.");
    say(parts.fixed, fixed);
    pad.show(guessed.accuracies, model.get("epochs"), zoom.checked, isFixed);
    pairMenus.show(guessed.pair, isFixed);
    clear.disabled = isFixed || !(guessed.accuracies.length || guessed.pair.length);
  };
  // A run that was refused, or waited in vain, gives its guess back.
  /** @param {boolean} isFixed */
  const keepDraft = (isFixed) => {
    if (isFixed) remember(DRAFT, null);
    else if (model.get("words")) {
      remember(DRAFT, { accuracies: guessed.accuracies, pair: guessed.pair });
    }
  };
  let wasFixed = true;
  const take = () => {
    guessed.take(model.get("accuracies"), model.get("pair"));
    const isFixed = model.get("fixed") !== "";
    if (isLabPage()) keepDraft(isFixed);
    // Train was pressed: the chart is what one looks at now.
    if (isFixed && !wasFixed && !model.get("is_open")) fold(false);
    wasFixed = isFixed;
    draw();
  };
  const sizes = new ResizeObserver(draw);
  sizes.observe(parts.place);
  zoom.addEventListener("change", draw);
  const traits = /** @type {const} */ (["accuracies", "pair", "epochs", "words", "fixed"]);
  // Once for all that changed together: told twice, a state would seem to be the kernel's own.
  let isDue = false;
  const takeSoon = () => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      take();
    });
  };
  const forget = onChange(model, traits, takeSoon);
  take();
  bringBack(model);
  return () => {
    sizes.disconnect();
    forget();
  };
}

export default { render };
