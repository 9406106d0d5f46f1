// @ts-check
// A row of pictures, from a drawing to what a network takes in.

/** @import { Step } from "./digit_protocol.d.ts" */

import { drawPixels, make, say } from "../../../labhelpers/static/front_end.js";

/** @type {Record<string, string>} */
const STEPS = {
  drawing: "Your drawing",
  inverted: "Inverted",
  picture: "Your picture",
  ink: "Ink, light on black",
  cropped: "Cropped to the ink",
  thickened: "Thickened to MNIST's strokes",
  scaled: "Scaled to 20 pixels",
  centred: "Centred by mass in 28 × 28",
};
const INVITATION =
  "Each digit is brought to 28 × 28 pixels the way MNIST's were: " +
  "inverted, cropped, scaled, centred. A thin pen is thickened before.";

/**
 * A row of pictures, from a drawing to the network's input; the function returned shows them.
 *
 * @param {Element} root
 */
export function makeSteps(root) {
  const section = make(root, "div", { class: "lab-draw-steps" });
  make(section, "h3", {}, "What the network sees");
  const row = make(section, "ol");
  const hint = make(section, "p", { class: "lab-draw-hint" });
  const makeStep = () => {
    const item = make(row, "li");
    const frame = make(item, "div", { class: "lab-draw-frame" });
    const canvas = make(frame, "canvas", { role: "img" });
    return { item, canvas, caption: make(item, "span") };
  };
  /** @type {ReturnType<typeof makeStep>[]} */
  const made = [];
  /** @param {Step[]} steps */
  return (steps) => {
    say(hint, steps.length ? "" : INVITATION);
    while (made.length < steps.length) made.push(makeStep());
    while (made.length > steps.length) made.pop()?.item.remove();
    steps.forEach((step, k) => {
      const { canvas, caption } = made[k];
      const name = STEPS[step.name] ?? step.name; // a test digit's is its own
      const [rows, columns] = step.shape;
      const isWide = columns >= rows;
      drawPixels(canvas, step);
      canvas.setAttribute("aria-label", `${name}: ${rows} rows, ${columns} columns`);
      canvas.style.width = isWide ? "100%" : "auto";
      canvas.style.height = isWide ? "auto" : "100%";
      say(caption, name);
    });
  };
}
