// @ts-check
// Whether the page's kernel answers: it is asked only while somebody waits for it, because each
// question counts as use, and an unused page is to be given back.

/** @import { Model } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { PageCareMessage, PageCareState } from "./protocol.d.ts" */

const SECONDS_BETWEEN_GLANCES = 1;
const SECONDS_BETWEEN_QUESTIONS = 2;
const SECONDS_OF_USE = 10; // after the last click or key
const SECONDS_UNTIL_TOLD = 5;
const SECONDS_TO_ASK_AGAIN = 10; // a question may have been lost with the connection
// The seconds that are told, so that a screen reader is not told each of them.
const STEPS = [300, 120, 60, 30, 20, 10, SECONDS_UNTIL_TOLD];
const USES = ["pointerdown", "keydown"];

/**
 * What is said of a kernel that has not answered for so many seconds; "" for nothing yet. It may
 * be frozen, or its machine busy: nobody can tell from here, and both are true.
 *
 * @param {number} seconds
 */
export function sentenceOf(seconds) {
  const told = STEPS.find((step) => seconds >= step);
  if (!told) return "";
  return (
    `The page's Python has not answered for ${told} s. Its machine may be very busy, or it was ` +
    "stopped. What you see may be old; your runs are safe. If it does not come back, reload the " +
    "page, or tell your instructor."
  );
}

/** Whether a run is on, whose numbers should come. */
function isRunOn() {
  const status = document.querySelector(".lab-status")?.textContent ?? "";
  return status === "training" || status === "waiting";
}

const isStale = () => document.documentElement.classList.contains("lab-stale");

/**
 * Ask the kernel while somebody waits for it, and say where it does not answer.
 *
 * @param {Model<PageCareState, PageCareMessage>} model
 * @param {(words: string) => void} show
 */
export function listen(model, show) {
  const now = () => performance.now() / 1000;
  let used = -Infinity;
  let waits = Infinity; // since when there has been no answer
  let asked = -Infinity;
  // Voila ends the kernel of a page that is left: then nothing can be sent to it.
  let isLeft = false;
  addEventListener("beforeunload", () => {
    isLeft = true;
  });
  for (const use of USES) {
    const note = () => {
      used = now();
    };
    document.addEventListener(use, note, { capture: true, passive: true });
  }
  const ask = () => {
    asked = now();
    model.send({ question: "are you there" });
  };
  model.on("msg:custom", () => {
    waits = Infinity;
    show("");
  });
  setInterval(() => {
    if (isLeft) return;
    if (waits < now()) {
      show(sentenceOf(now() - waits));
      if (now() - asked > SECONDS_TO_ASK_AGAIN) ask();
    } else if (now() - asked > SECONDS_BETWEEN_QUESTIONS) {
      if (!isStale() && !isRunOn() && now() - used > SECONDS_OF_USE) return;
      waits = now();
      ask();
    }
  }, 1000 * SECONDS_BETWEEN_GLANCES);
}
