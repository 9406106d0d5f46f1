// @ts-check
// Two runs side by side: a menu of the other one, and ten bars for each.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { SideBySideMessage, SideBySideState, SideRead } from "./moments_protocol.d.ts" */

import { keepKeys, make, onChange, percentOf, say } from "../../../labhelpers/static/front_end.js";
import { bestOf } from "./probability_bars.js";

const ALONE = "When you have trained a second run, you can choose it here.";
const NO_DIGIT = "Draw a digit at the top, or press Another: both runs read it.";

/** @param {Element} parent */
function makeSide(parent) {
  const root = make(parent, "section", { class: "lab-sides-one" });
  const title = make(make(root, "h4"), "bdi");
  const words = make(root, "p");
  const table = make(root, "table");
  const rows = Array.from({ length: 10 }, (_, digit) => {
    const row = make(table, "tr");
    make(row, "th", { scope: "row" }, String(digit));
    const bar = make(make(make(row, "td"), "div", { class: "lab-sides-track" }), "div");
    return { row, bar, share: make(row, "td") };
  });
  /** @param {SideRead} side */
  return (side) => {
    const best = bestOf(side.probabilities);
    const test = side.test === null ? "" : ` Test accuracy: ${percentOf(side.test, 2)}.`;
    say(title, side.title);
    say(words, `${side.when}. It reads a ${best}.${test}`.replace(" a 8", " an 8"));
    table.setAttribute("aria-label", `Probabilities of the ten digits: ${side.title}`);
    rows.forEach(({ row, bar, share }, digit) => {
      const value = side.probabilities[digit] ?? 0;
      row.classList.toggle("lab-sides-best", digit === best);
      bar.style.width = `${100 * value}%`;
      say(share, percentOf(value, 1));
    });
  };
}

/** @param {View<SideBySideState, SideBySideMessage>} view */
function render({ model, el }) {
  const root = make(el, "div", { class: "lab-sides" });
  keepKeys(root);
  const id = `lab-sides-${Math.random().toString(36).slice(2)}`;
  make(root, "h3", {}, "Two runs side by side");
  const choice = make(root, "p", { class: "lab-sides-choice" });
  make(choice, "label", { for: id }, "Beside the evaluated run");
  const menu = make(choice, "select", { id });
  const hint = make(root, "p");
  const body = make(root, "div", { class: "lab-sides-body" });
  const draws = [makeSide(body), makeSide(body)];
  menu.addEventListener("change", () => model.send({ run: menu.value }));

  const drawMenu = () => {
    menu.replaceChildren();
    make(menu, "option", { value: "" }, "no other run");
    for (const [name, title] of model.get("runs")) make(menu, "option", { value: name }, title);
    menu.value = model.get("chosen");
    menu.disabled = !model.get("runs").length;
    draw();
  };
  const draw = () => {
    const sides = model.get("sides");
    const isChosen = Boolean(model.get("chosen"));
    body.hidden = !sides.length;
    const missing = model.get("problem") || NO_DIGIT;
    say(hint, sides.length ? "" : isChosen ? missing : model.get("runs").length ? "" : ALONE);
    sides.forEach((side, place) => {
      draws[place](side);
    });
  };
  drawMenu();
  const ends = [
    onChange(model, ["runs", "chosen"], drawMenu),
    onChange(model, ["sides", "problem"], draw),
  ];
  return () => {
    for (const end of ends) end();
  };
}

export default { render };
