"""What wrong answers to step 1's exercises are told."""

import numpy as np

from lessons.answers import is_close
from lessons.slips import Slip, hint_for
from lessons.step_01.pooling import pool

# Rounding to two decimals moves a number by half a hundredth at most.
TWO_DECIMALS = 0.005 + 1e-9


def nine_numbers_hint(values, window, kernel):
    """Return a hint where nine numbers came for one, and they are known; else None."""
    if values.shape != (3, 3):
        return None
    slips = [
        Slip(
            window * kernel,
            "These are the nine products. One number is still missing: what do they add up to?",
        ),
        Slip(
            window @ kernel,
            "`@` multiplies matrices. "
            "Here each pixel is multiplied with the weight at its own place: `*`.",
        ),
    ]
    return hint_for(values, slips)


def kernel_sum_slips(window, kernel):
    """Return what goes wrong where nine products are added up."""
    products = window * kernel
    columns = products[[0, 2]].sum(axis=0)
    return [
        Slip(
            -products.sum(),
            "The size is right, but not the sign: which row of the window has the weights −1?",
        ),
        Slip(
            window.sum(),
            "That is the sum of the pixels alone. Multiply each with its weight first.",
        ),
        Slip(
            np.abs(products).sum(),
            "Keep the minus signs: the pixels under −1 are subtracted.",
        ),
        Slip(
            (window * kernel.T).sum(),
            "That is this kernel turned on its side. "
            "Are its three equal weights in a row or in a column?",
        ),
        Slip(
            products[2].sum(),
            "That is the lower row only. What do the weights −1 do to the upper one?",
        ),
        *(
            Slip(column, "That is one column only. All nine products are added up.")
            for column in columns
        ),
    ]


def pooled_map_slips(feature_map):
    """Return what goes wrong with ReLU and max pooling, where the shape is right."""
    slips = [
        Slip(
            pool(feature_map),
            "One block has no positive number. What does ReLU make of it?",
        )
    ]
    for keep, name in ((np.mean, "mean"), (np.sum, "sum"), (np.min, "smallest number")):
        hint = f"That is the {name} of each block. What does max pooling keep?"
        slips.append(Slip(pool(feature_map, keep), hint))
        slips.append(Slip(pool(np.maximum(feature_map, 0), keep), hint))
    return slips


def where_pooling_differs(values, right):
    """Return a hint that counts the right numbers, and points at the first wrong one's block."""
    wrong = np.argwhere(np.abs(values - right) > 1e-6)
    row, column = 2 * wrong[0]
    return (
        f"Numbers that are right: {6 - len(wrong)} of 6. "
        f"Look again at rows {row} and {row + 1}, "
        f"columns {column} and {column + 1} of the map, counted from 0."
    )


def pooled_shape_hint(values, right):
    """Return a hint for an answer of another shape than the pooled map's."""
    if values.shape == right.T.shape and is_close(values.T, right):
        return (
            "Rows and columns are swapped: the map has more columns than rows, "
            "and so has what pooling makes of it."
        )
    if values.shape == (right.size,) and is_close(values, right.ravel()):
        return (
            "The numbers are right, but they stand in one row. "
            "Arrange them as the blocks are: [[...], [...]]."
        )
    if values.shape == (3, 5):
        return (
            "Your blocks overlap. After one block, "
            "the next one begins two columns on, and the next two rows down."
        )
    if values.shape == (4, 6):
        return "That is as large as the map itself. Pooling leaves one number of each 2 × 2 block."
    return (
        f"The shape is {values.shape}. "
        "How many 2 × 2 blocks does a 4 × 6 map have in each direction?"
    )


def softmax_slips(scores):
    """Return what goes wrong on the way from three scores to three probabilities."""
    powers = np.exp(scores)
    powers_of_2 = 2.0**scores
    return [
        Slip(
            100 * powers / powers.sum(),
            "These are percent. A probability is a number from 0 to 1.",
            within=100 * TWO_DECIMALS,
        ),
        Slip(
            powers,
            "These are the powers of e. One step is left: divide each by the sum of the three.",
            within=0.01,
        ),
        Slip(
            # Scores may add up to 0, and nothing is divided by that.
            scores / (scores.sum() or 1),
            "These are the scores, divided by their sum. Which step comes before dividing?"
            if scores.sum()
            else "These are the scores themselves. Which step comes first?",
            within=0.01,
        ),
        Slip(
            powers / powers.max(),
            "You divided by the largest power. "
            "By what do you divide so that the three add up to 1?",
            within=0.01,
        ),
        Slip(
            powers_of_2 / powers_of_2.sum(),
            "These are powers of 2. Softmax takes powers of e, which is 2.718.",
            within=0.01,
        ),
    ]


def probabilities_hint(values, right):
    """Return a hint for three numbers that no slip explains."""
    if is_close(np.sort(values), np.sort(right), TWO_DECIMALS):
        return "The three numbers are right, but not their order: it is that of the scores."
    if is_close(values, right, 0.02):
        return "Very close. Round at the end only, to two decimals, up from 5: 0.666 is 0.67."
    total = values.sum()
    if not is_close(total, 1, 0.02):
        return f"Your three numbers add up to {total:.4g}, and probabilities add up to 1."
    return (
        "They add up to about 1. Now compare the first with the second: "
        "e to the power of each score, then divide."
    )
