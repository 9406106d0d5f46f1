// The pad: ink appears at once, here; Python gets grey pixels, and answers with the steps and ten probabilities.

const SIDE = 280; // of the pad, in its own pixels, whatever size the page gives it
const SENT = 140; // side of what Python gets: five times what the network sees
const PEN = 16; // width of the ink: like MNIST's, when a digit fills most of the pad
const LARGEST_PICTURE = 400;
const MOST_MEGAPIXELS = 40;
const PATIENCE = 250; // ms: while drawing, the next pixels wait so long for the answer to the last ones
const LATE = 1500; // ms: an answer that takes longer is explained
const INK = "#1b1b1b";
const STEPS = {
  drawing: "Your drawing",
  inverted: "Inverted",
  picture: "Your picture",
  ink: "Ink, light on black",
  cropped: "Cropped to the ink",
  scaled: "Scaled to 20 pixels",
  centred: "Centred by mass in 28 × 28",
};

// A stroke as a smooth line through the middles between its points; a single point is a dot.
function drawStrokes(context, strokes, scale, color) {
  Object.assign(context, { lineCap: "round", lineJoin: "round", lineWidth: PEN * scale, strokeStyle: color });
  for (const stroke of strokes) {
    const [[x, y], ...rest] = stroke;
    context.beginPath();
    context.moveTo(x * scale, y * scale);
    rest.forEach(([toX, toY], k) => {
      const [nextX, nextY] = rest[k + 1] ?? [toX, toY];
      context.quadraticCurveTo(toX * scale, toY * scale, ((toX + nextX) / 2) * scale, ((toY + nextY) / 2) * scale);
    });
    const [lastX, lastY] = stroke[stroke.length - 1];
    context.lineTo(lastX * scale + 0.01, lastY * scale); // a dot, where the pen has not moved
    context.stroke();
  }
}

class Pad {
  constructor(model, root) {
    Object.assign(this, { model, root: root.parentElement, strokes: [], earlier: [], turn: model.get("view").turn ?? 0, stroke: null });
    Object.assign(this, { sentAt: -Infinity, timer: 0 });
    const box = make(root, "div", { class: "lab-draw-pad" });
    this.canvas = make(box, "canvas", { width: SIDE, height: SIDE, "aria-label": "Draw a digit", role: "img" });
    this.ratio = Math.min(3, Math.max(1, Math.ceil(window.devicePixelRatio || 1)));
    this.canvas.width = this.canvas.height = SIDE * this.ratio;
    this.small = Object.assign(document.createElement("canvas"), { width: SENT, height: SENT });
    this.invitation = make(box, "p", { class: "lab-draw-invitation", "aria-hidden": "true" }, "Draw a digit here");
    this.listen();
  }

  listen() {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || this.stroke) return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      this.remember();
      this.pointer = event.pointerId;
      this.stroke = [this.place(event)];
      this.strokes = [...this.strokes, this.stroke];
      this.redraw();
      this.sendSoon();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!this.stroke || event.pointerId !== this.pointer) return;
      const events = event.getCoalescedEvents?.() ?? [];
      for (const part of events.length ? events : [event]) this.stroke.push(this.place(part));
      this.redraw();
      this.sendSoon();
    });
    for (const name of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(name, (event) => {
        if (!this.stroke || event.pointerId !== this.pointer) return;
        this.stroke = null;
        this.send(true);
      });
    }
  }

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    const inside = (value, size) => Math.min(SIDE, Math.max(0, (value / size) * SIDE));
    return [inside(event.clientX - box.left, box.width), inside(event.clientY - box.top, box.height)];
  }

  remember() {
    this.earlier.push(this.strokes);
  }

  undo() {
    if (!this.earlier.length) return;
    this.strokes = this.earlier.pop();
    this.redraw();
    this.send(true);
  }

  clear() {
    if (this.strokes.length) this.remember();
    this.strokes = [];
    this.redraw();
    this.ask({ kind: "clear" });
  }

  // Something else is looked at: the strokes stay within Undo's reach.
  giveWay() {
    if (this.strokes.length) this.remember();
    this.strokes = [];
    this.redraw();
  }

  redraw() {
    const context = this.canvas.getContext("2d");
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    drawStrokes(context, this.strokes, this.ratio, INK);
    this.invitation.hidden = this.strokes.length > 0;
  }

  sendSoon() {
    if (this.timer) return;
    const isAnswered = () => (this.model.get("view").turn ?? 0) >= this.turn || performance.now() - this.sentAt > PATIENCE;
    const look = () => {
      this.timer = 0;
      if (!this.stroke) return;
      if (isAnswered()) this.send(false);
      else this.timer = setTimeout(look, 15);
    };
    this.timer = setTimeout(look, 40);
  }

  send(settled) {
    const context = this.small.getContext("2d", { willReadFrequently: true });
    context.clearRect(0, 0, SENT, SENT);
    drawStrokes(context, this.strokes, SENT / SIDE, "#000");
    const { data } = context.getImageData(0, 0, SENT, SENT);
    const ink = new Uint8Array(SENT * SENT);
    for (let k = 0; k < ink.length; k += 1) ink[k] = data[4 * k + 3];
    this.ask({ kind: "drawing", width: SENT, height: SENT, settled }, ink);
  }

  ask(content, pixels) {
    this.sentAt = performance.now();
    this.turn += 1;
    this.root.dataset.asked = this.turn;
    clearTimeout(this.late);
    if (content.kind !== "clear") this.late = setTimeout(() => this.onLate(), LATE);
    this.model.send({ ...content, turn: this.turn }, undefined, pixels ? [pixels.buffer] : []);
  }
}

