// @ts-check
// One of the live chart's two charts, as SVG. Its nodes are made once; a frame only sets
// attributes and texts that have changed.

/** @import { Place } from "./chart_curves.js" */
/** @import { Column, Range } from "./chart_scale.js" */
/** @import { ChartState } from "./chart_state.js" */

/**
 * @typedef {{ x1: number, x2: number, y1: number, y2: number, text: string }} Tick a line and its
 *   label
 * @typedef {{ width: number, height: number, right: number, bottom: number }} Size of the drawing,
 *   and where its curves end, in pixels
 */

import { linePath, MARKERS, markersPath, RING, styleOf } from "./chart_curves.js";
import { epochStep, ticksBetween } from "./chart_scale.js";
import { sentenceOf } from "./chart_state.js";
import { make, say } from "./front_end.js";

const MARGIN = { top: 30, right: 14, bottom: 40, left: 50 };
const LEAST = 190; // pixels high, and at most
const MOST = 260;
const STEPS_UP = 5; // about so many steps between the ticks of the vertical axis

/**
 * @param {Element} node
 * @param {string} name
 * @param {string | number} value
 */
function put(node, name, value) {
  if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}

let charts = 0; // clip paths need an id that no other chart on the page has

export class Chart {
  /**
   * @param {Element} parent
   * @param {string} name what is charted
   * @param {Column} column
   * @param {(state: ChartState, isZoomed: boolean, count: number) => Range} rangeOf
   * @param {(value: number) => string} format of a label on the vertical axis
   */
  constructor(parent, name, column, rangeOf, format) {
    this.name = name;
    this.column = column;
    this.rangeOf = rangeOf;
    this.format = format;
    this.drawn = ""; // the frame that is drawn
    /** @type {{ group: SVGGElement, line: SVGLineElement, text: SVGTextElement }[]} */
    this.ticks = [];
    /** @type {{ curve: SVGPathElement, points: SVGPathElement }[]} */
    this.curves = [];

    charts += 1;
    const id = `lab-chart-clip-${charts}`;
    const clipped = { "clip-path": `url(#${id})` };
    const centred = { "text-anchor": "middle" };
    this.svg = make(parent, "svg:svg", { role: "img", class: "lab-chart-plot" });
    this.clip = make(make(this.svg, "svg:clipPath", { id }), "svg:rect");
    this.title = make(this.svg, "svg:text", { x: 6, y: 16, class: "lab-chart-title" });
    this.grid = make(this.svg, "svg:g", { class: "lab-chart-grid" });
    this.earlier = make(this.svg, "svg:g", clipped);
    const own = make(this.svg, "svg:g", clipped);
    this.training = make(own, "svg:path", { class: "lab-chart-training" });
    this.validation = make(own, "svg:path", { class: "lab-chart-validation" });
    this.points = make(own, "svg:path", { class: "lab-chart-points" });
    this.guess = make(own, "svg:path", { class: "lab-chart-guess" });
    this.guessed = make(own, "svg:path", { class: "lab-chart-guessed" });
    this.mark = make(own, "svg:path", { class: "lab-chart-mark" });
    this.epoch = make(this.svg, "svg:text", { class: "lab-chart-label", ...centred }, "Epoch");
    this.message = make(this.svg, "svg:text", { class: "lab-chart-message", ...centred });
  }

  /**
   * @param {ChartState} state
   * @param {boolean} isZoomed
   * @param {string} message stands in the middle; "" for none
   */
  draw(state, isZoomed, message) {
    const width = Math.max(180, this.svg.clientWidth);
    // Where a page has less room for it, its style says so.
    const most = Number.parseFloat(getComputedStyle(this.svg).maxHeight) || MOST;
    const height = Math.round(Math.min(most, Math.max(LEAST, width * 0.6)));
    const size = { width, height, right: width - MARGIN.right, bottom: height - MARGIN.bottom };
    const range = this.rangeOf(state, isZoomed, STEPS_UP);
    const perEpoch = (size.right - MARGIN.left) / state.last;
    const perUnit = (size.bottom - MARGIN.top) / (range.high - range.low);
    /** @type {Place} */
    const x = (epoch) => MARGIN.left + epoch * perEpoch;
    /** @type {Place} */
    const y = (value) => size.bottom - (value - range.low) * perUnit;

    const frame = JSON.stringify([width, height, range, state.last]);
    if (frame !== this.drawn) {
      this.drawFrame(size, range);
      this.drawTicks([...this.ticksAcross(state.last, size, x), ...this.ticksUp(range, size, y)]);
    }
    this.drawn = frame;
    put(this.training, "d", linePath(state.points, this.column, x, y));
    put(this.validation, "d", linePath(state.validation, this.column, x, y));
    put(this.points, "d", markersPath(state.validation, this.column, x, y, MARKERS[0]));
    put(this.guess, "d", linePath(state.guess, this.column, x, y));
    put(this.guessed, "d", markersPath(state.guess, this.column, x, y, RING));
    const top = MARGIN.top;
    put(this.mark, "d", state.mark === null ? "" : `M${x(state.mark)} ${top}V${size.bottom}`);
    this.drawEarlier(state, x, y);
    say(this.message, message);
    put(this.svg, "aria-label", sentenceOf(this.name, this.column, state, message));
  }

