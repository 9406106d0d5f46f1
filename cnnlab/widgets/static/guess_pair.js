// @ts-check
// Two menus for the pair of digits that will be confused most.

import { make, say } from "../../../labhelpers/static/front_end.js";

const MENU_DIGITS = 10;
const CONFUSED = "Which two digits will be confused most?";
let menus = 0; // on the page, for labels

/**
 * @param {Element} parent
 * @param {string} name
 */
function makeDigitMenu(parent, name) {
  const menu = make(parent, "select", { "aria-label": name });
  make(menu, "option", { value: "" }, "–");
  for (let digit = 0; digit < MENU_DIGITS; digit += 1) {
    make(menu, "option", { value: digit }, String(digit));
  }
  return menu;
}

/**
 * The menus in `parent`; `choose` is told two digits, the lower first, or none. `show` shows a
 * pair; while one digit of it is still to be chosen, it leaves the other. `clear` leaves nothing.
 *
 * @param {Element} parent
 * @param {(pair: number[]) => void} choose
 */
export function makePairMenus(parent, choose) {
  menus += 1;
  const id = `lab-guess-pair-${menus}`;
  make(parent, "p", { class: "lab-guess-question", id }, CONFUSED);
  const row = make(parent, "div", { role: "group", "aria-labelledby": id });
  const first = makeDigitMenu(row, "One digit");
  make(row, "span", {}, "and");
  const both = [first, makeDigitMenu(row, "The other digit")];
  const said = make(parent, "p", { class: "lab-guess-said", role: "status" });
  let shown = "[]";
  /** @param {number[]} pair */
  const fill = (pair) => {
    shown = JSON.stringify(pair);
    say(said, "");
    both.forEach((menu, k) => {
      menu.value = String(pair[k] ?? "");
    });
  };
  const read = () => {
    const named = both.map((menu) => menu.value).filter(Boolean);
    const isTwice = named.length === 2 && named[0] === named[1];
    say(said, isTwice ? "Two different digits, please." : "");
    const isPair = named.length === 2 && !isTwice;
    const pair = isPair ? named.map(Number).sort((a, b) => a - b) : [];
    const isNews = JSON.stringify(pair) !== shown;
    shown = JSON.stringify(pair);
    if (isNews) choose(pair);
  };
  for (const menu of both) menu.addEventListener("change", read);
  return {
    clear: () => fill([]),
    /** @param {number[]} pair @param {boolean} isFixed */
    show: (pair, isFixed) => {
      if (isFixed || JSON.stringify(pair) !== shown) fill(pair);
      for (const menu of both) menu.disabled = isFixed;
    },
  };
}
