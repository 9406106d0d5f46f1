// What two texts have in common, to mark it side by side. Pure functions.

const WORD = /[\p{L}\p{M}]+|\p{N}+/gu;
const RUN = 4; // words

/**
 * A text in parts, alternately its own and shared with another: runs of four words or more.
 *
 * @param {string} text
 * @param {string} other
 * @returns {{text: string, is_shared: boolean}[]}
 */
export function sharedParts(text, other) {
  const words = [...text.matchAll(WORD)];
  const known = new Set(runsOf([...other.matchAll(WORD)]));
  const isShared = words.map(() => false);
  for (const [start, run] of runsOf(words).entries()) {
    if (known.has(run)) {
      isShared.fill(true, start, start + RUN);
    }
  }
  /** @type {{text: string, is_shared: boolean}[]} */
  const parts = [];
  let from = 0;
  for (let index = 0; index < words.length; index += 1) {
    const start = index;
    while (isShared[index]) {
      index += 1;
    }
    const first = words[start];
    const last = words[index - 1];
    if (index > start && first && last) {
      const end = last.index + last[0].length;
      parts.push({ text: text.slice(from, first.index), is_shared: false });
      parts.push({ text: text.slice(first.index, end), is_shared: true });
      from = end;
    }
  }
  parts.push({ text: text.slice(from), is_shared: false });
  return parts.filter((part) => part.text);
}

/** @param {RegExpMatchArray[]} words */
function runsOf(words) {
  const plain = words.map(([word]) => (/\p{N}/u.test(word) ? "#" : word.toLowerCase()));
  const count = Math.max(0, plain.length - RUN + 1);
  return Array.from({ length: count }, (_, start) => plain.slice(start, start + RUN).join(" "));
}
