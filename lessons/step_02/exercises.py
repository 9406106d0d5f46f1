"""The exercises of step 2: a block of pixels, always the same answer, what test images are for."""

import numpy as np

from lessons.answers import array, number
from lessons.exercise import Lesson, NotYet, exercise, said
from lessons.step_02 import hints
from lessons.step_02.hints import BLOCK

# In the first training image of MNIST and of the embedded digits, blocks here cannot be
# mistaken: every likely slip (rows for columns, one pixel off, counted from the bottom) gives
# other numbers.
PLACES = [
    (20, 12),
    (4, 15),
    (5, 7),
    (6, 16),
    (8, 12),
    (11, 13),
    (13, 15),
    (16, 14),
    (18, 10),
    (18, 15),
    (20, 6),
]
USES = {
    "a": "You count how many test images show each digit, and write the counts into your report.",
    "b": "You train three networks for different lengths of time "
    "and keep the one that is best on the test images.",
    "c": "Your network is finished. "
    "You measure its accuracy on the test images and report it, whatever it is.",
    "d": "Your network is weak on 7s, "  # and test images are for testing
    "so you add the 7s of the test images to the training images.",
    "e": "You put 6,000 training images aside "
    "and choose the size of the network by the accuracy on those.",
    "f": "You train on the training images, "
    "and stop when the accuracy on the test images no longer rises.",
}
ALLOWED = {"a", "c", "e"}
FOUR_DECIMALS = 0.00005 + 1e-9


class Exercises(Lesson):
    """The exercises of step 2.

    top, left: row and column of a pixel, for `block`.
    digit: 0 to 9, for `constant_accuracy`.
    uses: letter -> a use of the digits, for `allowed`.
    """

    def __init__(self, student=""):
        super().__init__(student)
        self.top, self.left = self.choose("block", PLACES)
        self.digit = self.choose("digit", [7, 0, 2, 3, 4, 5, 6, 8, 9])
        self.uses = dict(USES)

    @exercise(
        hint="image[first_row : end_row, first_column : end_column]: "
        "rows stand before the comma, "
        "and the end of a slice is the first one that is left out.",
        solution="block = image[check.top : check.top + 4, check.left : check.left + 4]",
        praise="Rows first, and the end of each slice is one beyond the last that you keep.",
    )
    def block(self, answer, image):
        """Which 4 × 4 block of the image has its top left pixel
        in row `check.top` and column `check.left`?"""
        found = array(answer)
        if found.shape != (BLOCK, BLOCK):
            return hints.block_shape_hint(found.shape)
        image = np.asarray(image, dtype=float)
        if hints.is_same(found, hints.cut(image, self.top, self.left)):
            return True
        return hints.block_hint(found, image, self.top, self.left)

    @exercise(
        hint="The classifier is right on exactly those test images that show its digit. "
        "How many are they, and how many test images are there?",
        solution="constant_accuracy = (digits.test_labels == check.digit).mean()",
        praise="No look at a single pixel, and about one in ten right: "
        "that is what an accuracy has to beat here.",
    )
    def constant_accuracy(self, answer, digits):
        """What is the accuracy, on the test images,
        of a classifier that always answers `check.digit`?"""
        value = number(answer)
        expected = (digits.test_labels == self.digit).mean()
        if abs(value - expected) <= FOUR_DECIMALS:
            return True
        slips = hints.constant_slips(digits, self.digit)
        return (
            hints.closest_hint(value, slips)
            or "Count the test labels that equal check.digit, then divide."
        )

    @exercise(
        hint="Ask of each: is something trained or chosen by the test images? "
        "Then they are no longer unseen.",
        solution='allowed = ["a", "c", "e"]',
        praise="What you tell is free; whatever you choose, you choose without the test images.",
    )
    def allowed(self, answer):
        """Which of the uses in `check.uses` are fair? Give their letters as a list."""
        letters = _letters(answer)
        return letters == ALLOWED or hints.uses_hint(letters, ALLOWED)


def _letters(answer):
    """Return the set of letters that an answer names: ["a", "b"], {"A", "B"}, "ab" or "a, b"."""
    row = answer.ravel().tolist() if isinstance(answer, np.ndarray) else answer
    came = f"{said(answer, begins_sentence=True)} came"
    parts = list(row) if isinstance(row, str | list | tuple | set) else []
    if not parts or not all(isinstance(part, str) for part in parts):
        raise NotYet(f"{came}; letters are expected, as in ['a', 'b'].")
    letters = {part.strip().lower() for part in parts if part.strip(" ,")}
    if not letters or letters - USES.keys():
        raise NotYet(f"{came}; expected are letters from a to f, as in ['a', 'b'].")
    return letters
