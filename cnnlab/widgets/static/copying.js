// @ts-check
// A text put into the clipboard, also where browsers let no script at it.

/**
 * Put a text into the clipboard; say whether the browser let us.
 *
 * @param {string} text
 * @param {() => Node} show shows the same text, where it is marked to be copied the old way
 */
export async function copied(text, show) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Browsers have no clipboard for pages that come over plain http from another machine: the old
    // way, then.
    const range = document.createRange();
    range.selectNodeContents(show());
    const selection = getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
    return document.execCommand("copy");
  }
}
