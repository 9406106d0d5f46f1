"""Step 1's exercises: one number of a feature map, max pooling, softmax."""

import numpy as np

from lessons.answers import array, is_close, number, shape_of
from lessons.exercise import Lesson, NotYet, exercise
from lessons.slips import hint_for
from lessons.step_01 import draws, edges, hints
from lessons.step_01.pooling import pool

SCORES = draws.score_options()


class Exercises(Lesson):
    """What step 1 asks, with a student's own numbers.

    window, kernel: int, (3, 3).   feature_map: int, (4, 6).   scores: int, (3,).
    brighter: in which direction `edge_kernel` is to find that an image turns brighter.
    edge, edge_sum: a window that turns brighter so, int, (3, 3), and what the kernel gives on it.
    """

    def __init__(self, student=""):
        super().__init__(student)
        self._window = self.draw("window", draws.window, draws.is_window_fair, draws.WINDOW)
        self._map = self.draw(
            "feature map", draws.feature_map, draws.is_map_fair, draws.FEATURE_MAP
        )
        self._scores = self.choose("scores", SCORES)
        self._brighter = self.choose("brighter", list(edges.DIRECTIONS))
        self._edge_sum = self.choose("edge sum", edges.SUMS)

    @property
    def window(self):
        """Return the student's piece of an image."""
        return np.array(self._window)

    @property
    def kernel(self):
        """Return the kernel that finds what is brighter below than above."""
        return np.array(draws.KERNEL)

    @property
    def feature_map(self):
        """Return the student's feature map."""
        return np.array(self._map)

    @property
    def scores(self):
        """Return the student's three scores."""
        return np.array(self._scores)

    @property
    def brighter(self):
        """Return in which direction `edge_kernel` is to find that an image turns brighter."""
        return self._brighter

    @property
    def edge(self):
        """Return a window that turns brighter in that direction: three pixels of 1, six of 0."""
        return edges.edge(*edges.DIRECTIONS[self._brighter])

    @property
    def edge_sum(self):
        """Return which number `edge_kernel` is to give on `edge`."""
        return self._edge_sum

    @exercise(
        hint="Multiply each pixel with the weight at the same place, nine products in all, "
        "then add them up.",
        solution="kernel_sum = int((check.window * check.kernel).sum())",
        praise="The three products of the middle row are 0; "
        "the number says how much brighter it is below than above.",
    )
    def kernel_sum(self, answer):
        """Which number does the kernel `check.kernel` give for the window `check.window`?"""
        if shape_of(answer) == (3, 3):
            hint = hints.nine_numbers_hint(array(answer), self.window, self.kernel)
            return (
                hint or "Nine numbers came, and one is asked for: what do nine products add up to?"
            )
        value = number(answer)
        products = self.window * self.kernel
        if value == products.sum():
            return True
        slips = hints.kernel_sum_slips(self.window, self.kernel)
        return hint_for(value, slips) or (
            "Write the nine products down: "
            "the weights are −1 in the upper row, 0 in the middle, 1 in the lower row."
        )

    @exercise(
        hint="First set what is negative to 0. "
        "Then cut the map into blocks of 2 × 2 that do not overlap.",
        solution="""
positive = np.maximum(check.feature_map, 0)
pooled_map = [
    [positive[row : row + 2, column : column + 2].max() for column in (0, 2, 4)] for row in (0, 2)
]
""",
        praise="Of 24 numbers 6 remain. "
        "The block without a positive number says 0: nothing was found there.",
    )
    def pooled_map(self, answer):
        """What do ReLU and then 2 x 2 max pooling make of the 4 x 6 map `check.feature_map`?"""
        values = array(answer)
        right = pool(np.maximum(self.feature_map, 0))
        if values.shape != right.shape:
            return hints.pooled_shape_hint(values, right)
        if is_close(values, right):
            return True
        hint = hint_for(values, hints.pooled_map_slips(self.feature_map))
        return hint or hints.where_pooling_differs(values, right)

    @exercise(
        hint="Two steps. Which function makes a positive number of any score? "
        "And what do you divide all three by, so that they add up to 1?",
        solution="""
exponentials = np.exp(check.scores)
class_probabilities = (exponentials / exponentials.sum()).round(2)
""",
        praise="They add up to 1, but for the rounding, "
        "and the highest score has the highest probability.",
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
        if is_close(values, right, hints.TWO_DECIMALS):
            return True
        hint = hint_for(values, hints.softmax_slips(self.scores))
        return hint or hints.probabilities_hint(values, right)

    @exercise(
        hint="Write positive weights into the bright corner, "
        "negative ones into the dark corner opposite, "
        "and 0 on the line between; all nine add up to 0. "
        "Only the weights under the 1s of check.edge count there: what are they to add up to?",
        solution="""
most = check.edge_sum - 2
edge_kernel = {
    "from the upper left to the lower right": [[-most, -1, 0], [-1, 0, 1], [0, 1, most]],
    "from the lower left to the upper right": [[0, 1, most], [-1, 0, 1], [-most, -1, 0]],
    "from the lower right to the upper left": [[most, 1, 0], [1, 0, -1], [0, -1, -most]],
    "from the upper right to the lower left": [[0, -1, -most], [1, 0, -1], [most, 1, 0]],
}[check.brighter]
""",
        praise="In the lesson, `convolve(seven, np.array(edge_kernel))` "
        "shows what it finds in the 7.",
    )
    def edge_kernel(self, answer):
        """Which 3 x 3 kernel gives `check.edge_sum` on the window `check.edge`, is positive where
        the image turns brighter as `check.brighter` says, 0 where it does so at right angles to
        that, and 0 where all pixels are alike?"""
        kernel = array(answer, (3, 3))
        if not np.isfinite(kernel).all():
            raise NotYet("Finite numbers are expected.")
        direction = edges.DIRECTIONS[self._brighter]
        return edges.kernel_hint(kernel, direction, self._edge_sum) or True
