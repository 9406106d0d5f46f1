// Elements made in one line. Text is only ever text: a student may have typed anything.

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, string | number | boolean | ((event: any) => void)>} Attributes */
/** @typedef {Node | string | null | undefined | false} Child */

/**
 * @param {string} tag
 * @param {Attributes} attributes a function is called at the event of its name
 * @param {Child[]} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  return /** @type {HTMLElement} */ (filled(document.createElement(tag), attributes, children));
}

/**
 * @param {string} tag
 * @param {Attributes} attributes
 * @param {Child[]} children
 * @returns {SVGElement}
 */
export function drawn(tag, attributes = {}, ...children) {
  return /** @type {SVGElement} */ (
    filled(document.createElementNS(SVG, tag), attributes, children)
  );
}

/**
 * @param {Element} made
 * @param {Attributes} attributes
 * @param {Child[]} children
 */
function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      made.addEventListener(name, value);
    } else if (value !== false) {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  made.append(...children.filter(isShown));
  return made;
}

/**
 * @param {Child} child
 * @returns {child is Node | string}
 */
function isShown(child) {
  return child instanceof Node || typeof child === "string";
}

/**
 * A share as percent; 100 only where it is 1.
 *
 * @param {number | null} share
 * @param {number} decimals
 */
export function percentOfAll(share, decimals = 2) {
  if (share === null) {
    return "–";
  }
  const rounded = (100 * share).toFixed(decimals);
  const whole = (100).toFixed(decimals);
  return share < 1 && rounded === whole
    ? `>${(100 - 10 ** -decimals).toFixed(decimals)}\u00a0%`
    : `${rounded}\u00a0%`;
}

/**
 * @param {number} count
 * @param {string} noun
 */
export function severalOf(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
