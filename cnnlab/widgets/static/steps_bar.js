// @ts-check
// The bar of steps: drawn whole from the state that the kernel sends. It also tells the kernel,
// once, that the page is there and what its address asks for; before that, the kernel's new
// widgets could get lost on their way.

/** @import { Model, View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { Choice, StepsBarMessage, StepsBarState } from "./protocol.d.ts" */
/** @typedef {Model<StepsBarState, StepsBarMessage>} StepsModel */
/** @typedef {StepsBarState["states"][number]} StepState */

import { make, onChange, say } from "../../../labhelpers/static/front_end.js";
import { keepBook, pageQuery } from "./visitors_book.js";

const SECONDS_TO_OPEN = 6; // then the page is shown, whatever the kernel does
const SECONDS_TO_KNOCK = 3; // a connection that is only being made may lose a message
const KNOCKS = 10;
const SECONDS_SAID = 6;

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

/** @param {MouseEvent} event */
function goTo(event) {
  const link = /** @type {HTMLAnchorElement} */ (event.currentTarget);
  const section = document.getElementById(link.hash.slice(1));
  if (!section) return;
  event.preventDefault(); // JupyterLab would take the link for one of its own
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  section.scrollIntoView({ behavior: isCalm ? "auto" : "smooth", block: "start" });
  section.focus({ preventScroll: true });
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
  if (state === "now") link.setAttribute("aria-current", "step");
  const mark = state === "done" ? "✓" : String(number);
  make(link, "span", { class: "lab-step-mark", "aria-hidden": "true" }, mark);
  make(link, "span", { class: "lab-step-title" }, title);
  make(link, "span", { class: "lab-hidden" }, `, step ${number}: ${state}`);
  link.addEventListener("click", goTo);
}

/**
 * The list of steps and, where there is no room for six titles, the current one: `now`, which the
 * list says to screen readers. The function returned draws both.
 *
 * @param {Element} navigation
 * @param {Element} now
 * @param {StepsModel} model
 */
function makeSteps(navigation, now, model) {
  const list = make(navigation, "ol");
  return () => {
    const titles = model.get("titles");
    const states = model.get("states");
    const active = list.contains(document.activeElement) ? document.activeElement : null;
    const focused = active?.getAttribute("href");
    list.replaceChildren();
    titles.forEach((title, index) => {
      makeStep(list, title, index + 1, states[index]);
    });
    const current = states.indexOf("now");
    say(now, current < 0 ? "" : `${current + 1}. ${titles[current]}`);
    if (!focused) return;
    const link = list.querySelector(`a[href="${focused}"]`);
    if (link instanceof HTMLElement) link.focus({ preventScroll: true });
  };
}

/**
 * A link that brings the choices back, which a click copies.
 *
 * @param {Element} parent
 */
function makeLink(parent) {
  const title = "Copies an address that opens the page with these choices";
  const link = make(parent, "a", { class: "lab-steps-link", title }, "Link to this set-up");
  const said = make(parent, "span", { class: "lab-steps-said", role: "status" });
  link.addEventListener("click", async (event) => {
    // Not on this connection: the link can be followed, or copied from its menu.
    if (!navigator.clipboard) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
      say(said, "Copied.");
    } catch {
      say(said, link.href);
    }
    setTimeout(() => say(said, ""), 1000 * SECONDS_SAID);
  });
  return link;
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
  const link = isPage() ? makeLink(facts) : null;
  return () => {
    say(chip, `Digits: ${model.get("dataset") || "none yet"}`);
    say(reason, model.get("reason"));
    cancel.hidden = !model.get("reason").startsWith("Downloading");
    if (link) link.href = linkTo(model.get("choices"));
  };
}

const show = () => document.documentElement.classList.remove("lab-opening");

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
 * Tell the kernel that the page is there, until it has heard.
 *
 * @param {StepsModel} model
 * @param {number} times
 */
function knock(model, times) {
  if (model.get("is_open") || times === 0) return;
  model.send({ query: isPage() ? pageQuery() : "" });
  setTimeout(() => knock(model, times - 1), 1000 * SECONDS_TO_KNOCK);
}

/** @param {View<StepsBarState, StepsBarMessage>} view */
function render({ model, el }) {
  el.classList.add("lab-steps");
  const navigation = make(el, "nav", { "aria-label": "The six steps" });
  const facts = make(el, "div", { class: "lab-steps-facts" });
  const now = make(facts, "span", { class: "lab-steps-now", "aria-hidden": "true" });
  const drawSteps = makeSteps(navigation, now, model);
  const drawFacts = makeFacts(facts, model);
  drawSteps();
  drawFacts();
  open(model);
  const ends = [
    onChange(model, ["states"], drawSteps),
    onChange(model, ["dataset", "reason", "choices"], drawFacts),
    onChange(model, ["is_open", "book"], () => open(model)),
  ];
  setTimeout(show, 1000 * SECONDS_TO_OPEN);
  knock(model, KNOCKS);
  return () => {
    for (const end of ends) end();
  };
}

export default { render };
