"""Step 1's exercises: one number of a feature map, max pooling, softmax."""

import numpy as np

from lessons.answers import array, is_close, number
from lessons.exercise import Lesson, NotYet, exercise

# What the exercise's kernel finds: brighter below than above.
KERNEL = [[-1, -1, -1], [0, 0, 0], [1, 1, 1]]
# With each of them, the usual mistakes give other numbers than the right one
# (tests/lessons/test_step_01.py).
WINDOWS = [
    [[1, 0, 2], [5, 9, 7], [6, 8, 3]],
    [[0, 2, 1], [4, 7, 9], [5, 3, 8]],
    [[7, 5, 9], [2, 4, 6], [1, 0, 3]],
    [[2, 3, 0], [1, 8, 5], [9, 4, 6]],
    [[8, 9, 4], [3, 6, 1], [0, 2, 5]],
    [[1, 4, 0], [9, 2, 3], [7, 8, 5]],
]
# Each has a block without a positive number, and the numbers that are kept are no two alike.
FEATURE_MAPS = [
    [[2, -1, 0, 3, -2, -4], [1, 5, -3, 1, -1, -3], [-2, 4, 6, 0, 1, 1], [0, 3, -1, 2, -5, 2]],
    [[-3, -1, 4, 0, 1, 2], [-2, -2, 2, -4, 0, 3], [1, -1, 0, 7, 2, 5], [6, 0, -2, 3, 1, -1]],
    [[0, 3, -2, 1, 4, -1], [1, -5, 2, 0, 6, 3], [-4, -1, 5, 2, 0, 1], [-2, -3, 0, -1, -2, 0]],
    [[4, 1, -1, -2, 0, 2], [-3, 0, -4, -1, 3, 1], [2, 0, 5, 1, -2, 7], [1, -1, 3, -6, 6, 0]],
]
# Their powers are among 0.37, 1, 2.72, 7.39 and 20.09; none are 2, 1, 0 (the lesson's own) with
# a number added.
SCORES = [[1, 3, 0], [0, 1, 3], [3, 0, 2], [-1, 1, 2], [2, -1, 0], [0, 3, 2]]


