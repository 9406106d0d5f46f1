// @ts-check
// Sentences that were typed and that the kernel has not kept yet: in the tab's own memory, for a
// page that is left, or loses its Python, a moment after the last key.

const DRAFTS = "cnn-lab.drafts";

/**
 * What a memory holds, as far as it is text, by its name.
 *
 * @param {string | null} text
 * @returns {Record<string, string>}
 */
export function draftsIn(text) {
  try {
    const found = Object.entries(Object(JSON.parse(text ?? "")));
    return Object.fromEntries(found.filter(([, value]) => typeof value === "string"));
  } catch {
    return {}; // what is no JSON was not kept by us
  }
}

function drafts() {
  try {
    return draftsIn(sessionStorage.getItem(DRAFTS));
  } catch {
    return {}; // a browser that keeps nothing
  }
}

/**
 * The draft of a sentence about a run, undefined for none.
 *
 * @param {string} run
 * @param {string} sentence
 * @returns {string | undefined}
 */
export function draftOf(run, sentence) {
  return drafts()[`${run}/${sentence}`];
}

/**
 * Remember a draft, or forget it where there is no text.
 *
 * @param {string} run
 * @param {string} sentence
 * @param {string} [text]
 */
export function keepDraft(run, sentence, text) {
  const { [`${run}/${sentence}`]: _old, ...others } = drafts();
  const kept = text === undefined ? others : { ...others, [`${run}/${sentence}`]: text };
  try {
    sessionStorage.setItem(DRAFTS, JSON.stringify(kept));
  } catch {
    // a browser that keeps nothing: the kernel keeps it a moment later
  }
}
