// @ts-check
// All runs of the class as dots, seconds of training against validation accuracy. One stop for the
// Tab key; the arrow keys lead from dot to dot, and what the dot is made of stands below.

/** @import { ClassDots } from "./protocol.d.ts" */

import { make, percentOf, say } from "../../../labhelpers/static/front_end.js";
import { bestOf, dotAgain, rankOf, summaryOf, valuesOf, wordsOf } from "./wall_dots.js";
import { part } from "./wall_parts.js";
import { accuracyAxis, roomyTicks, timeAxis } from "./wall_scale.js";

const HINT =
  "Point at a dot to read what it is made of. " +
  "Half the mistakes, or twice the time, is the same distance everywhere.";
const NEAR = 28; // pixels from a dot, within which one points at it
const MOST_IN_LEGEND = 7;
const CHART_NAME = "Chart of all runs: seconds of training across, validation accuracy up";
/** @type {ClassDots} */
const NO_RUNS = { choices: [], configurations: [], dots: [], dataset: "", others: 0 };

/** @param {(isAllDays: boolean) => void} chooseDays */
export function makeChart(chooseDays) {
  return new RunsChart(chooseDays);
}

class RunsChart {
  /** @param {(isAllDays: boolean) => void} chooseDays */
  constructor(chooseDays) {
    this.runs = NO_RUNS;
    this.drawn = "";
    this.here = -1; // the dot that is told
    /** @type {[x: number, y: number][]} in pixels */
    this.places = [];
    const tools = part("wall-chart-tools");
    this.legend = make(tools, "span", { class: "wall-legend" });
    this.colours = make(make(tools, "label", {}, "Colour by"), "select");
    this.colours.addEventListener("change", () => this.redraw());
    const days = make(make(tools, "label", {}, "Runs of"), "select");
    make(days, "option", { value: "" }, "this class");
    make(days, "option", { value: "all" }, "all days");
    days.addEventListener("change", () => chooseDays(days.value === "all"));
    this.room = part("wall-chart");
    const attributes = { role: "group", tabindex: 0, "aria-label": CHART_NAME };
    this.svg = make(this.room, "svg:svg", { ...attributes, "aria-describedby": "wall-summary" });
    part("wall-told").setAttribute("role", "status");
    new ResizeObserver(() => this.redraw()).observe(this.room);
    this.svg.addEventListener("pointermove", (event) => this.point(event));
    this.svg.addEventListener("pointerleave", () => this.tell(-1));
    this.svg.addEventListener("keydown", (event) => this.press(event));
    this.svg.addEventListener("blur", () => this.tell(-1));
    this.tell(-1);
  }

  /** @param {ClassDots} runs */
  draw(runs) {
    const text = JSON.stringify(runs);
    if (text === this.drawn) return;
    this.here = dotAgain(this.runs, this.here, runs);
    this.drawn = text;
    this.runs = runs;
    this.fillColours();
    this.redraw();
  }

  fillColours() {
    const chosen = this.colours.value || "0";
    const labels = [...this.colours.options].map((option) => option.text);
    if (labels.join() === this.runs.choices.join()) return;
    this.colours.replaceChildren();
    this.runs.choices.forEach((label, index) => {
      make(this.colours, "option", { value: index }, label);
    });
    const kept = this.runs.choices.indexOf(labels[Number(chosen)]);
    this.colours.value = String(Math.max(0, kept));
  }

  redraw() {
    const width = this.room.clientWidth;
    const height = this.room.clientHeight;
    if (!width || !height) return;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.replaceChildren();
    const { dots } = this.runs;
    const text = Number.parseFloat(getComputedStyle(this.room).fontSize);
    const frame = {
      left: 4.9 * text,
      right: width - 1.9 * text,
      top: 1.1 * text,
      bottom: height - 2.9 * text,
    };
    const across = timeAxis(dots.map((dot) => dot[0]));
    const up = accuracyAxis(dots.map((dot) => dot[1]));
    const x = (/** @type {number} */ seconds) =>
      frame.left + across.place(seconds) * (frame.right - frame.left);
    const y = (/** @type {number} */ accuracy) =>
      frame.bottom - up.place(accuracy) * (frame.bottom - frame.top);
    this.places = dots.map(([seconds, accuracy]) => [x(seconds), y(accuracy)]);
    this.drawAxes(frame, roomyTicks(across.ticks, x, 4 * text), x, text, "across");
    this.drawAxes(frame, roomyTicks(up.ticks, y, 1.5 * text), y, text, "up");
    this.drawDots(0.42 * text);
    this.drawBest(text, frame.right);
    this.drawLegend();
    say(part("wall-summary"), summaryOf(this.runs));
    this.tell(this.here < dots.length ? this.here : -1);
  }

