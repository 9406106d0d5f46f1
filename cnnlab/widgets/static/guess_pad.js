// @ts-check
// Where one draws how an accuracy will go: the live chart's axes, and a line after the hand.

/** @import { Accuracies, Spot } from "./guessed_curve.js" */
/** @import { Point } from "../../../labhelpers/static/chart_protocol.d.ts" */

import { linePath, markersPath, RING } from "../../../labhelpers/static/chart_curves.js";
import { ACCURACY, epochStep, ticksBetween } from "../../../labhelpers/static/chart_scale.js";
import { make, percentOf, say } from "../../../labhelpers/static/front_end.js";
import { moved, snapped, valueBefore, withStroke } from "./guessed_curve.js";

const PAD_HEIGHT = 170;
const EDGE = { top: 10, right: 14, bottom: 34, left: 44 };
const NAME = "Validation accuracy after each epoch, as you expect it";
const EMPTY = "Draw here, from left to right";
const ALL = { low: 0, step: 0.2, fine: 0.01 };
const ZOOMED = { low: 0.9, step: 0.02, fine: 0.001 };

export class GuessPad {
  /**
   * @param {Element} parent
   * @param {Element} told says where one is
   * @param {(accuracies: Accuracies) => void} choose is told of each stroke and key
   */
  constructor(parent, told, choose) {
    this.told = told;
    this.choose = choose;
    /** @type {Accuracies} */
    this.accuracies = [];
    this.epochs = 1;
    this.epoch = 1; // where the keyboard is
    this.range = ALL;
    this.isFixed = false;
    /** @type {Spot | null} */
    this.hand = null; // where the pointer was, while it draws
    const slider = { role: "slider", tabindex: 0, "aria-label": NAME, "aria-valuemin": 0 };
    const named = { ...slider, "aria-valuemax": 100, class: "lab-guess-pad" };
    this.svg = make(parent, "svg:svg", named);
    this.grid = make(this.svg, "svg:g", { class: "lab-guess-grid" });
    this.at = make(this.svg, "svg:path", { class: "lab-guess-at" });
    this.line = make(this.svg, "svg:path", { class: "lab-guess-line" });
    this.rings = make(this.svg, "svg:path", { class: "lab-guess-rings" });
    const middle = { class: "lab-guess-empty", "text-anchor": "middle" };
    this.empty = make(this.svg, "svg:text", middle);
    this.svg.addEventListener("pointerdown", (event) => this.begin(event));
    this.svg.addEventListener("pointermove", (event) => this.go(event));
    for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
      this.svg.addEventListener(end, () => this.end());
    }
    this.svg.addEventListener("keydown", (event) => this.key(event));
  }

  /**
   * @param {Accuracies} accuracies
   * @param {number} epochs
   * @param {boolean} isZoomed
   * @param {boolean} isFixed
   */
  show(accuracies, epochs, isZoomed, isFixed) {
    if (!this.hand) this.accuracies = accuracies.slice(0, epochs);
    this.epochs = epochs;
    this.epoch = Math.min(this.epoch, epochs);
    this.range = isZoomed ? ZOOMED : ALL;
    this.isFixed = isFixed;
    this.draw();
  }

  get right() {
    return Math.max(180, this.svg.clientWidth) - EDGE.right;
  }

  get bottom() {
    return PAD_HEIGHT - EDGE.bottom;
  }

  /** @param {number} epoch */
  x(epoch) {
    return EDGE.left + (epoch / this.epochs) * (this.right - EDGE.left);
  }

  /** @param {number} value */
  y(value) {
    const share = (value - this.range.low) / (1 - this.range.low);
    return this.bottom - Math.max(0, share) * (this.bottom - EDGE.top);
  }

  /**
   * @param {PointerEvent} event
   * @returns {Spot}
   */
  spotAt(event) {
    const box = this.svg.getBoundingClientRect();
    const across = (event.clientX - box.left - EDGE.left) / (this.right - EDGE.left);
    const up = (this.bottom - (event.clientY - box.top)) / (this.bottom - EDGE.top);
    const epoch = Math.min(this.epochs, Math.max(1, Math.round(across * this.epochs)));
    const low = this.range.low;
    return [epoch, snapped(Math.max(low, low + up * (1 - low)), this.range.fine)];
  }

  /** @param {PointerEvent} event */
  begin(event) {
    if (this.isFixed || event.button !== 0 || !event.isPrimary) return;
    this.svg.setPointerCapture?.(event.pointerId);
    this.hand = this.spotAt(event);
    this.stroke(this.hand, this.hand);
  }

  /** @param {PointerEvent} event */
  go(event) {
    if (!this.hand || !event.isPrimary) return;
    const spot = this.spotAt(event);
    this.stroke(this.hand, spot);
    this.hand = spot;
  }

  end() {
    if (!this.hand) return;
    this.hand = null;
    this.choose(this.accuracies);
  }

  /**
   * @param {Spot} from
   * @param {Spot} to
   */
  stroke(from, to) {
    this.accuracies = withStroke(this.accuracies, from, to, this.epochs);
    this.epoch = to[0];
    this.draw();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const value = valueBefore(this.accuracies, this.epoch);
    const spot = moved(event.key, [this.epoch, value], this.epochs, this.range.fine);
    if (!spot || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.epoch = spot[0];
    if (spot[1] !== value && !this.isFixed) {
      this.stroke(spot, spot);
      this.choose(this.accuracies);
    } else this.draw();
  }

  draw() {
    const width = this.right + EDGE.right;
    this.svg.setAttribute("height", String(PAD_HEIGHT));
    this.svg.setAttribute("viewBox", `0 0 ${width} ${PAD_HEIGHT}`);
    this.svg.setAttribute("aria-disabled", String(this.isFixed));
    this.drawGrid();
    const points = this.accuracies.flatMap((value, k) => {
      return value === null ? [] : [/** @type {Point} */ ([k + 1, null, value])];
    });
    const x = this.x.bind(this);
    const y = this.y.bind(this);
    this.line.setAttribute("d", linePath(points, ACCURACY, x, y));
    this.rings.setAttribute("d", markersPath(points, ACCURACY, x, y, RING));
    this.at.setAttribute("d", `M${x(this.epoch).toFixed(1)} ${EDGE.top}V${this.bottom}`);
    this.empty.setAttribute("x", String((EDGE.left + this.right) / 2));
    this.empty.setAttribute("y", String((EDGE.top + this.bottom) / 2));
    say(this.empty, points.length || this.isFixed ? "" : EMPTY);
    this.say();
  }

  say() {
    const value = this.accuracies[this.epoch - 1] ?? null;
    const words = value === null ? "nothing drawn" : percentOf(value, 1).replace(".0%", "%");
    const text = `After epoch ${this.epoch} of ${this.epochs}: ${words}.`;
    say(this.told, text);
    this.svg.setAttribute("aria-valuenow", String(Math.round(100 * (value ?? 0))));
    this.svg.setAttribute("aria-valuetext", text);
  }

  drawGrid() {
    const { low, step } = this.range;
    this.grid.replaceChildren();
    for (const value of ticksBetween(low, 1, step)) {
      const y = this.y(value).toFixed(1);
      make(this.grid, "svg:path", { d: `M${EDGE.left} ${y}H${this.right}` });
      const place = { x: EDGE.left - 6, y: Number(y) + 4, "text-anchor": "end" };
      make(this.grid, "svg:text", place, `${Math.round(100 * value)}%`);
    }
    const middle = { "text-anchor": "middle" };
    for (const epoch of ticksBetween(
      0,
      this.epochs,
      Math.max(1, epochStep(this.epochs, this.right)),
    )) {
      const x = this.x(epoch).toFixed(1);
      make(this.grid, "svg:path", { d: `M${x} ${this.bottom}v4` });
      make(this.grid, "svg:text", { x, y: this.bottom + 16, ...middle }, String(epoch));
    }
    const label = { x: (EDGE.left + this.right) / 2, y: PAD_HEIGHT - 3, ...middle };
    make(this.grid, "svg:text", label, "Epoch");
  }
}
