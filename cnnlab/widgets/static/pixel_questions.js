// @ts-check
// Questions to Python about a pixel: one at a time, and of those that come meanwhile the last.

/** @import { LookInsideMessage } from "./inside_protocol.d.ts" */

const PATIENCE = 2000; // ms: a question that has no answer by then no longer holds up the next

export class PixelQuestions {
  /** @param {(question: LookInsideMessage) => void} send */
  constructor(send) {
    this.send = send;
    /** @type {LookInsideMessage | null} the next question */
    this.wanted = null;
    this.isWaiting = false; // for the answer to a question
    this.timer = 0;
  }

  /** @param {LookInsideMessage} question */
  ask(question) {
    this.wanted = question;
    if (!this.isWaiting) this.askNext();
  }

  // Also when an answer has come.
  askNext() {
    const { wanted } = this;
    this.end();
    this.isWaiting = wanted !== null;
    if (!wanted) return;
    this.send(wanted);
    this.timer = setTimeout(() => this.askNext(), PATIENCE);
  }

  end() {
    this.wanted = null;
    this.isWaiting = false;
    clearTimeout(this.timer);
  }
}
