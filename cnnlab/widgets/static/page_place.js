// @ts-check
// Where one is on the page, by how far it is scrolled.

import { BY_HAND, headingOf } from "./page_steps.js";

const STEPS = [1, 2, 3, 4, 5, 6];
const SECONDS_TO_STAY = 3; // before a step counts as the one where somebody is
const BAR = 60; // pixels that the bar covers at the top

/**
 * The step at the line that one reads; 0 above the first. The line is below the bar where the page
 * begins and at the window's end where the page ends, so that each step has its turn.
 *
 * @param {number[]} tops of the steps, in the window
 * @param {number} share of the page that is scrolled by, 0 to 1
 * @param {number} height of the window
 */
export function placeAt(tops, share, height) {
  const line = BAR + share * (height - BAR);
  return tops.filter((top) => top <= line).length;
}

function placeNow() {
  const { scrollTop, scrollHeight, clientHeight } = /** @type {Element} */ (
    document.scrollingElement ?? document.documentElement
  );
  const tops = STEPS.map((step) => headingOf(step)?.getBoundingClientRect().top ?? Infinity);
  const way = scrollHeight - clientHeight;
  return placeAt(tops, way > 0 ? scrollTop / way : 0, clientHeight);
}

/**
 * Tell `show` the number of the step where one is, 0 for none, whenever that changes. After `goTo`
 * it is the one that was gone to, until somebody scrolls by hand.
 *
 * @param {(number: number) => void} show
 */
export function followPlace(show) {
  let shown = 0;
  let goal = 0;
  let frame = 0;
  const look = () => {
    frame = 0;
    const place = goal || placeNow();
    if (place !== shown) {
      shown = place;
      show(place);
    }
  };
  const soon = () => {
    frame ||= requestAnimationFrame(look);
  };
  /** @param {Event} event */
  const letGo = ({ type }) => {
    goal = 0;
    if (type === "wheel" || type === "touchmove") soon(); // also at the end, where nothing scrolls
  };
  document.addEventListener("scroll", soon, { capture: true, passive: true });
  window.addEventListener("resize", soon);
  for (const name of BY_HAND) document.addEventListener(name, letGo, { passive: true });
  return {
    /** @param {number} number */
    goTo: (number) => {
      goal = number;
      look();
    },
    end: () => {
      cancelAnimationFrame(frame);
      document.removeEventListener("scroll", soon, { capture: true });
      window.removeEventListener("resize", soon);
      for (const name of BY_HAND) document.removeEventListener(name, letGo);
    },
  };
}

/**
 * A function that takes the step where one is; `tell` is told of it once one has stayed there,
 * again and again until it returns that this was heard.
 *
 * @param {(step: number) => boolean} tell
 */
export function makePlaceTeller(tell) {
  let timer = 0;
  /** @param {number} step */
  const tellLater = (step) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!tell(step)) tellLater(step);
    }, 1000 * SECONDS_TO_STAY);
  };
  return tellLater;
}
