// @ts-check
// The bar of steps: drawn whole from the state that the kernel sends. It also tells the kernel,
// once, that the page is there and what its address asks for; before that, the kernel's new
// widgets could get lost on their way.

/** @import { Model, View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { Choice, StepsBarMessage, StepsBarState } from "./protocol.d.ts" */
/** @typedef {Model<StepsBarState, StepsBarMessage>} StepsModel */
/** @typedef {StepsBarState["states"][number]} StepState */

import { make, onChange, say } from "../../../labhelpers/static/front_end.js";
import { makeClassMessage } from "./class_message.js";
import { copied } from "./copying.js";
import { followPlace, makePlaceTeller } from "./page_place.js";
import { followLinks } from "./page_steps.js";
import { recall, remember } from "./tab_memory.js";
import { keepBook, pageQuery } from "./visitors_book.js";

const SECONDS_TO_OPEN = 6; // then the page is shown, whatever the kernel does
const SECONDS_TO_KNOCK = 3; // a connection that is only being made may lose a message
const KNOCKS = 10;
const SECONDS_SAID = 6;
const CHOICES = "choices"; // what the tab remembers them as

const isPage = () => document.body.dataset.voila === "voila";

/**
 * The page's address with the choices that were made.
 *
 * @param {Record<string, Choice>} choices
 */
export function linkTo(choices) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(choices)) {
    if (value !== null) query.set(name, String(value));
  }
  return `?${query}`;
}

/**
 * The choices that a page begins with: the address's, and on top of them what was chosen in this
 * tab before the page was loaded again.
 *
 * @param {string} query
 * @param {unknown} kept what the tab remembers: the address then, and the choices
 */
export function queryWith(query, kept) {
  const { address, choices } = Object(kept);
  if (address !== query || typeof choices !== "string") return query;
  return [query, choices].filter(Boolean).join("&");
}

/**
 * @param {Element} list
 * @param {string} title
 * @param {number} number from 1
 * @param {StepState} state
 */
function makeStep(list, title, number, state) {
  const item = make(list, "li", { class: `lab-step lab-step-${state.replace(" ", "-")}` });
  const hint = `${title}: ${state}`;
  const link = make(item, "a", { href: `#lab-step-${number}`, title: hint });
  const mark = state === "done" ? "✓" : String(number);
  make(link, "span", { class: "lab-step-mark", "aria-hidden": "true" }, mark);
  make(link, "span", { class: "lab-step-title" }, title);
  make(link, "span", { class: "lab-hidden" }, `, step ${number}: ${state}`);
}

/**
 * The list of steps and, where there is no room for six titles, the current one: `now`, which the
 * list says to screen readers. The function returned draws both; `end` ends it.
 *
 * @param {Element} navigation
 * @param {Element} now
 * @param {StepsModel} model
 */
function makeSteps(navigation, now, model) {
  const list = make(navigation, "ol");
  let place = 0;
  const mark = () => {
    [...list.children].forEach((item, index) => {
      const isNow = index + 1 === place;
      item.classList.toggle("lab-step-now", isNow);
      const link = item.querySelector("a");
      if (isNow) link?.setAttribute("aria-current", "step");
      else link?.removeAttribute("aria-current");
    });
    say(now, place ? `${place}. ${model.get("titles")[place - 1]}` : "");
  };
  const tellPlace = makePlaceTeller((step) => {
    if (isPage() && model.get("is_open")) model.send({ place: step });
    return !isPage() || model.get("is_open");
  });
  tellPlace(place);
  const { goTo, end } = followPlace((number) => {
    place = number;
    mark();
    tellPlace(place);
  });
  const draw = () => {
    const states = model.get("states");
    const active = list.contains(document.activeElement) ? document.activeElement : null;
    const focused = active?.getAttribute("href");
    list.replaceChildren();
    model.get("titles").forEach((title, index) => {
      makeStep(list, title, index + 1, states[index]);
    });
    mark();
    if (!focused) return;
    const link = list.querySelector(`a[href="${focused}"]`);
    if (link instanceof HTMLElement) link.focus({ preventScroll: true });
  };
  const endLinks = followLinks(goTo);
  return {
    draw,
    end: () => {
      endLinks();
      end();
    },
  };
}

/**
 * A link that brings the choices back, which a click copies; once it is copied, another with the
 * seed is offered. The function returned puts the choices in.
 *
 * @param {Element} parent
 */
