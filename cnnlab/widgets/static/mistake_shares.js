// @ts-check
// How dark a mistake is in a confusion matrix: by its share of the true digit's images.

/**
 * The greatest share of a true digit's images that was read as one and the same other digit; 1
 * where there was no mistake.
 *
 * @param {number[][]} matrix
 * @param {number[]} totals of the rows
 */
export function worstMistake(matrix, totals) {
  const shares = matrix.flatMap((row, label) =>
    row.map((count, guess) => (guess === label ? 0 : count / Math.max(totals[label], 1))),
  );
  return Math.max(...shares, 0) || 1;
}
