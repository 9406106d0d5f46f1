// @ts-check
// Strokes of a pen, and the ink that they leave on a canvas.

/** @typedef {[x: number, y: number]} Point on a pad of SIDE x SIDE */
/** @typedef {Point[]} Stroke at least one point */
/** @typedef {Pick<CanvasRenderingContext2D, "beginPath" | "moveTo" | "lineTo" |
 *   "quadraticCurveTo" | "stroke" | "lineCap" | "lineJoin" | "lineWidth" | "strokeStyle">} Pen */

export const SIDE = 280; // of the pad, in its own pixels, whatever size the page gives it
const PEN = 16; // width of the ink: like MNIST's, when a digit fills most of the pad

/**
 * A stroke as a smooth line through the middles between its points; a single point is a dot.
 *
 * @param {Pen} context
 * @param {Stroke[]} strokes
 * @param {number} scale pixels of the canvas to one of the pad
 * @param {string} color
 */
export function drawStrokes(context, strokes, scale, color) {
  context.lineCap = "round";
  context.lineJoin = "round";
  context.lineWidth = PEN * scale;
  context.strokeStyle = color;
  for (const stroke of strokes) {
    const [[x, y], ...rest] = stroke;
    context.beginPath();
    context.moveTo(x * scale, y * scale);
    rest.forEach(([toX, toY], k) => {
      const [nextX, nextY] = rest[k + 1] ?? [toX, toY];
      const middleX = (toX + nextX) / 2;
      const middleY = (toY + nextY) / 2;
      context.quadraticCurveTo(toX * scale, toY * scale, middleX * scale, middleY * scale);
    });
    const [lastX, lastY] = stroke[stroke.length - 1];
    context.lineTo(lastX * scale + 0.01, lastY * scale); // a dot, where the pen has not moved
    context.stroke();
  }
}

/**
 * Where on the pad a pointer is; one that has left the pad is at its edge.
 *
 * @param {{ clientX: number, clientY: number }} pointer
 * @param {{ left: number, top: number, width: number, height: number }} box the pad's
 * @returns {Point}
 */
export function placeOnPad({ clientX, clientY }, { left, top, width, height }) {
  /** @type {(value: number, size: number) => number} */
  const inside = (value, size) => Math.min(SIDE, Math.max(0, (value / size) * SIDE));
  return [inside(clientX - left, width), inside(clientY - top, height)];
}

/**
 * How opaque each of a canvas's pixels is: the ink, a byte each.
 *
 * @param {ArrayLike<number>} data red, green, blue and opacity of each pixel
 */
export function inkOf(data) {
  return Uint8Array.from({ length: data.length / 4 }, (_, k) => data[4 * k + 3]);
}
