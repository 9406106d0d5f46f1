// @ts-check
// The pad: ink appears at once, here, and Python gets grey pixels, but never a queue of them.

/** @import { Model } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { DrawPadMessage, DrawPadState } from "./digit_protocol.d.ts" */
/** @import { Stroke } from "./strokes.js" */

/**
 * @template Message
 * @typedef {Message extends unknown ? Omit<Message, "turn"> : never} WithoutTurn
 */

import { contextOf, make } from "../../../labhelpers/static/front_end.js";
import { drawStrokes, inkOf, placeOnPad, SIDE } from "./strokes.js";

const SENT = 140; // side of what Python gets: five times what the network sees
const PATIENCE = 250; // ms: while drawing, the next pixels wait so long for the last ones' answer
const SOON = 40; // ms between two drawings that are sent, at least
const LATE = 1500; // ms: an answer that takes longer is explained
const INK = "#1b1b1b";

export class Pad {
  /**
   * @param {Model<DrawPadState, DrawPadMessage>} model
   * @param {HTMLElement} parent
   * @param {HTMLElement} root says in data-asked which turn Python was asked last
   */
  constructor(model, parent, root) {
    this.model = model;
    this.root = root;
    /** @type {Stroke[]} */
    this.strokes = [];
    /** @type {Stroke[][]} what Undo brings back */
    this.earlier = [];
    /** @type {Stroke | null} the one that is being drawn */
    this.stroke = null;
    this.pointer = 0;
    this.turn = model.get("view").turn ?? 0;
    this.sentAt = -Infinity;
    this.timer = 0;
    this.lateTimer = 0;
    this.onLate = () => {};

    this.box = make(parent, "div", { class: "lab-draw-pad" });
    this.canvas = make(this.box, "canvas", { "aria-label": "Draw a digit", role: "img" });
    this.ratio = Math.min(3, Math.max(1, Math.ceil(window.devicePixelRatio || 1)));
    this.canvas.width = SIDE * this.ratio;
    this.canvas.height = SIDE * this.ratio;
    this.small = document.createElement("canvas");
    this.small.width = SENT;
    this.small.height = SENT;
    const invitation = { class: "lab-draw-invitation", "aria-hidden": "true" };
    this.invitation = make(this.box, "p", invitation, "Draw a digit here");
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.goOn(event));
    this.canvas.addEventListener("pointerup", (event) => this.end(event));
    this.canvas.addEventListener("pointercancel", (event) => this.end(event));
  }

  /** @param {PointerEvent} event */
  begin(event) {
    if (event.button !== 0 || this.stroke) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.earlier.push(this.strokes);
    this.pointer = event.pointerId;
    this.stroke = [placeOnPad(event, this.canvas.getBoundingClientRect())];
    this.strokes = [...this.strokes, this.stroke];
    this.redraw();
    this.sendSoon();
  }

  /** @param {PointerEvent} event */
  goOn(event) {
    if (!this.stroke || event.pointerId !== this.pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    const box = this.canvas.getBoundingClientRect();
    for (const part of events.length ? events : [event]) this.stroke.push(placeOnPad(part, box));
    this.redraw();
    this.sendSoon();
  }

  /** @param {PointerEvent} event */
  end(event) {
    if (!this.stroke || event.pointerId !== this.pointer) return;
    this.stroke = null;
    this.send(true);
  }

  undo() {
    const strokes = this.earlier.pop();
    if (!strokes) return;
    this.strokes = strokes;
    this.redraw();
    this.send(true);
  }

  clear() {
    this.giveWay();
    this.ask({ kind: "clear" });
  }

  // Something else is looked at, or nothing: the strokes stay within Undo's reach.
  giveWay() {
    if (this.strokes.length) this.earlier.push(this.strokes);
    this.strokes = [];
    this.redraw();
  }

  redraw() {
    const context = contextOf(this.canvas);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    drawStrokes(context, this.strokes, this.ratio, INK);
    this.invitation.hidden = this.strokes.length > 0;
  }

  // While the pen is down: the newest drawing, when the last one's answer is there.
  sendSoon() {
    if (this.timer) return;
    const look = () => {
      this.timer = 0;
      if (!this.stroke) return;
      if (this.isAnswered() || performance.now() - this.sentAt > PATIENCE) this.send(false);
      else this.timer = setTimeout(look, 15);
    };
    this.timer = setTimeout(look, SOON);
  }

  isAnswered() {
    return (this.model.get("view").turn ?? 0) >= this.turn;
  }

  /** @param {boolean} settled whether the pen is up */
  send(settled) {
    const context = contextOf(this.small, { willReadFrequently: true });
    context.clearRect(0, 0, SENT, SENT);
    drawStrokes(context, this.strokes, SENT / SIDE, "#000");
    const ink = inkOf(context.getImageData(0, 0, SENT, SENT).data);
    this.ask({ kind: "drawing", width: SENT, height: SENT, settled }, ink);
  }

  /**
   * @param {WithoutTurn<DrawPadMessage>} content
   * @param {Uint8Array<ArrayBuffer>} [pixels]
   */
  ask(content, pixels) {
    this.sentAt = performance.now();
    this.turn += 1;
    this.root.dataset.asked = String(this.turn);
    clearTimeout(this.lateTimer);
    if (content.kind !== "clear") this.lateTimer = setTimeout(() => this.onLate(), LATE);
    const buffers = pixels ? [pixels.buffer] : [];
    this.model.send({ ...content, turn: this.turn }, undefined, buffers);
  }
}
