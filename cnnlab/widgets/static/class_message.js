// @ts-check
// What the teacher says to all pages: it hangs from the bar of steps, over the page, so that
// nothing moves; whoever has read it closes it, and it stays closed in this tab.

/** @import { ClassMessage } from "./protocol.d.ts" */

import { make, say } from "../../../labhelpers/static/front_end.js";
import { recall, remember } from "./tab_memory.js";

const CLOSED = "class-message"; // when the message was said that the tab has closed

/**
 * Whether a message is to be seen.
 *
 * @param {ClassMessage} message
 * @param {unknown} closed what the tab remembers
 */
export function isToBeSeen({ text, at }, closed) {
  return text !== "" && at !== closed;
}

/**
 * A place for the message; the function returned shows one.
 *
 * @param {Element} parent
 */
export function makeClassMessage(parent) {
  const strip = make(parent, "div", { class: "lab-class-message" });
  const told = make(strip, "p", { role: "status" });
  const from = make(told, "strong");
  const words = make(told, "span");
  const close = make(strip, "button", { type: "button" }, "Close");
  close.setAttribute("aria-label", "Close your teacher's message");
  let shown = 0;
  /** @param {ClassMessage} message */
  const show = (message) => {
    const isSeen = isToBeSeen(message, recall(CLOSED));
    shown = message.at;
    strip.classList.toggle("lab-class-said", isSeen);
    close.hidden = !isSeen;
    say(from, isSeen ? "From your teacher: " : "");
    say(words, isSeen ? message.text : "");
  };
  close.addEventListener("click", () => {
    remember(CLOSED, shown);
    show({ text: "", at: shown });
  });
  return show;
}