// A picture, decoded and made small by the browser, as grey pixels on white paper.
async function greyOf(file) {
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await new Promise((resolve, reject) => Object.assign(image, { onload: resolve, onerror: reject }));
    const megapixels = (image.naturalWidth * image.naturalHeight) / 1e6;
    if (!megapixels || megapixels > MOST_MEGAPIXELS) {
      const came = `${file.name} has ${Math.round(megapixels)} megapixels; expected at most ${MOST_MEGAPIXELS}.`;
      throw new RangeError(`${came} Make it smaller, or take a smaller photograph.`);
    }
    await image.decode();
    const scale = Math.min(1, LARGEST_PICTURE / Math.max(image.naturalWidth, image.naturalHeight));
    const [width, height] = [image.naturalWidth, image.naturalHeight].map((side) => Math.max(1, Math.round(side * scale)));
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = "high";
    context.drawImage(image, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const grey = new Uint8Array(width * height);
    for (let k = 0; k < grey.length; k += 1) grey[k] = 0.299 * data[4 * k] + 0.587 * data[4 * k + 1] + 0.114 * data[4 * k + 2];
    return { width, height, grey };
  } catch (error) {
    if (error instanceof RangeError) throw error;
    const kind = file.type || "unknown kind";
    throw new Error(`${file.name} (${kind}) is no picture that this browser can read. Choose a PNG or JPEG file.`);
  } finally {
    URL.revokeObjectURL(address);
  }
}

let panels = 0;

function choices(root, pad, model, complain) {
  const id = `lab-draw-${(panels += 1)}`;
  const buttons = make(root, "div", { class: "lab-draw-row" });
  make(buttons, "button", { type: "button" }, "Undo").addEventListener("click", () => pad.undo());
  make(buttons, "button", { type: "button" }, "Clear").addEventListener("click", () => pad.clear());
  const other = make(root, "div", { class: "lab-draw-row", role: "group", "aria-label": "Instead of drawing" });
  make(other, "label", { for: `${id}-test` }, "Test digit");
  const number = make(other, "input", { id: `${id}-test`, type: "number", min: 0, step: 1, placeholder: "0", inputmode: "numeric" });
  const show = (value) => {
    const last = model.get("test_images") - 1;
    if (!Number.isInteger(value) || value < 0 || value > last) {
      complain(`There is no test digit ${value}; expected a whole number from 0 to ${last}.`);
      return;
    }
    pad.giveWay();
    pad.ask({ kind: "test", number: value });
  };
  number.addEventListener("change", () => number.value !== "" && show(Number(number.value)));
  make(other, "button", { type: "button" }, "Another").addEventListener("click", () => {
    number.value = Math.floor(Math.random() * model.get("test_images"));
    show(Number(number.value));
  });
  const limit = () => {
    const last = Math.max(0, model.get("test_images") - 1);
    number.max = last;
    number.title = `A test image's number, from 0 to ${last}`;
    other.querySelectorAll("input[type=number], button").forEach((control) => Object.assign(control, { disabled: !model.get("test_images") }));
  };
  model.on("change:test_images", limit);
  limit();
  const file = make(other, "input", { id: `${id}-file`, type: "file", accept: "image/png,image/jpeg,image/webp", class: "lab-draw-file" });
  make(other, "label", { for: `${id}-file`, class: "lab-draw-upload" }, "Upload a picture");
  file.addEventListener("change", async () => {
    if (!file.files.length) return;
    try {
      const { width, height, grey } = await greyOf(file.files[0]);
      pad.giveWay();
      pad.ask({ kind: "picture", width, height }, grey);
    } catch (error) {
      complain(error.message);
    }
    file.value = "";
  });
  return () => model.off("change:test_images", limit);
}

