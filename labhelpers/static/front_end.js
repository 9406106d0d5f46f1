// What all front ends share. `FrontEnd` in page.py puts these lines before a front end's own, as one module: a name that
// is here is free in none of them.

const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

// A new last child of `parent`; a name such as "svg:path" makes a node of a drawing.
function make(parent, name, attributes = {}, text = "") {
  const svg = "http://www.w3.org/2000/svg";
  const node = name.startsWith("svg:") ? document.createElementNS(svg, name.slice(4)) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text) node.textContent = text;
  parent.appendChild(node);
  return node;
}

// Only what changes: a screen reader would read the same words again.
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// JupyterLab would take plain keys that are pressed in `root` for its own shortcuts: two d's delete a cell.
function keepKeys(root) {
  root.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
}

// A box for a whole number in `parent`; `choose` is told what was typed, and the function returned shows a number. While
// someone types, an answer to what was chosen before does not take away what stands there.
function makeNumberBox(parent, attributes, choose) {
  const box = make(parent, "input", { type: "number", step: 1, required: "", ...attributes });
  let isTyping = false;
  box.addEventListener("input", () => (isTyping = true));
  box.addEventListener("blur", () => (isTyping = false));
  box.addEventListener("change", () => {
    isTyping = false;
    if (box.reportValidity()) choose(Number(box.value));
  });
  const show = (number) => {
    if (!isTyping && box.value !== String(number)) box.value = number;
  };
  return [box, show];
}

// Grey pixels, a byte each, on a canvas of as many pixels.
function drawPixels(canvas, { shape: [height, width], pixels }) {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const grey = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  for (let k = 0; k < grey.length; k += 1) {
    image.data.fill(grey[k], 4 * k, 4 * k + 3);
    image.data[4 * k + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
