// Feature maps as tiles, one of them large; the numbers behind its pixels come from Python.

const BLUE = [0, 114, 178];
const VERMILLION = [213, 94, 0];
const GAP = 5;
const LARGE = 264; // side of the enlarged map, in CSS pixels
const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

const bytes = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
// A number with so many decimals, a real minus sign, and no minus before a zero.
const fixed = (value, decimals) => {
  const text = value.toFixed(decimals);
  return Number(text) ? text.replace("-", "\u2212") : text.replace("-", "");
};
const short = (value) => fixed(value, Math.abs(value) >= 100 ? 0 : 2);
const exact = (value) => fixed(value, 4);

// The colour of a signed value in [-1, 1] on white: blue above 0, vermillion below.
function signed(value) {
  const tint = value < 0 ? VERMILLION : BLUE;
  const strength = Math.min(1, Math.abs(value));
  return tint.map((part) => Math.round(255 + (part - 255) * strength));
}

function fill(data, k, [red, green, blue]) {
  data.set([red, green, blue, 255], 4 * k);
}

// A canvas of the given pixels, to be drawn from at any size.
function picture(width, height, colorAt) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  for (let k = 0; k < width * height; k += 1) fill(image.data, k, colorAt(k));
  context.putImageData(image, 0, 0);
  return canvas;
}

const greys = (pixels) => (k) => [pixels[k], pixels[k], pixels[k]];

function sized(canvas, width, height) {
  const ratio = Math.min(3, window.devicePixelRatio || 1);
  Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.imageSmoothingEnabled = false;
  return context;
}

// One layer: its maps as tiles, and under those of the first convolution their kernels.
class Layer {
  constructor(parent, index, choose) {
    this.index = index;
    this.box = make(parent, "section", { class: "lab-inside-layer" });
    this.title = make(this.box, "h4");
    this.canvas = make(this.box, "canvas", { tabindex: 0, role: "slider", "aria-valuemin": 1 });
    this.canvas.addEventListener("click", (event) => {
      const box = this.canvas.getBoundingClientRect();
      const column = Math.floor((event.clientX - box.left) / this.across);
      const number = Math.floor((event.clientY - box.top) / this.down) * this.columns + column;
      if (column < this.columns && number < this.layer.filters) choose(index, number);
    });
    this.canvas.addEventListener("keydown", (event) => {
      const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.columns, ArrowDown: this.columns };
      const selected = this.selected ?? 0;
      const target = { Home: 0, End: this.layer.filters - 1 }[event.key] ?? selected + (steps[event.key] ?? NaN);
      if (Number.isNaN(target)) return;
      event.preventDefault();
      choose(index, Math.min(this.layer.filters - 1, Math.max(0, target)));
    });
  }

  show(inside, layer, selected) {
    Object.assign(this, { layer, selected });
    say(this.title, `${layer.title}: ${layer.filters} feature maps of ${layer.rows} × ${layer.columns}`);
    const tile = layer.title.endsWith(" 1") ? 40 : 30;
    const kernel = this.index === 0 ? 20 : 0;
    this.across = tile + GAP;
    this.down = tile + GAP + (kernel ? kernel + 3 : 0);
    const room = Math.max(this.across, this.box.clientWidth);
    const rows = Math.ceil(layer.filters / Math.floor(room / this.across));
    this.columns = Math.ceil(layer.filters / rows); // so that the last row is about as long as the others
    const context = sized(this.canvas, this.columns * this.across, rows * this.down);
    const pixels = bytes(layer.pixels);
    const size = layer.rows * layer.columns;
    for (let number = 0; number < layer.filters; number += 1) {
      const [left, top] = [(number % this.columns) * this.across + 2, Math.floor(number / this.columns) * this.down + 2];
      const map = pixels.subarray(number * size, (number + 1) * size);
      if (number === selected) {
        context.fillStyle = "rgb(0, 114, 178)";
        context.fillRect(left - 2, top - 2, tile + 4, tile + 4);
        context.fillStyle = "#fff";
        context.fillRect(left - 0.5, top - 0.5, tile + 1, tile + 1);
      }
      context.drawImage(picture(layer.columns, layer.rows, greys(map)), left, top, tile, tile);
      if (kernel) context.drawImage(kernelPicture(inside.kernels, number), left + (tile - kernel) / 2, top + tile + 3, kernel, kernel);
    }
    const words = { "aria-label": `Feature maps of ${layer.title.toLowerCase()}`, "aria-valuemax": layer.filters };
    words["aria-valuenow"] = (selected ?? 0) + 1;
    words["aria-valuetext"] = selected === null ? "none chosen" : `map ${selected + 1} of ${layer.filters}`;
    for (const [key, value] of Object.entries(words)) this.canvas.setAttribute(key, value);
  }
}

