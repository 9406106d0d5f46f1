// @ts-check
// The dots of a grand tour on a canvas, and which of them a pointer is at.

/** @import { Basis, Place } from "./grand_tour.js" */

/**
 * @typedef {object} Dot
 * @property {number} label the true digit
 * @property {boolean} isRight whether the network reads it so
 * @property {Place} place
 */

import { contextOf } from "../../../labhelpers/static/front_end.js";

// Ten hues that are told apart in light and in dark; the numbers at the axes say the same.
const COLOURS = [
  "#4e79a7",
  "#f28e2b",
  "#d1495b",
  "#3fa7a0",
  "#59a14f",
  "#c9a227",
  "#9467bd",
  "#e377c2",
  "#9c755f",
  "#7f7f7f",
];
const MARGIN = 34;
const BEYOND_THE_TIP = 15; // where an axis's number stands, in pixels
const RADIUS = 3.2;
const REACH = 14; // how near a pointer has to come, in pixels

export class TourCanvas {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = contextOf(canvas);
    this.scale = 1;
    /** @type {Place} */
    this.middle = [0, 0];
  }

  /**
   * @param {Basis} basis
   * @param {Dot[]} dots
   * @param {number} picked the dot that is looked at, -1 for none
   * @param {Place | null} own where the drawing on the pad lies
   */
  draw(basis, dots, picked, own) {
    this.clear(basis);
    const ink = getComputedStyle(this.canvas).color;
    for (const tip of basis) this.drawAxis(tip, ink);
    dots.forEach((dot, k) => {
      this.drawDot(dot, k === picked, ink);
    });
    if (own) this.drawOwn(own, ink);
    basis.forEach((tip, digit) => {
      this.drawNumber(tip, digit);
    });
  }

  /**
   * An empty canvas, as large as it is on the screen; the longest axis fills it.
   *
   * @param {Basis} basis
   */
  clear(basis) {
    const { canvas, context } = this;
    const { clientWidth: width, clientHeight: height } = canvas;
    const ratio = Math.min(2, devicePixelRatio || 1);
    if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
      canvas.width = width * ratio;
      canvas.height = height * ratio;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    this.middle = [width / 2, height / 2];
    const longest = Math.max(...basis.map((tip) => Math.hypot(...tip)));
    this.scale = (Math.min(width, height) / 2 - MARGIN) / longest;
  }

  /**
   * @param {Place} tip
   * @param {string} ink
   */
  drawAxis(tip, ink) {
    const { context } = this;
    const [x, y] = this.toScreen(tip);
    context.globalAlpha = 0.3;
    context.strokeStyle = ink;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(...this.middle);
    context.lineTo(x, y);
    context.stroke();
    context.globalAlpha = 1;
  }

  /**
   * @param {Place} tip
   * @param {number} digit
   */
  drawNumber(tip, digit) {
    const { context } = this;
    const [x, y] = this.numberOf(tip);
    context.fillStyle = COLOURS[digit];
    context.beginPath();
    context.arc(x, y, 10, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = "#fff";
    context.font = "bold 13px sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(String(digit), x, y + 1);
  }

  /**
   * @param {Dot} dot
   * @param {boolean} isPicked
   * @param {string} ink
   */
  drawDot({ label, isRight, place }, isPicked, ink) {
    const { context } = this;
    const [x, y] = this.toScreen(place);
    context.beginPath();
    context.arc(x, y, isPicked ? 3 * RADIUS : RADIUS, 0, 2 * Math.PI);
    context.globalAlpha = isRight ? 0.75 : 1;
    context.fillStyle = COLOURS[label];
    context.fill();
    context.globalAlpha = 1;
    if (isRight && !isPicked) return;
    context.lineWidth = 1.6;
    context.strokeStyle = ink;
    context.stroke();
  }

  /**
   * @param {Place} place
   * @param {string} ink
   */
  drawOwn(place, ink) {
    const { context } = this;
    const [x, y] = this.toScreen(place);
    context.beginPath();
    context.rect(x - 6, y - 6, 12, 12);
    context.fillStyle = ink;
    context.fill();
    context.font = "bold 13px sans-serif";
    context.textAlign = x > this.middle[0] ? "right" : "left";
    context.fillText("yours", x + (x > this.middle[0] ? -11 : 11), y + 1);
  }

  /** @param {Place} place */
  toScreen([x, y]) {
    const [across, down] = this.middle;
    return /** @type {Place} */ ([across + this.scale * x, down + this.scale * y]);
  }

  /**
   * Where an axis's number stands, in pixels: beyond its tip, so that no dot hides it.
   *
   * @param {Place} tip
   */
  numberOf(tip) {
    const [x, y] = this.toScreen(tip);
    const length = Math.hypot(...tip) || 1;
    const beyond = BEYOND_THE_TIP / length;
    return /** @type {Place} */ ([x + beyond * tip[0], y + beyond * tip[1]]);
  }

  /**
   * The axis whose number or tip is at a place, -1 for none.
   *
   * @param {Basis} basis
   * @param {Place} place
   */
  axisAt(basis, place) {
    const pixels = this.toScreen(place);
    const isNear = (/** @type {Place} */ [x, y]) =>
      Math.hypot(x - pixels[0], y - pixels[1]) < REACH;
    return basis.findIndex((tip) => isNear(this.numberOf(tip)) || isNear(this.toScreen(tip)));
  }

  /** @param {MouseEvent} event */
  placeAt(event) {
    const box = this.canvas.getBoundingClientRect();
    const [across, down] = this.middle;
    const x = (event.clientX - box.x - across) / this.scale;
    const y = (event.clientY - box.y - down) / this.scale;
    return /** @type {Place} */ ([x, y]);
  }

  /**
   * The place in a list that is nearest to another, -1 where none is near.
   *
   * @param {Place[]} places
   * @param {Place} place
   */
  nearest(places, [x, y]) {
    let best = -1;
    let least = REACH / this.scale;
    places.forEach(([across, down], k) => {
      const distance = Math.hypot(across - x, down - y);
      if (distance >= least) return;
      best = k;
      least = distance;
    });
    return best;
  }
}
