// @ts-check
// The steps from a drawing to what a network takes in, apart from the pad.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { DrawingStepsState } from "./digit_protocol.d.ts" */

import { make, onChange } from "../../../labhelpers/static/front_end.js";
import { makeSteps } from "./step_pictures.js";

/** @param {View<DrawingStepsState>} view */
function render({ model, el }) {
  const show = makeSteps(make(el, "div", { class: "lab-draw" }));
  const draw = () => show(model.get("steps"));
  draw();
  return onChange(model, ["steps"], draw);
}

export default { render };
