"""The exercises of step 02: a block of pixels, always the same answer, what the test images may be used for."""

import numpy as np

from lessons.answers import array, is_close, number
from lessons.exercise import Lesson, NotYet, exercise, said

BLOCK = 4  # pixels a side
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
NEIGHBOURS = [
    (down, right) for down in (-1, 0, 1) for right in (-1, 0, 1) if (down, right) != (0, 0)
]
USES = {
    "a": "You count how many test images show each digit, and write the counts into your report.",
    "b": "You train three networks for different lengths of time and keep the one that is best on the test images.",
    "c": "Your network is finished. You measure its accuracy on the test images and report it, whatever it is.",
    "d": "Your network is weak on 7s, so you add the 7s of the test images to the training images.",
    "e": "You put 6,000 training images aside and choose the size of the network by the accuracy on those.",
    "f": "You train on the training images, and stop when the accuracy on the test images no longer rises.",
}
ALLOWED = {"a", "c", "e"}


class Exercises(Lesson):
    """The exercises of step 02.

    top, left: row and column of a pixel, for `block`.   digit: 0 to 9, for `constant_accuracy`.
    uses: letter -> a use of the digits, for `allowed`.
    """

    def __init__(self, student=""):
        super().__init__(student)
        self.top, self.left = self.choose("block", PLACES)
        self.digit = self.choose("digit", [7, 0, 2, 3, 4, 5, 6, 8, 9])
        self.uses = dict(USES)

    @exercise(
        hint="image[first_row : end_row, first_column : end_column]: rows stand before the comma, and the end of a "
        "slice is the first one that is left out.",
        solution="block = image[check.top : check.top + 4, check.left : check.left + 4]",
        praise="Rows first, and the end of each slice is one beyond the last that you keep.",
    )
    def block(self, answer, image):
        """Which 4 × 4 block of the image has its top left pixel in row `check.top` and column `check.left`?"""
        row, column = self.top, self.left
        found, image = array(answer), np.asarray(image, dtype=float)
        if found.shape != (BLOCK, BLOCK):
            return _said_of_shape(found.shape)
        wanted, swapped, flipped = _cut(image, row, column), _cut(image, column, row), image[::-1]
        if _is_same(found, wanted):
            return True
        if _is_same(found, swapped):
            return "Rows and columns are swapped: what stands before the comma counts rows, from the top."
        if _is_same(found, wanted.T) or _is_same(found, swapped.T):
            return (
                "Rows and columns are swapped within the block: its first row is its uppermost one."
            )
        if _is_same(found, wanted / 255):
            return "The right pixels, but scaled: leave their values between 0 and 255."
        if any(
            _is_same(found, _cut(image, row + down, column + right)) for down, right in NEIGHBOURS
        ):
            return "The block is one pixel off. Rows and columns count from 0; a slice begins with its first number."
        if _is_same(found, _cut(flipped, row, column)) or _is_same(
            found[::-1], _cut(flipped, row, column)
        ):
            return "You count the rows from the bottom. Row 0 is the uppermost."
        return "A 4 × 4 block, but of another place. Which rows do you want, and which columns?"

    @exercise(
        hint="The classifier is right on exactly those test images that show its digit. How many are they, and how "
        "many test images are there?",
        solution="constant_accuracy = (digits.test_labels == check.digit).mean()",
        praise="No look at a single pixel, and about one in ten right: that is what an accuracy has to beat here.",
    )
    def constant_accuracy(self, answer, digits):
        """What is the accuracy, on the test images, of a classifier that always answers `check.digit`?"""
        value, is_right = number(answer), digits.test_labels == self.digit
        expected = is_right.mean()
        if abs(value - expected) <= 0.00005 + 1e-9:
            return True
        slips = {
            100 * expected: "That is in percent: a share lies between 0 and 1.",
            is_right.sum(): "That is how many it gets right. The accuracy is their share of all test images.",
            (
                digits.train_labels == self.digit
            ).mean(): "That is its accuracy on the training images.",
            1 - expected: "That is the share of the test images that it gets wrong.",
            is_right.sum()
            / len(digits.train_labels): "You divide by the number of training images.",
            **{
                round(expected, places): "Nearly: give four decimals, or do not round at all."
                for places in (2, 3)
            },
        }
        slips |= {
            (
                digits.test_labels == other
            ).mean(): f"That fits another digit: yours is check.digit, {self.digit}."
            for other in range(10)
        }
        return (
            _closest_slip(value, slips)
            or "Count the test labels that equal check.digit, then divide."
        )

    @exercise(
        hint="Ask of each: is something trained or chosen by the test images? Then they are no longer unseen.",
        solution='allowed = ["a", "c", "e"]',
        praise="What you tell is free; whatever you choose, you choose without the test images.",
    )
    def allowed(self, answer):
        """Which of the uses in `check.uses` are fair? Give their letters as a list."""
        letters = _letters(answer)
        if letters == ALLOWED:
            return True
        unfair, missing = letters - ALLOWED, ALLOWED - letters
        if not unfair:
            return "All of these are fair, but they are not all: which other one leaves the test images unseen?"
        some = "One of these lets" if len(unfair) == 1 else f"{len(unfair)} of these let"
        hint = f"{some} the test images decide something about the network."
        return f"{hint} And a fair one is missing." if missing else hint


def _is_same(found, other):
    """Say whether two arrays have the same shape and values."""
    return found.shape == other.shape and is_close(found, other)


def _cut(image, row, column):
    """Return the 4 × 4 block whose top left pixel is at (row, column); an empty one where that is outside."""
    if row < 0 or column < 0:
        return image[:0, :0]
    return image[row : row + BLOCK, column : column + BLOCK]


def _said_of_shape(shape):
    """Return the hint for a block of a wrong shape."""
    if len(shape) != 2:
        return f"The shape is {shape}; expected is (4, 4): a slice of rows, a comma, a slice of columns."
    if all(size in (BLOCK - 1, BLOCK + 1, BLOCK) for size in shape):
        return f"The shape is {shape}; expected is (4, 4). The end of a slice is left out: 2:5 gives 2, 3 and 4."
    return f"The shape is {shape}; expected is (4, 4). Which rows do you keep, and which columns?"


def _closest_slip(value, slips):
    """Return the hint whose number is the one that came, to 1 part in 1,000 (a rounded slip is still that slip)."""
    close = [
        (abs(value - slip), hint)
        for slip, hint in slips.items()
        if abs(value - slip) <= 1e-3 * abs(slip)
    ]
    return min(close, key=lambda found: found[0])[1] if close else None


def _letters(answer):
    """Return the set of letters that an answer names: ["a", "b"], {"A", "B"}, "ab" or "a, b"."""
    parts = list(answer) if isinstance(answer, str | list | tuple | set | np.ndarray) else None
    if not parts or not all(isinstance(part, str) for part in parts):
        raise NotYet(f"{said(answer)} came; letters are expected, as in ['a', 'b'].")
    letters = {part.strip().lower() for part in parts if part.strip(" ,")}
    if not letters or letters - USES.keys():
        raise NotYet(f"{said(answer)} came; expected are letters from a to f, as in ['a', 'b'].")
    return letters
