// @ts-check
// What a page has for the time after a reload: in the tab's own memory, and nowhere else.

const OURS = "cnn-lab.";
const PREFIX = `${OURS}page.`;

/**
 * What was remembered under a name; null for nothing.
 *
 * @param {string} name
 * @returns {unknown}
 */
export function recall(name) {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + name) ?? "null");
  } catch {
    return null; // a browser that keeps nothing, or something that is not ours
  }
}

/**
 * @param {string} name
 * @param {unknown} value
 */
export function remember(name, value) {
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // a browser that keeps nothing: the page works all the same
  }
}

/** Forget all that the lab has in this tab, as when the next one at this computer logs in. */
export function forgetAll() {
  try {
    const ours = Object.keys(sessionStorage).filter((key) => key.startsWith(OURS));
    for (const key of ours) sessionStorage.removeItem(key);
  } catch {
    // a browser that keeps nothing
  }
}