function makeLink(parent) {
  const title = "Copies an address that opens the page with these choices, but not with the seed";
  const link = make(parent, "a", { class: "lab-steps-link", title }, "Link to this set-up");
  const said = make(parent, "span", { class: "lab-steps-said", role: "status" });
  const seeded = make(parent, "a", { class: "lab-steps-seeded", hidden: "" }, "With the seed");
  seeded.title =
    "Whoever follows this address has your choices and your seed; on another machine the " +
    "numbers may still differ";
  let timer = 0;
  /** @param {string} words */
  const tell = (words) => {
    say(said, words);
    seeded.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => {
      say(said, "");
      seeded.hidden = document.activeElement !== seeded;
    }, 1000 * SECONDS_SAID);
  };
  for (const [one, words] of /** @type {const} */ ([
    [link, "Copied."],
    [seeded, "Copied, with the seed."],
  ])) {
    const show = () => {
      say(said, one.href);
      return said;
    };
    one.addEventListener("click", async (event) => {
      event.preventDefault();
      tell((await copied(one.href, show)) ? words : one.href);
    });
  }
  /** @param {StepsModel} model */
  return (model) => {
    const named = model.get("link");
    link.href = linkTo(named);
    seeded.href = linkTo({ ...named, seed: model.get("choices").seed });
  };
}

/**
 * The digits in use and, where they are not MNIST, why; a button that ends their download. The
 * function returned draws them.
 *
 * @param {Element} facts
 * @param {StepsModel} model
 */
function makeFacts(facts, model) {
  const chip = make(facts, "span", { class: "lab-chip" });
  const reason = make(facts, "span", { class: "lab-steps-reason" });
  const hint = { type: "button", title: "Go on with the embedded digits" };
  const attributes = { class: "lab-steps-cancel", ...hint };
  const cancel = make(facts, "button", attributes, "Cancel the download");
  cancel.addEventListener("click", () => model.send({ cancel: true }));
  const putLink = isPage() ? makeLink(facts) : null;
  return () => {
    say(chip, `Digits: ${model.get("dataset") || "none yet"}`);
    say(reason, model.get("reason"));
    cancel.hidden = !model.get("reason").startsWith("Downloading");
    putLink?.(model);
  };
}

// The last things on the first screen that come.
const FIRST_SCREEN = [".lab-draw-pad", ".lab-strip", ".lab-chart-numbers"];

/**
 * Show the page: once its first screen is whole, or has been waited for long enough.
 *
 * @param {number} tries
 */
function show(tries = 60) {
  const isThere = FIRST_SCREEN.every((part) => document.querySelector(part));
  if (isThere || !tries) document.documentElement.classList.remove("lab-opening");
  else setTimeout(() => show(tries - 1), 50);
}

/**
 * What happens when the kernel has heard from the page.
 *
 * @param {StepsModel} model
 */
function open(model) {
  const book = model.get("book");
  if (isPage() && book) keepBook(book);
  if (model.get("is_open")) show();
}

/**
 * Remember the choices for a reload, once the kernel has taken those that the page begins with.
 *
 * @param {StepsModel} model
 */
function keepChoices(model) {
  if (!isPage() || !model.get("is_open")) return;
  const choices = linkTo(model.get("choices")).slice(1);
  remember(CHOICES, { address: pageQuery(), choices });
}

/**
 * Tell the kernel that the page is there, until it has heard.
 *
 * @param {StepsModel} model
 * @param {number} times
 */
function knock(model, times) {
  if (model.get("is_open") || times === 0) return;
  model.send({ query: isPage() ? queryWith(pageQuery(), recall(CHOICES)) : "" });
  setTimeout(() => knock(model, times - 1), 1000 * SECONDS_TO_KNOCK);
}

/** @param {View<StepsBarState, StepsBarMessage>} view */
function render({ model, el }) {
  el.classList.add("lab-steps");
  const navigation = make(el, "nav", { "aria-label": "The six steps" });
  const facts = make(el, "div", { class: "lab-steps-facts" });
  const now = make(facts, "span", { class: "lab-steps-now", "aria-hidden": "true" });
  const { draw: drawSteps, end } = makeSteps(navigation, now, model);
  const drawFacts = makeFacts(facts, model);
  const showMessage = makeClassMessage(el);
  const drawMessage = () => showMessage(model.get("message"));
  drawSteps();
  drawFacts();
  drawMessage();
  open(model);
  const ends = [
    onChange(model, ["states"], drawSteps),
    onChange(model, ["dataset", "reason", "choices", "link"], drawFacts),
    onChange(model, ["message"], drawMessage),
    onChange(model, ["choices"], () => keepChoices(model)),
    onChange(model, ["is_open", "book"], () => open(model)),
  ];
  setTimeout(() => show(0), 1000 * SECONDS_TO_OPEN);
  knock(model, KNOCKS);
  return () => {
    end();
    for (const forget of ends) forget();
  };
}

export default { render };
