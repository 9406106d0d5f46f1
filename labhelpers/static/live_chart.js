// @ts-check
// Draws the whole state of a run as two small charts, with a legend and a table of numbers.

/** @import { View } from "./anywidget.d.ts" */
/** @import { LiveChartState } from "./chart_protocol.d.ts" */
/** @import { ChartState } from "./chart_state.js" */
/** @import { Marker } from "./chart_curves.js" */
/** @typedef {{ color: string, dash?: string, marker?: Marker }} Style */

import { Chart } from "./chart.js";
import { MARKERS, RING, styleOf } from "./chart_curves.js";
import { ACCURACY, accuracyRange, LOSS, lossRange } from "./chart_scale.js";
import { messageOf, NUMBERS, numbersOf, stateOf } from "./chart_state.js";
import { make, onChange, percentOf, say } from "./front_end.js";

/**
 * An entry for each of this run's curves, for a guess, and for each earlier run, with its line and
 * marker.
 *
 * @param {Element} list
 * @param {ChartState} state
 */
function drawLegend(list, { overlay, guess }) {
  const own = overlay.length ? " (this run)" : "";
  const dashed = { color: "var(--lab-validation)", dash: "6 4", marker: MARKERS[0] };
  list.replaceChildren();
  drawEntry(list, `Training${own}`, { color: "var(--lab-training)" });
  drawEntry(list, `Validation${own}`, dashed);
  const guessed = { color: "currentColor", dash: "3 4", marker: RING };
  if (guess.length) drawEntry(list, "Your guess", guessed);
  overlay.forEach((run, index) => {
    drawEntry(list, `Validation of ${run.name}`, styleOf(index));
  });
}

/**
 * @param {Element} list
 * @param {string} name
 * @param {Style} style
 */
function drawEntry(list, name, { color, dash = "none", marker }) {
  const item = make(list, "li");
  const size = { width: 34, height: 12, viewBox: "0 0 34 12" };
  const sample = make(item, "svg:svg", { ...size, "aria-hidden": "true" });
  const stroke = { stroke: color, "stroke-width": 2, "stroke-dasharray": dash };
  make(sample, "svg:path", { d: "M1 6H33", ...stroke });
  if (marker) make(sample, "svg:path", { d: marker(17, 6), fill: color });
  make(item, "span", {}, name);
}

/**
 * The numbers as a table; the nodes for their texts, in the order of NUMBERS.
 *
 * @param {Element} parent
 */
function makeNumbers(parent) {
  const table = make(parent, "dl", { class: "lab-chart-numbers" });
  return NUMBERS.map((name) => {
    const pair = make(table, "div");
    make(pair, "dt", {}, name);
    return make(pair, "dd");
  });
}

/**
 * A label of the accuracy axis, whose ticks are a tenth of a percent apart or more.
 *
 * @param {number} share
 */
const tickText = (share) => percentOf(share, 1).replace(".0%", "%");

/**
 * The legend and, beside it, a box to zoom in with.
 *
 * @param {Element} parent
 */
function makeBar(parent) {
  const bar = make(parent, "div", { class: "lab-chart-bar" });
  const legend = make(bar, "ul", { class: "lab-chart-legend" });
  const label = make(bar, "label", { class: "lab-chart-zoom" });
  const zoom = make(label, "input", { type: "checkbox" });
  make(label, "span", {}, "Zoom in");
  return { legend, zoom };
}

/**
 * However often `request` is called between two frames of the screen, `draw` is called once; in a
 * hidden tab it is not. `cancel` takes back what was requested.
 *
 * @param {() => void} draw
 */
function onceAFrame(draw) {
  let frame = 0;
  const request = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      draw();
    });
  };
  return { request, cancel: () => cancelAnimationFrame(frame) };
}

/** @param {View<LiveChartState>} view */
function render({ model, el }) {
  const root = make(el, "div", { class: "lab-chart", "data-frames": 0 });
  const { legend, zoom } = makeBar(root);
  const body = make(root, "div", { class: "lab-chart-body" });
  const charts = [
    new Chart(body, "Loss", LOSS, lossRange, String),
    new Chart(body, "Accuracy", ACCURACY, accuracyRange, tickText),
  ];
  const values = makeNumbers(body);
  let names = "";
  let frames = 0;
  const { request, cancel } = onceAFrame(() => {
    const state = stateOf(model);
    const message = messageOf(state);
    const earlier = state.overlay.map((run) => run.name);
    const newNames = JSON.stringify([earlier, state.guess.length > 0]);
    if (newNames !== names) drawLegend(legend, state);
    names = newNames;
    for (const chart of charts) chart.draw(state, zoom.checked, message);
    numbersOf(state).forEach((text, index) => {
      say(values[index], text);
    });
    frames += 1;
    root.dataset.frames = String(frames);
  });
  const sizes = new ResizeObserver(request);
  sizes.observe(body);
  zoom.addEventListener("change", request);
  const forget = onChange(model, ["progress", "overlay", "mark", "guess"], request);
  request();
  return () => {
    sizes.disconnect();
    cancel();
    forget();
  };
}

export default { render };