function kernelPicture(kernels, number) {
  const count = kernels.size * kernels.size;
  const { buffer, byteOffset } = kernels.values;
  const values = new Float32Array(buffer.slice(byteOffset + 4 * number * count, byteOffset + 4 * (number + 1) * count));
  const most = Math.max(...values.map(Math.abs)) || 1;
  return picture(kernels.size, kernels.size, (k) => signed(values[k] / most));
}

// A small matrix as a table of numbers; `tint` says where a value lies between -1 and 1.
function matrix(parent, name, rows, tint) {
  const box = make(parent, "figure");
  make(box, "figcaption", {}, name);
  const table = make(box, "table", { "aria-label": name, class: rows.length > 5 ? "lab-inside-dense" : "" });
  for (const row of rows) {
    const line = make(table, "tr");
    for (const value of row) {
      const [red, green, blue] = tint(value);
      const ink = 0.299 * red + 0.587 * green + 0.114 * blue > 130 ? "#1b1b1b" : "#fff";
      make(line, "td", { style: `background: rgb(${red}, ${green}, ${blue}); color: ${ink}` }, short(value));
    }
  }
}

const tinted = (rows) => {
  const most = Math.max(...rows.flat().map(Math.abs)) || 1;
  return (value) => signed(value / most);
};
const shaded = (most) => (value) => Array(3).fill(Math.round(255 * Math.min(1, Math.max(0, value / (most || 1)))));

function workOut(parent, steps, inside, chooseChannel) {
  parent.replaceChildren();
  if (steps.message) return make(parent, "p", {}, steps.message);
  const place = `row ${steps.row + 1}, column ${steps.column + 1}`; // counted from 1, as maps are
  const below = steps.layer ? inside.layers[steps.layer - 1].most : 1;
  if (!steps.kernel) { // a pooling layer
    make(parent, "p", {}, `The pixel at ${place} keeps the greatest of four:`);
    matrix(make(parent, "div", { class: "lab-inside-sum" }), "Patch", steps.patch, shaded(below));
    return make(parent, "p", { class: "lab-inside-result" }, `max = ${exact(steps.output)}`);
  }
  make(parent, "p", {}, `How the network comes to the pixel at ${place}:`);
  const count = steps.sums.length;
  if (count > 1) {
    const line = make(parent, "p");
    const label = make(line, "label", {}, `One of ${count} maps below: `);
    const menu = make(label, "select");
    steps.sums.forEach((sum, k) => make(menu, "option", { value: k }, `map ${k + 1} (adds ${short(sum)})`));
    menu.value = steps.channel;
    menu.addEventListener("change", () => chooseChannel(Number(menu.value)));
  }
  const row = make(parent, "div", { class: "lab-inside-sum" });
  matrix(row, "Patch", steps.patch, shaded(below));
  make(row, "span", { "aria-label": "times" }, "×");
  matrix(row, "Kernel", steps.kernel, tinted(steps.kernel));
  make(row, "span", { "aria-label": "gives" }, "=");
  matrix(row, "Products", steps.products, tinted(steps.products));
  const list = make(parent, "dl");
  const add = (name, value) => {
    make(list, "dt", {}, name);
    make(list, "dd", {}, value);
  };
  if (count > 1) add("Sum of these products", exact(steps.sums[steps.channel]));
  add(count > 1 ? `Sum over all ${count} maps` : "Sum of the products", exact(steps.sum));
  add("+ bias", exact(steps.bias));
  if (steps.scale !== 1 || steps.shift !== 0) {
    add("Batch normalization", `× ${exact(steps.scale)} + ${exact(steps.shift)}`);
  }
  add("Before the ReLU", exact(steps.normalized));
  return add("ReLU: max(0, that)", exact(steps.output));
}