  /**
   * @param {{ left: number, right: number, top: number, bottom: number }} frame
   * @param {{ value: number, words: string }[]} ticks
   * @param {(value: number) => number} placeOf
   * @param {number} text the height of a line's letters
   * @param {"across" | "up"} direction
   */
  drawAxes({ left, right, top, bottom }, ticks, placeOf, text, direction) {
    const isAcross = direction === "across";
    for (const { value, words } of ticks) {
      const at = placeOf(value);
      const line = isAcross
        ? { x1: at, x2: at, y1: top, y2: bottom }
        : { x1: left, x2: right, y1: at, y2: at };
      make(this.svg, "svg:line", { class: "wall-grid", ...line });
      const place = isAcross
        ? { x: at, y: bottom + 1.2 * text }
        : { x: left - 8, y: at + 0.35 * text };
      make(this.svg, "svg:text", { class: `wall-tick wall-tick-${direction}`, ...place }, words);
    }
    const title = isAcross ? "Time of training" : "Validation accuracy";
    const transform = isAcross
      ? `translate(${(left + right) / 2} ${bottom + 2.5 * text})`
      : `translate(${0.9 * text} ${(top + bottom) / 2}) rotate(-90)`;
    make(this.svg, "svg:text", { class: "wall-axis", transform }, title);
  }

  /** @param {number} radius */
  drawDots(radius) {
    const choice = Number(this.colours.value || 0);
    const values = valuesOf(this.runs, choice);
    const below = make(this.svg, "svg:g");
    const above = make(this.svg, "svg:g"); // what is live, over all others
    this.runs.dots.forEach(([, , kind, number], index) => {
      const [cx, cy] = this.places[index];
      const rank = rankOf(values, this.runs.configurations[number][choice]);
      const style = `--rank: ${(100 * rank).toFixed(0)}%`;
      const isLive = kind === "training";
      const r = isLive ? 1.3 * radius : radius;
      const attributes = { class: `wall-dot wall-${kind}`, cx, cy, r, style };
      make(isLive ? above : below, "svg:circle", attributes);
    });
    this.ring = make(this.svg, "svg:circle", { class: "wall-ring", r: 2 * radius, hidden: "" });
  }

  /**
   * @param {number} text
   * @param {number} right
   */
  drawBest(text, right) {
    const best = bestOf(this.runs.dots);
    if (best < 0) return;
    const [cx, cy] = this.places[best];
    make(this.svg, "svg:circle", { class: "wall-best", cx, cy, r: 0.75 * text });
    const isLeft = cx > right - 6 * text;
    const place = { x: cx + (isLeft ? -1.1 : 1.1) * text, y: cy + 0.35 * text };
    const anchor = { "text-anchor": isLeft ? "end" : "start" };
    const words = percentOf(this.runs.dots[best][1], 2);
    make(this.svg, "svg:text", { class: "wall-best-words", ...place, ...anchor }, words);
  }

  drawLegend() {
    const values = valuesOf(this.runs, Number(this.colours.value || 0));
    const shown =
      values.length > MOST_IN_LEGEND ? [values[0], "…", values[values.length - 1]] : values;
    this.legend.replaceChildren();
    for (const value of this.runs.dots.length ? shown : []) {
      const item = make(this.legend, "span", {}, value);
      if (value === "…") continue;
      item.style.setProperty("--rank", `${(100 * rankOf(values, value)).toFixed(0)}%`);
      item.classList.add("wall-key");
    }
    // Always there: what came and went with the runs would move the chart.
    make(this.legend, "span", { class: "wall-key-live" }, "training");
    make(this.legend, "span", { class: "wall-key-open" }, "not finished");
  }

  /** @param {PointerEvent} event */
  point(event) {
    const box = this.svg.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let nearest = -1;
    let least = NEAR;
    this.places.forEach(([cx, cy], index) => {
      const distance = Math.hypot(cx - x, cy - y);
      if (distance < least) [nearest, least] = [index, distance];
    });
    this.tell(nearest);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const order = this.places
      .map((_, index) => index)
      .sort((one, other) => this.places[one][0] - this.places[other][0]);
    const place = order.indexOf(this.here);
    const steps = {
      ArrowRight: place + 1,
      ArrowLeft: Math.max(0, place - 1),
      Home: 0,
      End: Infinity,
    };
    if (!(event.key in steps) || !order.length) return;
    const next = steps[/** @type {keyof typeof steps} */ (event.key)];
    event.preventDefault();
    this.tell(order[Math.min(next, order.length - 1)]);
  }

  /** @param {number} index of the dot, -1 for none */
  tell(index) {
    this.here = index;
    const dot = this.runs.dots[index];
    const [cx, cy] = this.places[index] ?? [0, 0];
    this.ring?.toggleAttribute("hidden", !dot);
    this.ring?.setAttribute("cx", String(cx));
    this.ring?.setAttribute("cy", String(cy));
    const hint = this.runs.dots.length ? HINT : summaryOf(this.runs);
    say(part("wall-told"), dot ? wordsOf(this.runs, dot) : hint);
  }
}
