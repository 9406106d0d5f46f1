"""What wrong answers to step 6's exercises are told."""

import numpy as np

from lessons.answers import is_close
from lessons.slips import Slip, hint_for
from lessons.step_06.sentences import FLAWS

# Shares are asked for with three decimals, and a standard error with four: what rounding
# leaves, and a little more.
THREE_DECIMALS = 0.00051
FOUR_DECIMALS = 0.000051


def standard_error_of(share, count):
    """Return sqrt(a (1 - a) / n); share: a, an accuracy; count: n images."""
    return float(np.sqrt(share * (1 - share) / count))


def standard_error_slips(share, count):
    """Return what goes wrong with sqrt(a (1 - a) / n); share: a, an accuracy; count: n images."""
    expected = standard_error_of(share, count)
    return [
        Slip(
            100 * expected,
            "That is in percent. The accuracy is a share, and so is its error.",
            within=0.0051,
        ),
        Slip(
            2 * expected,
            "That is two standard errors. Asked for is one.",
            within=FOUR_DECIMALS,
        ),
        Slip(
            expected**2,
            "The root is missing: that is the square of the standard error.",
            within=2e-6,
        ),
        Slip(
            np.sqrt(share * (1 - share)),
            "Where is the number of test images in it?",
            within=THREE_DECIMALS,
        ),
        Slip(
            np.sqrt(share * (1 - share)) / count,
            "Divide by the number of images before you take the root.",
            within=2e-6,
        ),
        Slip(
            np.sqrt(share / count),
            "The factor 1 - a is missing.",
            within=THREE_DECIMALS,
        ),
        Slip(
            np.sqrt((1 - share) / count),
            "The factor a is missing.",
            within=FOUR_DECIMALS,
        ),
        Slip(
            np.sqrt(share * (1 - share) / 10_000),
            "That is the error with 10,000 images, not theirs.",
            within=FOUR_DECIMALS,
        ),
        Slip(
            1 - share,
            "That is the share of misread images. How far would it stray on other images?",
            within=THREE_DECIMALS,
        ),
    ]


def size_hint(value, expected):
    """Return the hint for a standard error that no usual mistake gives."""
    if value in (round(expected, 3), np.floor(expected * 1000) / 1000):
        return "That is right as far as it goes. Give four decimals, or do not round at all."
    return (
        "Not that. Put a and n into the formula; "
        "of a number that is near 1, the factor 1 - a is small."
    )


def precision_recall_of(matrix, digit):
    """Return (precision, recall) of a digit: float64, (2,)."""
    hits = matrix[digit, digit]
    return hits / np.array([matrix[:, digit].sum(), matrix[digit].sum()])


def pair_hint(pair, matrix, digit):
    """Return a hint for a wrong [precision, recall] of a digit.

    matrix: int, (10, 10), the counts of true against predicted digits.
    """
    expected = precision_recall_of(matrix, digit)
    return (
        _no_share_hint(pair, expected)
        or _rounded_hint(pair, expected)
        or hint_for(pair, _pair_slips(matrix, digit))
        or _other_digit_hint(pair, matrix, digit)
        or _half_right_hint(pair, expected)
        or "Neither yet. Begin with the number on the diagonal; then what is it a part of?"
    )


def _no_share_hint(pair, expected):
    """Return a hint where the numbers are no shares, else None."""
    if is_close(pair / 100, expected, THREE_DECIMALS):
        return "These are percents. Give shares, from 0 to 1."
    if (pair > 1).any():
        return (
            "A share is at most 1. "
            "Divide the hits by how many there are of them and the others together."
        )
    return None


def _pair_slips(matrix, digit):
    """Return what goes wrong with precision and recall, where both are shares."""
    expected = precision_recall_of(matrix, digit)
    return [
        Slip(
            expected[::-1],
            "The two are exchanged. Which one is about all images that were read as your digit?",
            THREE_DECIMALS,
        ),
        Slip(
            matrix[digit, digit] / matrix.sum(),
            "You divided by all test images. "
            "Which of them are meant, for precision and for recall?",
            THREE_DECIMALS,
        ),
        Slip(
            1 - expected,
            "These are the shares of the mistakes. Asked for are those of the hits.",
            THREE_DECIMALS,
        ),
        Slip(
            np.trace(matrix) / matrix.sum(),
            "That is the accuracy, of all digits. Stay in the row and in the column of one.",
            THREE_DECIMALS,
        ),
    ]


def _other_digit_hint(pair, matrix, digit):
    """Return a hint where the shares are another digit's, else None."""
    for other in range(10):
        if other == digit:
            continue
        if is_close(pair, precision_recall_of(matrix, other), THREE_DECIMALS):
            return (
                f"These belong to the digit {other}, and yours is the {digit}. "
                "Rows and columns count from 0."
            )
    return None


def _half_right_hint(pair, expected):
    """Return a hint where one of the two is right, else None."""
    is_right = np.abs(pair - expected) <= THREE_DECIMALS
    if is_right[0]:
        return "The precision is right, the recall is not yet. Add up your digit's row."
    if is_right[1]:
        return "The recall is right, the precision is not yet. Add up your digit's column."
    return None


def _rounded_hint(pair, expected):
    """Return a hint where both are right, and rounded or cut off too early, else None."""
    for scale in (100, 10):
        is_rounded = np.abs(pair - np.round(expected * scale) / scale) <= 1e-6
        is_cut_off = np.abs(pair - np.floor(expected * scale) / scale) <= 1e-6
        if (is_rounded | is_cut_off).all():
            return "Both are right as far as they go. Give three decimals, or do not round at all."
    return None


def sentences_hint(chosen, order):
    """Return a hint for a wrong choice of sentences.

    chosen: the sentences' names. order: letter -> name, for all of them.
    """
    if len(chosen) == len(order):
        return "Not all of them say only what was measured."
    letters = {name: letter for letter, name in order.items()}
    for name, flaw in FLAWS.items():
        if name in chosen:
            return f"Read {letters[name]} again: {flaw}"
    return "What you chose may stand. There is more that says no more than was measured."