function makeSteps(root) {
  const section = make(root, "div", { class: "lab-draw-steps" });
  make(section, "h3", {}, "What the network sees");
  const row = make(section, "ol", {});
  const hint = make(section, "p", { class: "lab-draw-hint" });
  return (view) => {
    say(hint, view.steps.length ? "" : "Each digit is brought to 28 × 28 pixels the way MNIST's were: inverted, cropped, scaled, centred.");
    while (row.children.length > view.steps.length) row.lastChild.remove();
    while (row.children.length < view.steps.length) {
      const item = make(row, "li");
      make(make(item, "div", { class: "lab-draw-frame" }), "canvas", { role: "img" });
      make(item, "span");
    }
    view.steps.forEach((step, k) => {
      const [frame, caption] = row.children[k].children;
      const name = STEPS[step.name] ?? step.name; // a test digit's is its own
      const canvas = frame.firstChild;
      drawPixels(canvas, step);
      canvas.setAttribute("aria-label", `${name}: ${step.shape[0]} rows, ${step.shape[1]} columns`);
      const isWide = step.shape[1] >= step.shape[0];
      Object.assign(canvas.style, { width: isWide ? "100%" : "auto", height: isWide ? "auto" : "100%" });
      say(caption, name);
    });
  };
}

function makeAnswer(root) {
  const section = make(root, "div", { class: "lab-draw-answer" });
  const words = make(section, "p", { class: "lab-draw-prediction", role: "status" });
  const more = make(section, "p", { class: "lab-draw-hint" });
  const table = make(section, "table", { "aria-label": "Probabilities of the ten digits" });
  const rows = Array.from({ length: 10 }, (_, digit) => {
    const row = make(table, "tr");
    make(row, "th", { scope: "row" }, String(digit));
    const bar = make(make(make(row, "td"), "div", { class: "lab-draw-track" }), "div", { class: "lab-draw-bar" });
    return { row, bar, share: make(row, "td") };
  });
  const wait = () => {
    say(words, "Reading …");
    say(more, "This takes longer than it should: a worker is being started again, which takes some seconds, or the server does not answer.");
  };
  const show = (view) => {
    const { probabilities } = view;
    const best = probabilities.length ? probabilities.indexOf(Math.max(...probabilities)) : -1;
    rows.forEach(({ row, bar, share }, digit) => {
      const value = probabilities[digit] ?? 0;
      row.classList.toggle("lab-draw-best", digit === best);
      bar.style.width = `${100 * value}%`;
      say(share, probabilities.length ? `${(100 * value).toFixed(1)} %` : "–");
    });
    if (best >= 0) say(words, `Prediction: ${best}`);
    else if (!view.steps.length) say(words, "No digit yet");
    else if (!view.network) say(words, "No trained network yet");
    const isKnown = view.label !== null && view.label !== undefined;
    const verdict = isKnown ? ` It is ${view.label === 8 ? "an" : "a"} ${view.label}: ${view.label === best ? "right" : "wrong"}.` : "";
    if (!view.network) say(more, "Train a network in step 5: it then reads what you draw here.");
    else if (best >= 0) say(more, `${(100 * probabilities[best]).toFixed(1)} % sure.${verdict} Network: ${view.network}`);
    else say(more, `Your network reads it while you draw: ${view.network}`);
  };
  return { show, wait };
}

function render({ model, el }) {
  const root = make(el, "div", { class: "lab-draw" });
  const left = make(root, "div", { class: "lab-draw-left" });
  const pad = new Pad(model, left);
  const alert = document.createElement("p");
  const complain = (sentence) => {
    say(alert, sentence);
    alert.hidden = !sentence;
  };
  const forget = choices(left, pad, model, complain);
  left.append(Object.assign(alert, { className: "lab-draw-alert", hidden: true }));
  alert.setAttribute("role", "alert");
  const right = make(root, "div", { class: "lab-draw-right" });
  const showSteps = makeSteps(right);
  const answer = makeAnswer(right);
  pad.onLate = () => {
    const { steps, network, probabilities, turn } = model.get("view");
    const isRead = turn === pad.turn && (!steps.length || probabilities.length); // nothing to read counts too
    if (network && !isRead) answer.wait();
  };
  const backdrop = make(left.firstChild, "canvas", { class: "lab-draw-backdrop", "aria-hidden": "true" });
  const draw = () => {
    const view = model.get("view");
    if (!view.steps || view.turn < pad.turn - 3) return;
    complain(view.message);
    showSteps(view);
    if (view.probabilities.length || !view.steps.length || !view.network) answer.show(view); // no flicker in between
    root.dataset.answered = view.probabilities.length ? view.turn : "";
    const isOther = view.steps.length > 0 && !pad.strokes.length && view.turn === pad.turn;
    backdrop.hidden = !isOther;
    if (isOther) {
      drawPixels(backdrop, view.steps[0]);
      pad.invitation.hidden = true;
    }
  };
  model.on("change:view", draw);
  pad.redraw();
  draw();
  return () => {
    model.off("change:view", draw);
    forget();
  };
}

export default { render };
