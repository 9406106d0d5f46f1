// @ts-check
// What every panel needs and ipywidgets does not give, in Voila and in JupyterLab: names for
// sliders, a word on numbers that were put right, and the keyboard's place in a row of buttons;
// and, in Voila only, a watch that says when the kernel or the server has gone or does not answer,
// because Voila itself says nothing.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { PageCareMessage, PageCareState } from "./protocol.d.ts" */

import { careForNames } from "./accessible_names.js";
import { careForFocus } from "./focus_care.js";
import { listen } from "./kernel_pulse.js";
import { kernelAddress, makeBanner, watch } from "./kernel_watch.js";
import { careForNumbers } from "./put_right.js";

const MARK = Symbol.for("cnn-lab.page-care");

/** @param {View<PageCareState, PageCareMessage>} view */
function render({ model, el }) {
  el.classList.add("lab-care");
  // Once a document, however many panels and kernels it shows.
  if (Reflect.has(document, MARK)) return;
  Reflect.set(document, MARK, true);
  careForNames();
  careForFocus();
  careForNumbers();
  const address = kernelAddress();
  if (!address) return;
  const [sayOfServer, sayOfKernel] = makeBanner();
  watch(address, sayOfServer);
  listen(model, sayOfKernel);
}

export default { render };
