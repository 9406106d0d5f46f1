// Draws the whole state of a run as two small SVG charts and a table of numbers.
// The nodes are made once; a frame only sets attributes and texts that have changed.

const MARGIN = { top: 30, right: 14, bottom: 40, left: 50 };
const MARKER_GAP = 7; // pixels: nearer than this, markers run into one another
const LOSS = 1; // where a point [epoch, loss, accuracy] has its value
const ACCURACY = 2;

const percent = (value) => `${+(100 * value).toFixed(1)}%`;
const percentOf = (value) => `${(100 * value).toFixed(1)}%`;
const NUMBERS = ["Epoch", "Batch", "Training loss", "Training accuracy", "Validation loss", "Validation accuracy"];

// Markers as path pieces around (x, y): the first is the run's own validation, the others earlier runs in turn.
const MARKERS = [
  (x, y) => `M${x - 3} ${y}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z`,
  (x, y) => `M${x - 3} ${y - 3}h6v6h-6z`,
  (x, y) => `M${x} ${y - 4}l4 7h-8z`,
  (x, y) => `M${x} ${y - 4}l4 4l-4 4l-4 -4z`,
  (x, y) => `M${x} ${y + 4}l4 -7h-8z`,
  (x, y) => `M${x - 1} ${y - 4}h2v3h3v2h-3v3h-2v-3h-3v-2h3z`,
];
const DASHES = ["2 3", "8 3 2 3", "12 4", "4 2", "8 3 2 3 2 3"];
const COLORS = ["green", "purple", "ink", "orange", "sky"];

// The style of earlier run number `index`: all three differ in the first five, and dash and marker move on after that.
function styleOf(index) {
  const round = Math.floor(index / COLORS.length);
  return {
    color: `var(--lab-${COLORS[index % COLORS.length]})`,
    dash: DASHES[(index + round) % DASHES.length],
    marker: MARKERS[1 + ((index + 2 * round) % (MARKERS.length - 1))],
  };
}

function put(node, key, value) {
  if (node.getAttribute(key) !== String(value)) node.setAttribute(key, value);
}

// A step of 1, 2 or 5 times a power of ten that divides `span` into about `count` parts.
function niceStep(span, count) {
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
}

function ticksBetween(low, high, step) {
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-6; k += 1) ticks.push(+(k * step).toFixed(10));
  return ticks;
}

// The values that set the vertical range: all of them or, zoomed in, the later half of each curve.
function valuesOf(state, column, zoomed) {
  const part = (curve) => (zoomed ? curve.slice(Math.floor(curve.length / 2)) : curve);
  return [state.points, state.validation, ...state.overlay.map((run) => run.validation)]
    .flatMap((curve) => part(curve).map((point) => point[column]))
    .filter(isNumber);
}

function lossRange(state, zoomed, count) {
  const values = valuesOf(state, LOSS, zoomed);
  const top = values.length ? Math.max(1e-3, ...values) : 2.5;
  const step = niceStep(top, count);
  return { low: 0, high: Math.ceil(top / step - 1e-9) * step, step };
}

function accuracyRange(state, zoomed, count) {
  const values = valuesOf(state, ACCURACY, true);
  if (!zoomed || !values.length) return { low: 0, high: 1, step: 0.2 };
  const depth = Math.max(0.005, 1 - Math.min(...values));
  const step = niceStep(depth, count);
  return { low: Math.max(0, 1 - Math.ceil(depth / step - 1e-9) * step), high: 1, step };
}

function line(curve, column, x, y) {
  let path = "";
  let pen = "M";
  for (const point of curve) {
    if (isNumber(point[column])) {
      path += `${pen}${x(point[0]).toFixed(1)} ${y(point[column]).toFixed(1)}`;
      pen = "L";
    } else pen = "M";
  }
  return path;
}

function markers(curve, column, x, y, shape) {
  let path = "";
  let last = -Infinity;
  for (const point of curve) {
    if (!isNumber(point[column])) continue;
    const across = Math.round(x(point[0]) * 10) / 10;
    if (across - last < MARKER_GAP) continue;
    path += shape(across, Math.round(y(point[column]) * 10) / 10);
    last = across;
  }
  return path;
}

let charts = 0; // clip paths need an id that no other chart on the page has

class Chart {
  constructor(parent, name, column, rangeOf, format) {
    Object.assign(this, { name, column, rangeOf, format, drawn: "", ticks: [], curves: [] });
    const clip = `lab-chart-clip-${(charts += 1)}`;
    this.svg = make(parent, "svg:svg", { role: "img", class: "lab-chart-plot" });
    this.clip = make(make(this.svg, "svg:clipPath", { id: clip }), "svg:rect");
    this.title = make(this.svg, "svg:text", { x: 6, y: 16, class: "lab-chart-title" });
    this.grid = make(this.svg, "svg:g", { class: "lab-chart-grid" });
    this.earlier = make(this.svg, "svg:g", { "clip-path": `url(#${clip})` });
    const own = make(this.svg, "svg:g", { "clip-path": `url(#${clip})` });
    this.training = make(own, "svg:path", { class: "lab-chart-training" });
    this.validation = make(own, "svg:path", { class: "lab-chart-validation" });
    this.points = make(own, "svg:path", { class: "lab-chart-points" });
    this.epoch = make(this.svg, "svg:text", { class: "lab-chart-label", "text-anchor": "middle" }, "Epoch");
    this.message = make(this.svg, "svg:text", { class: "lab-chart-message", "text-anchor": "middle" });
  }

