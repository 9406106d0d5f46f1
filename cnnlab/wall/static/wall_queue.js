// @ts-check
// The runs that are on and those that wait, calmly: a line stays while its run is there.

/** @import { ClassQueue, WallRun } from "./protocol.d.ts" */

import { make, percentOf, say } from "../../../labhelpers/static/front_end.js";
import { part, partOf, severalOf, timeOf } from "./wall_parts.js";

const MOST_WAITING = 3; // that have a line of their own
const SECONDS_TO_BE_SURE = 4;

/**
 * @typedef {object} Line
 * @property {HTMLElement} root
 * @property {Element} told
 * @property {Element} result
 * @property {HTMLProgressElement} progress
 */

/**
 * What is said of a run beside what it is made of.
 *
 * @param {WallRun} run
 * @param {boolean} isOn
 */
export function resultOf({ share, accuracy, seconds }, isOn) {
  const right = accuracy === null ? "" : `${percentOf(accuracy, 1)} right`;
  if (isOn) return [percentOf(share), right].filter(Boolean).join(", ");
  const begun = share ? `${percentOf(share)} done` : "";
  return [begun, seconds === null ? "" : `in ${timeOf(seconds)}`].filter(Boolean).join(", ");
}

/** @param {(wish: Record<string, unknown>) => Promise<void>} act */
export function makeQueue(act) {
  /** @type {Map<string, Line>} */
  let lines = new Map();
  const pause = partOf("wall-pause", HTMLButtonElement);
  let isPaused = false;
  pause.addEventListener("click", () => act({ pause: !isPaused }));

  /**
   * @param {Element} list
   * @param {WallRun[]} runs
   * @param {boolean} isOn
   */
  const drawList = (list, runs, isOn) => {
    // Before any line comes: a line that is moved would lose the focus.
    const staying = new Set(runs.map((run) => lines.get(run.id)?.root));
    for (const root of [...list.children]) {
      if (!(root instanceof HTMLElement && staying.has(root))) root.remove();
    }
    runs.forEach((run, index) => {
      const line = lines.get(run.id) ?? makeLine(run, act);
      lines.set(run.id, line);
      if (list.children[index] !== line.root)
        list.insertBefore(line.root, list.children[index] ?? null);
      const told = run.told.join(", ") || "A run";
      say(line.told, told);
      line.root.title = told;
      say(line.result, resultOf(run, isOn));
      line.progress.value = run.share;
      line.root.classList.toggle("wall-runs-now", isOn);
    });
  };

  /** @param {ClassQueue} queue */
  const draw = (queue) => {
    const giveBack = keepFocus(pause);
    isPaused = queue.is_paused;
    const waiting = queue.waiting.slice(0, MOST_WAITING);
    drawList(part("wall-on"), queue.on, true);
    drawList(part("wall-waiting"), waiting, false);
    const shown = new Set([...queue.on, ...waiting].map((run) => run.id));
    lines = new Map([...lines].filter(([id]) => shown.has(id)));
    const more = queue.waiting.length - waiting.length;
    say(part("wall-more"), more ? `and ${severalOf(more, "run")} more` : "");
    say(pause, isPaused ? "Let the queue go on" : "Pause the queue");
    pause.disabled = queue.problem !== "" && !queue.on.length && !isPaused;
    part("wall-queue").classList.toggle("wall-is-paused", isPaused);
    say(part("wall-queue-note"), noteOfQueue(queue));
    giveBack();
  };
  return { draw };
}

/**
 * Return what is called when the queue was drawn: the "End" that had the focus has it again, or
 * the next one, or `last`.
 *
 * @param {HTMLElement} last
 */
function keepFocus(last) {
  /** @type {HTMLElement[]} */
  const ends = [...part("wall-queue").querySelectorAll(".wall-end")].filter(
    (end) => end instanceof HTMLElement,
  );
  const place = ends.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const wanted = place < 0 ? [] : [...ends.slice(place), last];
  return () => {
    const next = wanted.find((end) => end.isConnected);
    if (next && next !== document.activeElement) next.focus();
  };
}

/** @param {ClassQueue} queue */
export function noteOfQueue({ is_paused, problem, on, waiting }) {
  if (problem) return problem;
  if (is_paused) return "Paused: what is on goes on, and nothing else begins.";
  return on.length || waiting.length ? "" : "Nothing is being trained.";
}

/**
 * @param {WallRun} run
 * @param {(wish: Record<string, unknown>) => Promise<void>} act
 * @returns {Line}
 */
function makeLine({ id }, act) {
  const root = make(document.createElement("ul"), "li");
  const told = make(root, "span", { class: "wall-made-of" });
  const result = make(root, "span", { class: "wall-result" });
  const end = make(root, "button", { type: "button", class: "wall-end" }, "End");
  const progress = make(root, "progress", { max: 1, "aria-label": "done" });
  let isSure = false;
  end.addEventListener("click", () => {
    if (isSure) act({ end: id });
    isSure = !isSure;
    say(end, isSure ? "Really?" : "End");
    setTimeout(() => {
      isSure = false;
      say(end, "End");
    }, 1000 * SECONDS_TO_BE_SURE);
  });
  return { root, told, result, progress };
}