class Inside {
  constructor(model, root) {
    Object.assign(this, { model, root, layer: 0, number: null, row: 0, column: 0, channel: null, wanted: null, busy: false });
    this.digit = null; // whose saliency is shown; null follows the prediction
    make(root, "h3", {}, "Look inside");
    this.hint = make(root, "p", { class: "lab-inside-hint" });
    this.body = make(root, "div", { class: "lab-inside-body" });
    this.maps = make(this.body, "div", { class: "lab-inside-maps" });
    this.layers = [];
    this.makeEnlarged(this.body);
    this.makeSaliency(this.body);
    this.resized = new ResizeObserver(() => this.drawMaps());
    this.resized.observe(this.maps);
  }

  makeEnlarged(parent) {
    const box = make(parent, "section", { class: "lab-inside-large" });
    this.title = make(box, "h4");
    this.large = make(box, "canvas", { tabindex: 0, role: "application", class: "lab-inside-pixels" });
    make(box, "p", { class: "lab-inside-hint" }, "Point at a pixel, or move with the arrow keys.");
    this.numbers = make(box, "div", { class: "lab-inside-numbers", role: "status" });
    const point = (event) => {
      const bounds = this.large.getBoundingClientRect();
      const { rows, columns } = this.inside.layers[this.layer];
      const at = (place, size, count) => Math.min(count - 1, Math.max(0, Math.floor((place / size) * count)));
      this.moveTo(at(event.clientY - bounds.top, bounds.height, rows), at(event.clientX - bounds.left, bounds.width, columns));
    };
    this.large.addEventListener("pointermove", point);
    this.large.addEventListener("pointerdown", point);
    this.large.addEventListener("keydown", (event) => {
      const step = ARROWS[event.key];
      if (!step) return;
      event.preventDefault();
      const { rows, columns } = this.inside.layers[this.layer];
      const row = Math.min(rows - 1, Math.max(0, this.row + step[0]));
      this.moveTo(row, Math.min(columns - 1, Math.max(0, this.column + step[1])));
    });
  }

  makeSaliency(parent) {
    const box = make(parent, "section", { class: "lab-inside-saliency" });
    make(box, "h4", {}, "What speaks for which digit");
    this.saliency = make(box, "canvas", { role: "img" });
    const words = make(box, "div");
    const row = make(words, "div", { class: "lab-inside-digits", role: "group", "aria-label": "Digit to explain" });
    this.digits = Array.from({ length: 10 }, (_, digit) => {
      const button = make(row, "button", { type: "button" }, String(digit));
      button.addEventListener("click", () => {
        this.digit = digit;
        this.drawSaliency();
      });
      return button;
    });
    this.legend = make(words, "p", { class: "lab-inside-hint" });
  }

  // All of it, from whole state.
  draw() {
    const inside = this.model.get("inside");
    const isShown = Boolean(inside.layers);
    this.body.hidden = !isShown;
    if (!isShown) {
      this.inside = null;
      say(this.hint, "When the network has read a digit, you see here what each of its layers made of it.");
      return;
    }
    const isNew = !this.inside || this.inside.turn !== inside.turn || this.inside.network !== inside.network;
    this.inside = inside;
    say(this.hint, "Each square shows where one filter found its pattern in your digit: the brighter, the stronger; under the first maps are their kernels, blue above 0, orange below. Choose a map.");
    while (this.layers.length < inside.layers.length) {
      const choose = (layer, number) => this.choose(layer, number);
      this.layers.push(new Layer(this.maps, this.layers.length, choose));
    }
    while (this.layers.length > inside.layers.length) this.layers.pop().box.remove();
    this.layer = Math.min(this.layer, inside.layers.length - 1);
    const layer = inside.layers[this.layer];
    if (this.number === null || this.number >= layer.filters) this.number = this.strongest(layer);
    if (isNew) {
      this.digit = null;
      this.toBrightest();
    }
    this.drawMaps();
    this.drawSaliency();
    this.ask();
  }

  map(layer = this.layer, number = this.number) {
    const { rows, columns, pixels } = this.inside.layers[layer];
    return bytes(pixels).subarray(number * rows * columns, (number + 1) * rows * columns);
  }