def pool(feature_map, keep=np.max):
    """Return what `keep` makes of each 2 x 2 block of a map: number, (2 rows, 2 columns) -> (rows, columns)."""
    rows, columns = np.shape(feature_map)
    return keep(np.reshape(feature_map, (rows // 2, 2, columns // 2, 2)), axis=(1, 3))


class Exercises(Lesson):
    """What step 1 asks, with a student's own numbers.

    window, kernel: int, (3, 3).   feature_map: int, (4, 6).   scores: int, (3,).
    """

    def __init__(self, student=""):
        super().__init__(student)
        self.window, self.kernel = np.array(self.choose("window", WINDOWS)), np.array(KERNEL)
        self.feature_map = np.array(self.choose("feature map", FEATURE_MAPS))
        self.scores = np.array(self.choose("scores", SCORES))

    @exercise(
        hint="Multiply each pixel with the weight at the same place, nine products in all, then add them up.",
        solution="kernel_sum = int((check.window * check.kernel).sum())",
        praise="The three products of the middle row are 0; the number says how much brighter it is below than above.",
    )
    def kernel_sum(self, answer):
        """Which number does the kernel `check.kernel` give for the window `check.window`?"""
        products = self.window * self.kernel
        values, right = array(answer), products.sum()
        if values.shape == (3, 3) and is_close(values, products):
            return (
                "These are the nine products. One number is still missing: what do they add up to?"
            )
        if values.shape == (3, 3) and is_close(values, self.window @ self.kernel):
            return "`@` multiplies matrices. Here each pixel is multiplied with the weight at its own place: `*`."
        value = number(answer)
        if value == right:
            return True
        if value == -right:
            return (
                "The size is right, but not the sign: which row of the window has the weights −1?"
            )
        if value == self.window.sum():
            return "That is the sum of the pixels alone. Multiply each with its weight first."
        if value == np.abs(products).sum():
            return "Keep the minus signs: the pixels under −1 are subtracted."
        if value == (self.window * self.kernel.T).sum():
            return "That is this kernel turned on its side. Are its three equal weights in a row or in a column?"
        if value == products[2].sum():
            return "That is the lower row only. What do the weights −1 do to the upper one?"
        if value in products[[0, 2]].sum(axis=0):
            return "That is one column only. All nine products are added up."
        return "Write the nine products down: the weights are −1 in the upper row, 0 in the middle, 1 in the lower row."

    @exercise(
        hint="First set what is negative to 0. Then cut the map into blocks of 2 × 2 that do not overlap.",
        solution="""
positive = np.maximum(check.feature_map, 0)
pooled_map = [[positive[row : row + 2, column : column + 2].max() for column in (0, 2, 4)] for row in (0, 2)]
""",
        praise="Of 24 numbers 6 remain. The block without a positive number says 0: nothing was found there.",
    )
    def pooled_map(self, answer):
        """What do ReLU and then 2 x 2 max pooling make of the 4 x 6 map `check.feature_map`?"""
        values, right = array(answer), pool(np.maximum(self.feature_map, 0))
        if values.shape != right.shape:
            return _wrong_shape(values, right)
        if is_close(values, right):
            return True
        if is_close(values, pool(self.feature_map)):
            return "One block has no positive number. What does ReLU make of it?"
        for keep, said in ((np.mean, "mean"), (np.sum, "sum"), (np.min, "smallest number")):
            if any(
                is_close(values, pool(part, keep))
                for part in (self.feature_map, np.maximum(self.feature_map, 0))
            ):
                return f"That is the {said} of each block. What does max pooling keep?"
        wrong = np.argwhere(np.abs(values - right) > 1e-6)
        row, column = wrong[0]
        there = f"rows {2 * row} and {2 * row + 1}, columns {2 * column} and {2 * column + 1} of the map"
        return (
            f"Numbers that are right: {6 - len(wrong)} of 6. Look again at {there}, counted from 0."
        )

    @exercise(
        hint="Take e to the power of each score, `np.exp(check.scores)`. Then divide each by the sum of the three.",
        solution="""
exponentials = np.exp(check.scores)
class_probabilities = (exponentials / exponentials.sum()).round(2)
""",
        praise="They add up to 1, but for the rounding, and the highest score has the highest probability.",
    )
    def class_probabilities(self, answer):
        """Which three probabilities does softmax make of `check.scores`, to two decimals?"""
        values = array(answer)
        if values.size != 3:
            raise NotYet(
                f"Three probabilities are expected, one for each score, and {values.size} came."
            )
        values = values.ravel()
        powers = np.exp(self.scores)
        right = powers / powers.sum()
        # Rounding to two decimals moves a number by half a hundredth at most.
        if is_close(values, right, 0.005 + 1e-9):
            return True
        if is_close(values, 100 * right, 0.5 + 1e-9):
            return "These are percent. A probability is a number from 0 to 1."
        if is_close(values, powers, 0.01):
            return (
                "These are the powers of e. One step is left: divide each by the sum of the three."
            )
        if is_close(values, self.scores / self.scores.sum(), 0.01):
            return "These are the scores, divided by their sum. Which step comes before dividing?"
        if is_close(values, powers / powers.max(), 0.01):
            return "You divided by the largest power. By what do you divide so that the three add up to 1?"
        if is_close(values, 2.0**self.scores / (2.0**self.scores).sum(), 0.01):
            return "These are powers of 2. Softmax takes powers of e, which is 2.718."
        if is_close(np.sort(values), np.sort(right), 0.005 + 1e-9):
            return "The three numbers are right, but not their order: it is that of the scores."
        if is_close(values, right, 0.02):
            return "Very close. Round at the end only, to two decimals, up from 5: 0.666 is 0.67."
        if not is_close(values.sum(), 1, 0.02):
            return (
                f"Your three numbers add up to {values.sum():.4g}, and probabilities add up to 1."
            )
        return "They add up to 1. Now compare the first with the second: e to the power of each score, then divide."


def _wrong_shape(values, right):
    """Return a hint for an answer of another shape than the pooled map's."""
    if values.shape == right.T.shape and is_close(values.T, right):
        return "Rows and columns are swapped: the map has more columns than rows, and so has what pooling makes of it."
    if values.shape == (right.size,) and is_close(values, right.ravel()):
        return "The numbers are right, but they stand in one row. Arrange them as the blocks are: [[...], [...]]."
    if values.shape == (3, 5):
        return "Your blocks overlap. After one block, the next one begins two columns on, and the next two rows down."
    if values.shape == (4, 6):
        return "That is as large as the map itself. Pooling leaves one number of each 2 × 2 block."
    return f"The shape is {values.shape}. How many 2 × 2 blocks does a 4 × 6 map have in each direction?"