  draw(state, zoomed, message) {
    const width = Math.max(180, this.svg.clientWidth);
    const height = Math.round(Math.min(260, Math.max(190, width * 0.6)));
    const range = this.rangeOf(state, zoomed, 5);
    const right = width - MARGIN.right;
    const bottom = height - MARGIN.bottom;
    const x = (epoch) => MARGIN.left + (epoch / state.last) * (right - MARGIN.left);
    const y = (value) => bottom - ((value - range.low) / (range.high - range.low)) * (bottom - MARGIN.top);
    const frame = JSON.stringify([width, height, range, state.last]);
    if (frame !== this.drawn) this.drawFrame(width, height, range, state.last, x, y);
    this.drawn = frame;
    put(this.training, "d", line(state.points, this.column, x, y));
    put(this.validation, "d", line(state.validation, this.column, x, y));
    put(this.points, "d", markers(state.validation, this.column, x, y, MARKERS[0]));
    this.drawEarlier(state.overlay, x, y);
    say(this.message, message);
    put(this.svg, "aria-label", this.sentence(state, message));
  }

  drawFrame(width, height, range, last, x, y) {
    const right = width - MARGIN.right;
    const bottom = height - MARGIN.bottom;
    put(this.svg, "height", height);
    put(this.svg, "viewBox", `0 0 ${width} ${height}`);
    for (const [key, value] of Object.entries({ x: MARGIN.left - 4, y: MARGIN.top - 5 })) put(this.clip, key, value);
    put(this.clip, "width", right - MARGIN.left + 8);
    put(this.clip, "height", bottom - MARGIN.top + 10);
    const start = range.low > 0 ? ` (zoomed in: from ${this.format(range.low)})` : "";
    say(this.title, this.name + start);
    put(this.epoch, "x", (MARGIN.left + right) / 2);
    put(this.epoch, "y", height - 6);
    put(this.message, "x", (MARGIN.left + right) / 2);
    put(this.message, "y", (MARGIN.top + bottom) / 2);
    const step = last <= 1 ? 0.5 : Math.max(1, niceStep(last, Math.min(8, (right - MARGIN.left) / 40)));
    const across = ticksBetween(0, last, step).map((value) => ({ x1: x(value), x2: x(value), y1: bottom, y2: bottom + 4, text: String(value) }));
    const up = ticksBetween(range.low, range.high, range.step).map((value) => ({ x1: MARGIN.left, x2: right, y1: y(value), y2: y(value), text: this.format(value) }));
    this.drawTicks([...across, ...up]);
  }

  drawTicks(ticks) {
    while (this.ticks.length < ticks.length) {
      const group = make(this.grid, "svg:g");
      this.ticks.push({ group, line: make(group, "svg:line"), text: make(group, "svg:text") });
    }
    this.ticks.forEach(({ group, line: rule, text }, index) => {
      put(group, "display", index < ticks.length ? "inline" : "none");
      if (index >= ticks.length) return;
      const { text: words, ...ends } = ticks[index];
      const isAcross = ends.x1 === ends.x2;
      for (const [key, value] of Object.entries(ends)) put(rule, key, value.toFixed(1));
      put(text, "x", (isAcross ? ends.x1 : ends.x1 - 7).toFixed(1));
      put(text, "y", (isAcross ? ends.y2 + 13 : ends.y1 + 4).toFixed(1));
      put(text, "text-anchor", isAcross ? "middle" : "end");
      say(text, words);
    });
  }

  drawEarlier(overlay, x, y) {
    while (this.curves.length < overlay.length) {
      const { color, dash } = styleOf(this.curves.length);
      const curve = make(this.earlier, "svg:path", { class: "lab-chart-earlier", stroke: color, "stroke-dasharray": dash });
      this.curves.push({ curve, points: make(this.earlier, "svg:path", { fill: color }) });
    }
    this.curves.forEach(({ curve, points }, index) => {
      const validation = index < overlay.length ? overlay[index].validation : [];
      put(curve, "d", line(validation, this.column, x, y));
      put(points, "d", markers(validation, this.column, x, y, styleOf(index).marker));
    });
  }