  strongest({ filters, rows, columns, pixels }) {
    const sums = Array(filters).fill(0);
    bytes(pixels).forEach((value, k) => (sums[Math.floor(k / (rows * columns))] += value));
    return sums.indexOf(Math.max(...sums));
  }

  toBrightest() {
    const map = this.map();
    const place = map.indexOf(Math.max(...map));
    const { columns } = this.inside.layers[this.layer];
    Object.assign(this, { row: Math.floor(place / columns), column: place % columns, channel: null });
  }

  choose(layer, number) {
    Object.assign(this, { layer, number });
    this.toBrightest();
    this.drawMaps();
    this.ask();
  }

  moveTo(row, column) {
    if (row === this.row && column === this.column) return;
    Object.assign(this, { row, column });
    this.drawEnlarged();
    this.ask();
  }

  // One question at a time; of those that come meanwhile, the last is asked next.
  ask() {
    const { layer, number, row, column, channel } = this;
    this.wanted = { kind: "pixel", layer, number, row, column, channel };
    if (!this.busy) this.askNext();
  }

  askNext() {
    const { wanted } = this;
    this.wanted = null;
    this.busy = Boolean(wanted);
    clearTimeout(this.patience);
    if (!wanted) return;
    this.model.send(wanted);
    this.patience = setTimeout(() => this.askNext(), 2000);
  }

  answered() {
    this.askNext();
    const steps = this.model.get("pixel");
    if (!this.inside || (!steps.message && steps.turn !== this.inside.turn) || steps.row === undefined) {
      if (steps.message) workOut(this.numbers, steps);
      return;
    }
    workOut(this.numbers, steps, this.inside, (channel) => {
      this.channel = channel;
      this.ask();
    });
  }

  drawMaps() {
    if (!this.inside) return;
    this.layers.forEach((layer, k) => layer.show(this.inside, this.inside.layers[k], k === this.layer ? this.number : null));
    this.drawEnlarged();
  }

  drawEnlarged() {
    const layer = this.inside.layers[this.layer];
    say(this.title, `${layer.title}, map ${this.number + 1}`);
    const context = sized(this.large, LARGE, (LARGE * layer.rows) / layer.columns);
    const cell = LARGE / layer.columns;
    context.drawImage(picture(layer.columns, layer.rows, greys(this.map())), 0, 0, LARGE, cell * layer.rows);
    for (const [color, width] of [["#fff", 4], ["rgb(213, 94, 0)", 2]]) {
      Object.assign(context, { strokeStyle: color, lineWidth: width });
      context.strokeRect(this.column * cell, this.row * cell, cell, cell);
    }
    const where = `row ${this.row + 1} of ${layer.rows}, column ${this.column + 1} of ${layer.columns}`;
    this.large.setAttribute("aria-label", `${layer.title}, feature map ${this.number + 1}, ${where}. The arrow keys move.`);
  }

  drawSaliency() {
    const digit = this.digit ?? this.inside.prediction;
    this.digits.forEach((button, k) => button.setAttribute("aria-pressed", String(k === digit)));
    const { buffer, byteOffset } = this.inside.saliency;
    const values = new Int8Array(buffer, byteOffset + 784 * digit, 784);
    const image = bytes(this.inside.image);
    const tint = (k) => (Math.abs(values[k]) < 3 ? Array(3).fill(255 - Math.round(image[k] / 4)) : signed(values[k] / 90));
    sized(this.saliency, 196, 196).drawImage(picture(28, 28, tint), 0, 0, 196, 196);
    const words = `Blue pixels speak for a ${digit}, orange ones against it`;
    this.saliency.setAttribute("aria-label", `Your digit: ${words.toLowerCase()}`);
    const source = "Pixel × gradient of that digit's score.";
    say(this.legend, `${words}. ${source}`);
  }
}

function render({ model, el }) {
  const root = make(el, "div", { class: "lab-inside" });
  const inside = new Inside(model, root);
  const draw = () => inside.draw();
  const answered = () => inside.answered();
  model.on("change:inside", draw);
  model.on("change:pixel", answered);
  draw();
  return () => {
    inside.resized.disconnect();
    clearTimeout(inside.patience);
    model.off("change:inside", draw);
    model.off("change:pixel", answered);
  };
}

export default { render };
