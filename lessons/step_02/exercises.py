"""The exercises of step 2: a block of pixels, always the same answer, what test images are for."""

import functools

from labhelpers.digits import load_digits
from lessons.answers import array, letters, number, shape_of
from lessons.exercise import Lesson, exercise
from lessons.slips import are_apart
from lessons.step_02 import hints, uses
from lessons.step_02.hints import BLOCK, FOUR_DECIMALS

# In the first training image of MNIST and of the embedded digits, blocks here cannot be
# mistaken: every likely slip (rows for columns, one pixel off, counted from the bottom) gives
# other numbers.
PLACES = [
    *[(20, 12), (4, 15), (5, 7), (6, 16), (8, 12), (11, 13), (13, 15), (16, 14), (18, 10)],
    *[(18, 15), (20, 6), (3, 13), (4, 9), (4, 11), (4, 13), (5, 9), (5, 11), (5, 14), (6, 8)],
    *[(6, 10), (6, 13), (7, 9), (7, 11), (7, 15), (8, 14), (9, 13), (10, 12), (11, 14), (13, 16)],
    *[(14, 15), (15, 13), (16, 13), (17, 11), (17, 14), (18, 12), (19, 8), (19, 15), (20, 9)],
    *[(21, 8), (21, 12), (22, 9)],
]
DIGITS = [7, 0, 2, 3, 4, 5, 6, 8, 9]
# Of the test images, a student is given the first of them: so many percent.
PERCENTS = range(60, 100)


class Exercises(Lesson):
    """The exercises of step 2.

    dataset: what `load_digits` takes; the answers are judged by these digits.
    """

    def __init__(self, student="", dataset="auto"):
        super().__init__(student)
        self._dataset = dataset
        self._place = self.choose("block", PLACES)
        names = self.draw("uses", uses.make_uses, lambda names: True, uses.FIRST)
        self._uses = dict(zip("abcdef", names, strict=True))

    @functools.cached_property
    def _digits(self):
        return load_digits(self._dataset)

    def judged_by(self):
        """Return which digits these are: others have other answers."""
        return {"dataset": self._digits.name}

    @functools.cached_property
    def _constant(self):
        """(digit, number of test images) of the classifier that always answers the same."""
        count = len(self._digits.test_labels)

        def make(pick):
            return pick(DIGITS), max(1, count * pick(PERCENTS) // 100)

        return self.draw("constant", make, self._is_constant_fair, (DIGITS[0], count))

    def _is_constant_fair(self, constant):
        slips = hints.constant_slips(self._digits, *constant)
        return are_apart(hints.accuracy(self._digits, *constant), slips, FOUR_DECIMALS)

    @property
    def top(self):
        """Return the row of the block's top left pixel."""
        return self._place[0]

    @property
    def left(self):
        """Return the column of the block's top left pixel."""
        return self._place[1]

    @property
    def digit(self):
        """Return the digit that the classifier always answers."""
        return self._constant[0]

    @property
    def num_images(self):
        """Return how many test images the classifier is measured on: the first ones."""
        return self._constant[1]

    @property
    def uses(self):
        """Return letter -> a use of the digits, a sentence."""
        return {letter: uses.USES[name] for letter, name in self._uses.items()}

    @exercise(
        hint="image[first_row : end_row, first_column : end_column]: "
        "rows stand before the comma, "
        "and the end of a slice is the first one that is left out.",
        solution="block = image[check.top : check.top + 4, check.left : check.left + 4]",
        praise="Rows first, and the end of each slice is one beyond the last that you keep.",
    )
    def block(self, answer):
        """Which 4 × 4 block of the image has its top left pixel
        in row `check.top` and column `check.left`?"""
        image = self._digits.train_images[0].astype(float)
        if shape_of(answer) == (0, image.shape[1]):
            return hints.NO_ROWS
        found = array(answer)
        if found.shape != (BLOCK, BLOCK):
            return hints.block_shape_hint(found.shape)
        if hints.is_same(found, hints.cut(image, self.top, self.left)):
            return True
        return hints.block_hint(found, image, self.top, self.left)

    @exercise(
        hint="The classifier is right on exactly those images that show its digit. "
        "How many are they, and out of how many?",
        solution="""
labels = digits.test_labels[: check.num_images]
constant_accuracy = (labels == check.digit).mean()
""",
        praise="No look at a single pixel, and about one in ten right: "
        "that is what an accuracy has to beat here.",
    )
    def constant_accuracy(self, answer):
        """What is the accuracy, on the first `check.num_images` test images,
        of a classifier that always answers `check.digit`?"""
        value = number(answer)
        expected = hints.accuracy(self._digits, self.digit, self.num_images)
        if abs(value - expected) <= FOUR_DECIMALS:
            return True
        slips = hints.constant_slips(self._digits, self.digit, self.num_images)
        return (
            hints.closest_hint(value, slips)
            or "Count those test labels that equal check.digit, then divide."
        )

    @exercise(
        hint="Ask of each: is something trained or chosen by the test images? "
        "Then they are no longer unseen.",
        solution="""
# Trained on, stopped by or chosen by the test images.
too_much = ["keep the one", "you add", "and stop when", "does best on", "until it reads"]
allowed = [
    letter for letter, use in check.uses.items() if not any(words in use for words in too_much)
]
""",
        praise="What you tell is free; whatever you choose, you choose without the test images.",
    )
    def allowed(self, answer):
        """Which of the uses in `check.uses` are fair? Give their letters as a list."""
        named = letters(answer, "abcdef")
        fair = {letter for letter, name in self._uses.items() if name in uses.FAIR}
        return named == fair or hints.uses_hint(named, fair)