  sentence(state, message) {
    if (message) return `${this.name} against epoch. ${message}`;
    const format = this.column === LOSS ? (value) => value.toFixed(4) : percentOf;
    const now = [["training", state.points], ["validation", state.validation]]
      .filter(([, curve]) => curve.length && isNumber(curve.at(-1)[this.column]))
      .map(([name, curve]) => `${name} ${format(curve.at(-1)[this.column])} at epoch ${+curve.at(-1)[0].toFixed(2)}`);
    const earlier = state.overlay.length ? `; validation of ${state.overlay.length} earlier runs` : "";
    return `${this.name} against epoch: ${now.join(", ")}${earlier}.`;
  }
}

// The legend: the two curves of this run and one entry for each earlier run, each with its line and marker.
function drawLegend(list, overlay) {
  const own = overlay.length ? " (this run)" : "";
  const entries = [
    { name: `Training${own}`, style: { color: "var(--lab-training)" } },
    { name: `Validation${own}`, style: { color: "var(--lab-validation)", dash: "6 4", marker: MARKERS[0] } },
    ...overlay.map((run, index) => ({ name: `Validation of ${run.name}`, style: styleOf(index) })),
  ];
  list.replaceChildren();
  for (const { name, style } of entries) {
    const item = make(list, "li");
    const sample = make(item, "svg:svg", { width: 34, height: 12, viewBox: "0 0 34 12", "aria-hidden": "true" });
    make(sample, "svg:path", { d: "M1 6H33", stroke: style.color, "stroke-width": 2, "stroke-dasharray": style.dash ?? "none" });
    if (style.marker) make(sample, "svg:path", { d: style.marker(17, 6), fill: style.color });
    make(item, "span", {}, name);
  }
}

function numbersOf(state) {
  const { points, validation, epoch = 0, epochs = 0, step = 0, steps = 0, status } = state;
  const between = step === 0 && status !== "training" && status !== "waiting"; // no epoch is under way
  const value = (curve, column, format) => (curve.length && isNumber(curve.at(-1)[column]) ? format(curve.at(-1)[column]) : "–");
  const loss = (number) => number.toFixed(4);
  return [
    epochs ? `${between ? epoch : Math.min(epoch + 1, epochs)} of ${epochs}` : "–",
    steps ? `${between || epoch >= epochs ? (epoch ? steps : 0) : step} of ${steps}` : "–",
    value(points, LOSS, loss),
    value(points, ACCURACY, percentOf),
    value(validation, LOSS, loss),
    value(validation, ACCURACY, percentOf),
  ];
}

function stateOf(model) {
  const progress = model.get("progress") ?? {};
  const overlay = (model.get("overlay") ?? []).map((run) => ({ name: String(run.name), validation: run.validation ?? [] }));
  const state = { ...progress, overlay, points: progress.points ?? [], validation: progress.validation ?? [] };
  const ends = [state.points, state.validation, ...overlay.map((run) => run.validation)].map((curve) => curve.at(-1)?.[0] ?? 0);
  return { ...state, last: Math.max(1, state.epochs ?? 0, ...ends) };
}

function messageOf(state) {
  if (state.points.length || state.validation.length || state.overlay.some((run) => run.validation.length)) return "";
  if (!state.status) return "No run yet: press Train.";
  if (state.status === "waiting" || state.status === "training") return "Waiting for the first batch.";
  return "The run ended before its first numbers.";
}

function render({ model, el }) {
  const root = make(el, "div", { class: "lab-chart", "data-frames": 0 });
  const bar = make(root, "div", { class: "lab-chart-bar" });
  const legend = make(bar, "ul", { class: "lab-chart-legend" });
  const label = make(bar, "label", { class: "lab-chart-zoom" });
  const zoom = make(label, "input", { type: "checkbox" });
  make(label, "span", {}, "Zoom in");
  const body = make(root, "div", { class: "lab-chart-body" });
  const both = [
    new Chart(body, "Loss", LOSS, lossRange, (value) => String(value)),
    new Chart(body, "Accuracy", ACCURACY, accuracyRange, percent),
  ];
  const table = make(body, "dl", { class: "lab-chart-numbers" });
  const values = NUMBERS.map((name) => {
    const pair = make(table, "div");
    make(pair, "dt", {}, name);
    return make(pair, "dd");
  });
  let names = null;
  let frame = 0;
  const draw = () => {
    frame = 0;
    const state = stateOf(model);
    const message = messageOf(state);
    const newNames = JSON.stringify(state.overlay.map((run) => run.name));
    if (newNames !== names) drawLegend(legend, state.overlay);
    names = newNames;
    for (const chart of both) chart.draw(state, zoom.checked, message);
    numbersOf(state).forEach((text, index) => say(values[index], text));
    root.dataset.frames = Number(root.dataset.frames) + 1;
  };
  // However many changes come between two frames of the screen, there is one redraw; none in a hidden tab.
  const request = () => (frame ||= requestAnimationFrame(draw));
  const sizes = new ResizeObserver(request);
  sizes.observe(body);
  zoom.addEventListener("change", request);
  model.on("change:progress change:overlay", request);
  request();
  return () => {
    sizes.disconnect();
    cancelAnimationFrame(frame);
    model.off("change:progress change:overlay", request);
  };
}

export default { render };