  /**
   * @param {Size} size
   * @param {Range} range
   */
  drawFrame({ width, height, right, bottom }, range) {
    put(this.svg, "height", height);
    put(this.svg, "viewBox", `0 0 ${width} ${height}`);
    put(this.clip, "x", MARGIN.left - 4);
    put(this.clip, "y", MARGIN.top - 5);
    put(this.clip, "width", right - MARGIN.left + 8);
    put(this.clip, "height", bottom - MARGIN.top + 10);
    const start = range.low > 0 ? ` (zoomed in: from ${this.format(range.low)})` : "";
    say(this.title, this.name + start);
    put(this.epoch, "x", (MARGIN.left + right) / 2);
    put(this.epoch, "y", height - 6);
    put(this.message, "x", (MARGIN.left + right) / 2);
    put(this.message, "y", (MARGIN.top + bottom) / 2);
  }

  /**
   * @param {number} last
   * @param {Size} size
   * @param {Place} x
   * @returns {Tick[]}
   */
  ticksAcross(last, { right, bottom }, x) {
    const step = epochStep(last, right - MARGIN.left);
    return ticksBetween(0, last, step).map((epoch) => ({
      x1: x(epoch),
      x2: x(epoch),
      y1: bottom,
      y2: bottom + 4,
      text: String(epoch),
    }));
  }

  /**
   * @param {Range} range
   * @param {Size} size
   * @param {Place} y
   * @returns {Tick[]}
   */
  ticksUp({ low, high, step }, { right }, y) {
    return ticksBetween(low, high, step).map((value) => ({
      x1: MARGIN.left,
      x2: right,
      y1: y(value),
      y2: y(value),
      text: this.format(value),
    }));
  }

  /** @param {Tick[]} ticks */
  drawTicks(ticks) {
    while (this.ticks.length < ticks.length) {
      const group = make(this.grid, "svg:g");
      const line = make(group, "svg:line");
      this.ticks.push({ group, line, text: make(group, "svg:text") });
    }
    this.ticks.forEach(({ group, line, text }, index) => {
      put(group, "display", index < ticks.length ? "inline" : "none");
      if (index >= ticks.length) return;
      const { text: label, ...ends } = ticks[index];
      const isAcross = ends.x1 === ends.x2;
      for (const [name, value] of Object.entries(ends)) put(line, name, value.toFixed(1));
      put(text, "x", (isAcross ? ends.x1 : ends.x1 - 7).toFixed(1));
      put(text, "y", (isAcross ? ends.y2 + 13 : ends.y1 + 4).toFixed(1));
      put(text, "text-anchor", isAcross ? "middle" : "end");
      say(text, label);
    });
  }

  /**
   * @param {ChartState} state
   * @param {Place} x
   * @param {Place} y
   */
  drawEarlier({ overlay }, x, y) {
    while (this.curves.length < overlay.length) {
      const { color, dash } = styleOf(this.curves.length);
      const dashed = { class: "lab-chart-earlier", stroke: color, "stroke-dasharray": dash };
      const curve = make(this.earlier, "svg:path", dashed);
      this.curves.push({ curve, points: make(this.earlier, "svg:path", { fill: color }) });
    }
    this.curves.forEach(({ curve, points }, index) => {
      const validation = overlay[index]?.validation ?? [];
      const { marker } = styleOf(index);
      put(curve, "d", linePath(validation, this.column, x, y));
      put(points, "d", markersPath(validation, this.column, x, y, marker));
    });
  }
}
