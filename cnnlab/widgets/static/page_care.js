// @ts-check
// What every panel needs and ipywidgets does not give: names for sliders, in Voila and in
// JupyterLab; and, in Voila only, a watch that says when the kernel or the server has gone or
// does not answer, because Voila itself says nothing.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { PageCareMessage, PageCareState } from "./protocol.d.ts" */

import { careForNames } from "./accessible_names.js";
import { listen } from "./kernel_pulse.js";
import { kernelAddress, makeBanner, watch } from "./kernel_watch.js";

const MARK = Symbol.for("cnn-lab.page-care");

/** @param {View<PageCareState, PageCareMessage>} view */
function render({ model, el }) {
  el.classList.add("lab-care");
  // Once a document, however many panels and kernels it shows.
  if (Reflect.has(document, MARK)) return;
  Reflect.set(document, MARK, true);
  careForNames();
  const address = kernelAddress();
  if (!address) return;
  const [sayOfServer, sayOfKernel] = makeBanner();
  watch(address, sayOfServer);
  listen(model, sayOfKernel);
}

export default { render };
