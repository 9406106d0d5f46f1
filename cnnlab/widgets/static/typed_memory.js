// @ts-check
// What was typed stays in the tab's own memory, for a reload, and nowhere else.

/** @typedef {{ name: string, register: string }} Typed */

const MEMORY = "cnn-lab.hand-in";

/**
 * What a memory holds, as far as it is text.
 *
 * @param {string | null} text
 * @returns {Typed}
 */
export function typedIn(text) {
  /** @type {Partial<Record<string, unknown>>} */
  let found = {};
  try {
    found = Object(JSON.parse(text ?? ""));
  } catch {
    // what is no JSON was not kept by us
  }
  /** @param {unknown} value */
  const words = (value) => (typeof value === "string" ? value : "");
  return { name: words(found.name), register: words(found.register) };
}

export function remembered() {
  try {
    return typedIn(sessionStorage.getItem(MEMORY));
  } catch {
    return typedIn(null); // a browser that keeps nothing
  }
}

/** @param {Typed} typed */
export function remember(typed) {
  try {
    sessionStorage.setItem(MEMORY, JSON.stringify(typed));
  } catch {
    // a browser that keeps nothing: what is typed is in the boxes all the same
  }
}
