"""What wrong answers to step 2's exercises are told."""

import itertools

from lessons.answers import is_close
from lessons.slips import Slip

BLOCK = 4  # pixels a side
FOUR_DECIMALS = 0.00005 + 1e-9
# Of image[20:24][12:16], and of image[24:20].
NO_ROWS = (
    "No row is left. A second pair of brackets would slice the rows once more: write rows and "
    "columns into one pair, with a comma between, each from the smaller number to the larger."
)
# One pixel off, as (down, right).
NEIGHBOURS = [offset for offset in itertools.product((-1, 0, 1), repeat=2) if offset != (0, 0)]


def is_same(found, other):
    """Say whether two arrays have the same shape and values."""
    return found.shape == other.shape and is_close(found, other)


def cut(image, row, column):
    """Return the 4 × 4 block whose top left pixel is at (row, column).

    Outside of the image the block is smaller, or empty.
    """
    if row < 0 or column < 0:
        return image[:0, :0]
    return image[row : row + BLOCK, column : column + BLOCK]


def block_hint(found, image, row, column):
    """Return a hint for a wrong 4 × 4 block; the right one begins at (row, column)."""
    wanted = cut(image, row, column)
    return (
        _swapped_hint(found, wanted, cut(image, column, row))
        or _scaled_hint(found, wanted)
        or _one_off_hint(found, image, row, column)
        or _from_bottom_hint(found, image, row, column)
        or "A 4 × 4 block, but not the one asked for. Which rows do you want, and which columns?"
    )


def _swapped_hint(found, wanted, swapped):
    """Return a hint where rows and columns changed places, else None."""
    if is_same(found, swapped):
        return (
            "Rows and columns are swapped: what stands before the comma counts rows, from the top."
        )
    if is_same(found, wanted.T) or is_same(found, swapped.T):
        return "Rows and columns are swapped within the block: its first row is its uppermost one."
    return None


def _scaled_hint(found, wanted):
    """Return a hint where the pixels were divided by 255, else None."""
    if is_same(found, wanted / 255):
        return "The right pixels, but scaled: leave their values between 0 and 255."
    return None


def _one_off_hint(found, image, row, column):
    """Return a hint where the block begins one pixel off, else None."""
    for down, right in NEIGHBOURS:
        if is_same(found, cut(image, row + down, column + right)):
            return (
                "The block is one pixel off. "
                "Rows and columns count from 0; a slice begins with its first number."
            )
    return None


def _from_bottom_hint(found, image, row, column):
    """Return a hint where rows were counted from the bottom, else None."""
    from_bottom = cut(image[::-1], row, column)
    if is_same(found, from_bottom) or is_same(found[::-1], from_bottom):
        return "You count the rows from the bottom. Row 0 is the uppermost."
    return None


def block_shape_hint(shape):
    """Return the hint for a block of a wrong shape."""
    expected = f"The shape is {shape}; expected is (4, 4)"
    if len(shape) != 2:
        return f"{expected}: a slice of rows, a comma, a slice of columns."
    if all(abs(size - BLOCK) <= 1 for size in shape):
        return f"{expected}. The end of a slice is left out: 2:5 gives 2, 3 and 4."
    return f"{expected}. Which rows do you keep, and which columns?"


def accuracy(digits, digit, num_images):
    """Return the share of the first so many test images that show a digit."""
    return float((digits.test_labels[:num_images] == digit).mean())


def constant_slips(digits, digit, num_images):
    """Return what goes wrong with the accuracy of always answering a digit."""
    labels = digits.test_labels[:num_images]
    hits = int((labels == digit).sum())
    share = hits / num_images
    nearly = "Nearly: give four decimals, or do not round at all."
    slips = [
        Slip(100 * share, "That is in percent: a share lies between 0 and 1."),
        Slip(
            hits,
            "That is how many it gets right. The accuracy is their share of all those images.",
        ),
        Slip(
            (digits.train_labels == digit).mean(),
            "That is its accuracy on the training images.",
        ),
        Slip(1 - share, "That is the share of the test images that it gets wrong."),
        Slip(
            hits / len(digits.train_labels),
            "You divide by the number of training images.",
        ),
        Slip(round(share, 2), nearly),
        Slip(round(share, 3), nearly),
    ]
    if num_images < len(digits.test_labels):
        slips += _whole_set_slips(digits, digit, hits, num_images)
    for other in set(range(10)) - {digit}:
        slips.append(
            Slip(
                (labels == other).mean(),
                f"That fits another digit: yours is check.digit, {digit}.",
            )
        )
    return slips


def _whole_set_slips(digits, digit, hits, num_images):
    """Return what goes wrong where all test images are taken for the first ones."""
    only_first = f"Only the first {num_images:,} test images count."
    return [
        Slip((digits.test_labels == digit).mean(), f"That is of all test images. {only_first}"),
        Slip(hits / len(digits.test_labels), f"You divide by all test images. {only_first}"),
    ]


def closest_hint(value, slips):
    """Return the hint of the slip that is nearest, within 1 part in 1,000, or None.

    A rounded slip is still that slip. Of slips that give the same number the last one counts.
    """
    hints = {float(slip.value): slip.hint for slip in slips}
    close = [number for number in hints if abs(value - number) <= 1e-3 * abs(number)]
    if not close:
        return None
    return hints[min(close, key=lambda number: abs(value - number))]


def uses_hint(letters, allowed):
    """Return a hint for a set of uses that are not all fair, or not all that are."""
    unfair = letters - allowed
    if not unfair:
        return (
            "All of these are fair, but they are not all: "
            "which other one trains and chooses nothing by the test images?"
        )
    some = "One of these lets" if len(unfair) == 1 else f"{len(unfair)} of these let"
    hint = f"{some} the test images decide something about the network."
    return hint if allowed <= letters else f"{hint} And a fair one is missing."
