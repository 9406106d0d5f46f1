// @ts-check
// What a network reads in a digit: a sentence, and its ten probabilities as bars.

/** @import { DrawPadState, DrawPadView } from "./digit_protocol.d.ts" */

import { isNumber, make, percentOf, say } from "../../../labhelpers/static/front_end.js";

const READING = "Reading …";
const LATE_WORDS =
  "This takes longer than it should: the worker is busy or is being started again, or the " +
  "server does not answer.";
const LEAST_MARKED = 0.01; // a smaller bar is hardly there
const NOT_YET = "It reads while you draw.";

/**
 * The digit with the greatest probability; -1 where there are none that are numbers.
 *
 * @param {(number | null)[]} probabilities
 */
export function bestOf(probabilities) {
  return probabilities.indexOf(Math.max(...probabilities.filter(isNumber)));
}

/**
 * The large words: what was read; "" where the answer is still to come.
 *
 * @param {DrawPadView} view
 */
export function headline({ steps, probabilities }) {
  const best = bestOf(probabilities);
  if (best >= 0) return `Prediction: ${best}`;
  return steps.length ? "" : "No digit yet";
}

/**
 * The small words: how sure the network is, whether it is right where that is known, and which
 * network that is.
 *
 * @param {DrawPadView} view
 * @param {string} shipped about the network that came with the lab
 */
export function details(
  { network, is_shipped, probabilities, label, epochs_done: epochs, is_on },
  shipped,
) {
  const own = is_shipped ? `${network}, ${shipped}` : network;
  const best = bestOf(probabilities);
  if (best < 0) return `${NOT_YET} Network: ${own}`;
  const article = label === 8 ? "an" : "a";
  const verdict = label === best ? "right" : "wrong";
  const judged = label === null ? "" : ` It is ${article} ${label}: ${verdict}.`;
  const sure = `${percentOf(Number(probabilities[best]), 1)} sure${momentOf(epochs)}.${judged}`;
  return `${sure} ${is_on ? "In training" : "Network"}: ${own}`;
}

/** @param {number | null} epochs those before a reading; null for all of them */
function momentOf(epochs) {
  if (epochs === null) return "";
  if (!epochs) return " before the first batch";
  return ` after ${epochs.toFixed(epochs < 1 ? 2 : 1)} epochs`;
}

/**
 * Whether a view is to have probabilities that are not there yet.
 *
 * @param {DrawPadState["view"]} view
 * @param {number} turn the one that was asked last
 */
export function isAwaited(view, turn) {
  if (!view.steps) return false;
  const isRead = !view.steps.length || view.probabilities.length > 0; // nothing to read counts too
  return view.turn !== turn || !isRead;
}

/**
 * A table with a bar for each digit; the function returned shows ten probabilities, or none, and
 * a mark where each bar stood `before`.
 *
 * @param {Element} parent
 * @param {string} [when] to follow its name
 */
export function makeBars(parent, when = "") {
  const name = `Probabilities of the ten digits${when}`;
  const table = make(parent, "table", { class: "lab-bars", "aria-label": name });
  const rows = Array.from({ length: 10 }, (_, digit) => {
    const row = make(table, "tr");
    make(row, "th", { scope: "row" }, String(digit));
    const track = make(make(row, "td"), "div", { class: "lab-bars-track" });
    const bar = make(track, "div", { class: "lab-bars-bar" });
    const mark = make(track, "div", { class: "lab-bars-before", hidden: "" });
    return { row, bar, mark, share: make(row, "td") };
  });
  /**
   * @param {(number | null)[]} probabilities
   * @param {(number | null)[]} [before]
   */
  return (probabilities, before = []) => {
    const best = bestOf(probabilities);
    rows.forEach(({ row, bar, mark, share }, digit) => {
      const value = probabilities[digit] ?? 0;
      row.classList.toggle("lab-bars-best", digit === best);
      bar.style.width = `${100 * value}%`;
      const earlier = before[digit] ?? 0;
      mark.hidden = earlier < LEAST_MARKED;
      mark.style.left = `${100 * earlier}%`;
      say(share, probabilities.length ? percentOf(value, 1) : "–");
    });
  };
}

/**
 * @param {Element} root
 * @param {string} shipped about the network that came with the lab
 */
export function makeAnswer(root, shipped) {
  const section = make(root, "div", { class: "lab-draw-answer" });
  const words = make(section, "p", { class: "lab-draw-prediction", role: "status" });
  const showBars = makeBars(section);
  // Below the bars: however long these words are, the bars stay where they are.
  const doubt = make(section, "p", { class: "lab-draw-doubt", role: "status", hidden: "" });
  const more = make(section, "p", { class: "lab-draw-hint lab-draw-details" });
  const wait = () => {
    say(words, READING);
    say(more, LATE_WORDS);
    doubt.hidden = true;
  };
  /** @param {DrawPadView} view */
  const show = (view) => {
    if (!headline(view)) return; // the last answer stays until the next one is there: no flicker
    showBars(view.probabilities);
    say(words, headline(view));
    say(doubt, view.doubt);
    doubt.hidden = !view.doubt;
    say(more, details(view, shipped));
  };
  return { show, wait, isAwaited };
}
