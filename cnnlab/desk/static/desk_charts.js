// A hand-in's pictures: its curves, its drawing, its confusion matrix.

import { drawn, element } from "./desk_elements.js";

const CURVE_WIDTH = 300;
const CURVE_HEIGHT = 120;
const CURVE_LEFT = 34;
const CURVE_BOTTOM = 18;
const CURVE_TOP = 8;
const OFTEN = 0.55; // of the most frequent mistake

/**
 * Training and validation of one measure, an epoch each.
 *
 * @param {string} title
 * @param {number[]} training
 * @param {number[]} validation
 */
export function curves(title, training, validation) {
  const all = [...training, ...validation];
  if (!all.length) {
    return element("p", { class: "quiet" }, `No ${title.toLowerCase()} was kept.`);
  }
  const isShare = title === "Accuracy";
  const low = isShare ? Math.min(...all, 1) : 0;
  const high = isShare ? 1 : Math.max(...all);
  const span = high - low || 1;
  const count = Math.max(training.length, validation.length);
  const across = (/** @type {number} */ epoch) =>
    CURVE_LEFT + ((CURVE_WIDTH - CURVE_LEFT - 8) * epoch) / Math.max(1, count - 1);
  const up = (/** @type {number} */ value) =>
    CURVE_HEIGHT -
    CURVE_BOTTOM -
    ((CURVE_HEIGHT - CURVE_BOTTOM - CURVE_TOP) * (value - low)) / span;
  const line = (/** @type {number[]} */ values, /** @type {string} */ name) => [
    drawn("polyline", {
      class: `curve ${name}`,
      points: values.map((value, epoch) => `${across(epoch)},${up(value)}`).join(" "),
    }),
    ...values.map((value, epoch) =>
      drawn(
        "circle",
        { class: `point ${name}`, cx: across(epoch), cy: up(value), r: 2.6 },
        drawn("title", {}, `${name}, epoch ${epoch + 1}: ${value.toFixed(4)}`),
      ),
    ),
  ];
  const ticks = [low, high].map((value) =>
    drawn("text", { x: CURVE_LEFT - 6, y: up(value) + 4, class: "tick right" }, value.toFixed(2)),
  );
  const frame = drawn("path", {
    class: "axis",
    d: `M${CURVE_LEFT} ${CURVE_TOP}V${CURVE_HEIGHT - CURVE_BOTTOM}H${CURVE_WIDTH - 4}`,
  });
  const epochs = drawn(
    "text",
    { x: CURVE_WIDTH - 4, y: CURVE_HEIGHT - 4, class: "tick right" },
    count === 1 ? "1 epoch" : `${count} epochs`,
  );
  const picture = drawn(
    "svg",
    {
      viewBox: `0 0 ${CURVE_WIDTH} ${CURVE_HEIGHT}`,
      role: "img",
      "aria-label": said(title, training, validation),
    },
    frame,
    ...ticks,
    epochs,
    ...line(training, "training"),
    ...line(validation, "validation"),
  );
  return element("figure", { class: "curves" }, element("figcaption", {}, title), picture);
}

/**
 * @param {string} title
 * @param {number[]} training
 * @param {number[]} validation
 */
function said(title, training, validation) {
  const last = (/** @type {number[]} */ values) => values.at(-1)?.toFixed(4) ?? "none";
  return `${title} by epoch; at the end ${last(training)} in training, ${last(validation)} in validation`;
}

/**
 * What the report's image is: for a screen reader, and below it.
 *
 * @param {boolean | null} isDrawing
 */
export function sayingOfImage(isDrawing) {
  if (isDrawing) return ["The student's drawing", "The drawing"];
  if (isDrawing === null) return ["The report's image", "The image"];
  return ["The report's image, one of the test images", "The image (a test image)"];
}

/**
 * @param {number[][]} image 0 to 255, light ink on black
 * @param {boolean | null} isDrawing null where nobody knows whether it is a test image
 */
export function drawing(image, isDrawing) {
  const [label, caption] = sayingOfImage(isDrawing);
  const canvas = /** @type {HTMLCanvasElement} */ (
    element("canvas", { width: 28, height: 28, role: "img", "aria-label": label })
  );
  const context = canvas.getContext("2d");
  const pixels = new ImageData(28, 28);
  for (const [place, value] of image.flat().entries()) {
    pixels.data.set([value, value, value, 255], 4 * place);
  }
  context?.putImageData(pixels, 0, 0);
  return element("figure", { class: "drawing" }, canvas, element("figcaption", {}, caption));
}

/** @param {number[][]} matrix [true][read] */
export function confusionMatrix(matrix) {
  const off = matrix.map((counts, label) => counts.filter((_, read) => read !== label));
  const most = Math.max(1, ...off.flat());
  const head = element(
    "tr",
    {},
    element("td", { class: "corner" }, "true, read"),
    ...matrix.map((_, read) => element("th", { scope: "col" }, String(read))),
  );
  const rows = matrix.map((counts, label) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, String(label)),
      ...counts.map((count, read) => {
        const share = label === read ? 0 : count / most;
        const often = share > OFTEN ? " often" : "";
        const kind = label === read ? "hit" : `miss${often}`;
        return element(
          "td",
          { class: kind, style: `--share: ${share.toFixed(3)}` },
          count ? String(count) : "·",
        );
      }),
    ),
  );
  return element(
    "table",
    { class: "matrix" },
    element("caption", {}, "Test images by true digit and digit read"),
    element("thead", {}, head),
    element("tbody", {}, ...rows),
  );
}
