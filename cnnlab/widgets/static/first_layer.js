// @ts-check
// The first layer while it learns: its kernels as small pictures, and the map of the chosen one.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { FirstLayerMessage, FirstLayerState } from "./moments_protocol.d.ts" */
/** @import { FirstLayerTold } from "./moments_protocol.d.ts" */

import {
  bytesOf,
  drawPixels,
  keepKeys,
  make,
  onChange,
  say,
} from "../../../labhelpers/static/front_end.js";
import { tileAfterKey } from "./feature_maps.js";
import { kernelPicture, sized } from "./inside_pictures.js";

const ROOM = 44; // pixels: of all kernels, in height
const LARGEST = 24; // side of a kernel's picture
const SMALLEST = 6;
const SPACE = 3; // between two of them
const WAITS = "Draw a digit, or press Another: what the first filters find in it is shown here.";

/**
 * How large the kernels' pictures are so that all fit, and how many stand in a row.
 *
 * @param {number} filters
 * @param {number} width of the room, in pixels
 */
export function kernelsInRoom(filters, width) {
  for (let side = LARGEST; ; side -= 1) {
    const columns = Math.max(1, Math.floor((width + SPACE) / (side + SPACE)));
    const height = Math.ceil(filters / columns) * (side + SPACE);
    if (height <= ROOM + SPACE || side <= SMALLEST) return { side, columns, height };
  }
}

/** @param {View<FirstLayerState, FirstLayerMessage>} view */
function render({ model, el }) {
  const root = make(el, "div", { class: "lab-first", role: "group", hidden: "" });
  root.setAttribute("aria-label", "The first layer while it learns");
  keepKeys(root);
  const words = make(root, "span", { class: "lab-first-words" });
  const slider = { tabindex: 0, role: "slider", "aria-valuemin": 1 };
  const name = { "aria-label": "First filter to follow" };
  const kernels = make(root, "canvas", { class: "lab-first-kernels", ...slider, ...name });
  const found = make(root, "span", { class: "lab-first-found" });
  const map = make(root, "canvas", { class: "lab-first-map", "aria-hidden": "true" });
  let room = { side: LARGEST, columns: 1, height: 0 };

  /** @param {number} number */
  const choose = (number) => {
    model.send({ chosen: number });
    draw(number);
  };
  const told = () => /** @type {FirstLayerTold} */ (model.get("shown"));
  /** @param {number} chosen */
  const draw = (chosen) => {
    const { filters, size, kernels: values } = told();
    const number = Math.min(chosen, filters - 1);
    const width = Math.max(60, root.clientWidth - words.offsetWidth - found.offsetWidth - 90);
    room = kernelsInRoom(filters, root.clientWidth < 600 ? root.clientWidth : width);
    const { side, columns, height } = room;
    const across = Math.min(columns, filters) * (side + SPACE);
    const context = sized(kernels, across, height);
    for (let k = 0; k < filters; k += 1) {
      const left = (k % columns) * (side + SPACE) + 1;
      const top = Math.floor(k / columns) * (side + SPACE) + 1;
      if (k === number) {
        context.fillStyle = "rgb(0, 114, 178)";
        context.fillRect(left - 1, top - 1, side + 2, side + 2);
      }
      const inner = k === number ? 1 : 0;
      const shownSide = side - 2 * inner;
      const picture = kernelPicture({ size, values }, k);
      context.drawImage(picture, left + inner, top + inner, shownSide, shownSide);
    }
    kernels.setAttribute("aria-valuemax", String(filters));
    kernels.setAttribute("aria-valuenow", String(number + 1));
    kernels.setAttribute("aria-valuetext", `filter ${number + 1} of ${filters}`);
    say(found, `Filter ${number + 1} finds in your digit:`);
  };
  const update = () => {
    const shown = model.get("shown");
    root.hidden = !model.get("is_on");
    const isRead = shown.filters !== undefined;
    for (const part of [kernels, found, map]) part.hidden = !isRead;
    say(words, isRead ? "Its first filters, as they learn" : WAITS);
    if (root.hidden || !isRead) return;
    draw(model.get("chosen"));
    const { rows, columns } = shown;
    drawPixels(map, { shape: [rows, columns], pixels: bytesOf(shown.pixels) });
  };
  kernels.addEventListener("click", (event) => {
    const box = kernels.getBoundingClientRect();
    const step = room.side + SPACE;
    const column = Math.floor((event.clientX - box.left) / step);
    const number = Math.floor((event.clientY - box.top) / step) * room.columns + column;
    if (column < room.columns && number < (told().filters ?? 0)) choose(number);
  });
  kernels.addEventListener("keydown", (event) => {
    const { filters } = told();
    const selected = Math.min(model.get("chosen"), filters - 1);
    const number = tileAfterKey(event.key, { filters, columns: room.columns, selected });
    if (number === undefined) return;
    event.preventDefault();
    choose(number);
  });
  const forget = onChange(model, ["is_on", "shown", "chosen"], update);
  update();
  return forget;
}

export default { render };
