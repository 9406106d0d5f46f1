// @ts-check
// Names for what screen readers could not name: ipywidgets' sliders, and the page's sections.

const SOON = 50; // ms: many changes of the page are mended together

/**
 * Set an attribute, but only to what it is not: the observer would otherwise be woken by its own
 * work.
 *
 * @param {Element} element
 * @param {string} name
 * @param {string} value
 */
function set(element, name, value) {
  if (value !== "" && element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/**
 * What a widget is called on the page; "" where it is not.
 *
 * @param {Element} element within the widget
 */
function nameOf(element) {
  if (element.getAttribute("aria-labelledby")) return ""; // it has one
  const boxes = ".jupyter-widgets.widget-inline-hbox, .jupyter-widgets.widget-inline-vbox";
  const widget = element.closest(boxes);
  const label = widget?.querySelector(":scope > .widget-label");
  return label?.textContent?.trim() || widget?.getAttribute("title") || "";
}

/** @param {Element} readout the number beside a slider, which one can type into */
function mendReadout(readout) {
  const name = nameOf(readout);
  if (!name) return;
  if (readout.hasAttribute("contenteditable")) set(readout, "role", "textbox");
  if (readout.hasAttribute("role")) set(readout, "aria-label", `${name}, as a number`);
}

/** @param {Element} section */
function mendSection(section) {
  const heading = section.querySelector("h2[id]");
  if (!heading) return;
  set(section, "role", "region");
  set(section, "aria-labelledby", heading.id);
}

function mend() {
  for (const handle of document.querySelectorAll(".noUi-handle")) {
    set(handle, "aria-label", nameOf(handle));
  }
  document.querySelectorAll(".widget-readout").forEach(mendReadout);
  document.querySelectorAll(".lab-section").forEach(mendSection);
}

export function careForNames() {
  let isDue = false;
  const soon = () => {
    if (isDue) return;
    isDue = true;
    setTimeout(() => {
      isDue = false;
      mend();
    }, SOON);
  };
  new MutationObserver(soon).observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["class"],
  });
  mend();
}
