// @ts-check
// The heading of a step: a line that folds and unfolds what is below it. The tab remembers what is
// open, for a reload.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { StepFolded, StepFoldState } from "./page_protocol.d.ts" */

import { make } from "../../../labhelpers/static/front_end.js";
import { OPEN } from "./page_steps.js";
import { recall, remember } from "./tab_memory.js";

const SECTION = "lab-section";
const UNFOLDED = "lab-open";

/** @param {View<StepFoldState, StepFolded>} view */
function render({ model, el }) {
  const number = model.get("number");
  const memory = `step-${number}`;
  el.classList.add("lab-fold");
  const heading = make(el, "h2", { id: `lab-step-${number}`, tabindex: -1 });
  const button = make(heading, "button", { type: "button", "aria-expanded": "false" });
  make(button, "span", { class: "lab-fold-number" }, `${number}.`);
  button.append(` ${model.get("title")}`);
  make(el, "p", { class: "lab-fold-summary" }, model.get("summary"));
  /** @param {boolean} isOpen */
  const fold = (isOpen) => {
    button.setAttribute("aria-expanded", String(isOpen));
    el.closest(`.${SECTION}`)?.classList.toggle(UNFOLDED, isOpen);
  };
  /** @param {boolean} isOpen */
  const put = (isOpen) => {
    fold(isOpen);
    remember(memory, isOpen);
    model.send({ open: isOpen });
  };
  const isOpen = () => button.getAttribute("aria-expanded") === "true";
  button.addEventListener("click", () => put(!isOpen()));
  el.addEventListener("click", (event) => {
    if (event.target === el || event.target instanceof HTMLParagraphElement) put(!isOpen());
  });
  heading.addEventListener(OPEN, () => {
    if (!isOpen()) put(true);
  });
  const before = recall(memory);
  if (typeof before === "boolean") {
    // The section takes this heading in only after `render`.
    requestAnimationFrame(() => put(before));
  }
}

export default { render };
