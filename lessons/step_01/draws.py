"""What step 1's numbers of a student's own are drawn from, so that no mistake looks right."""

import itertools

import numpy as np

from lessons.slips import are_apart
from lessons.step_01 import hints
from lessons.step_01.pooling import pool

# What the exercise's kernel finds: brighter below than above.
KERNEL = [[-1, -1, -1], [0, 0, 0], [1, 1, 1]]
# What nobody is given.
WINDOW = [[1, 0, 2], [5, 9, 7], [6, 8, 3]]
FEATURE_MAP = [
    [2, -1, 0, 3, -2, -4],
    [1, 5, -3, 1, -1, -3],
    [-2, 4, 6, 0, 1, 1],
    [0, 3, -1, 2, -5, 2],
]
FIRST_SCORES = (1, 3, 0)
# The lesson's own.
LESSON_SCORES = (2, 1, 0)


def window(pick):
    """Return a window of nine different pixels, 0 to 9, as three rows."""
    left = list(range(10))
    pixels = []
    for _ in range(9):
        pixel = pick(left)
        left.remove(pixel)
        pixels.append(pixel)
    return np.reshape(pixels, (3, 3)).tolist()


def is_window_fair(window):
    """Say whether no usual mistake gives the right number for a window."""
    window = np.array(window)
    kernel = np.array(KERNEL)
    right = (window * kernel).sum()
    return right != 0 and are_apart(right, hints.kernel_sum_slips(window, kernel))


def feature_map(pick):
    """Return a 4 x 6 map, as four rows, with one 2 x 2 block without a positive number."""
    tops = [1, 2, 3, 4, 5, 6, 7]
    empty = pick(range(6))
    rows = [[0] * 6 for _ in range(4)]
    for block in range(6):
        top = -1
        if block != empty:
            top = pick(tops)
            tops.remove(top)
        values = [pick(range(-5, top)) for _ in range(3)]
        values.insert(pick(range(4)), top)
        row, column = 2 * (block // 3), 2 * (block % 3)
        rows[row][column : column + 2] = values[:2]
        rows[row + 1][column : column + 2] = values[2:]
    return rows


def is_map_fair(rows):
    """Say whether a map has a block without a positive number, and no mistake looks right."""
    feature_map = np.array(rows)
    pooled = pool(feature_map)
    right = np.maximum(pooled, 0)
    has_one = (pooled < 0).sum() == 1 and len(np.unique(right)) == right.size
    return has_one and are_apart(right, hints.pooled_map_slips(feature_map))


def score_options():
    """Return all that may be a student's three scores, from -1 to 3; nobody's are the first.

    Their powers of e stand in the lesson. No two give the same probabilities, none those of the
    lesson's own scores, and no usual mistake looks right.
    """
    options = [FIRST_SCORES]
    taken = {_differences(FIRST_SCORES), _differences(LESSON_SCORES)}
    for scores in itertools.permutations(range(-1, 4), 3):
        if _differences(scores) not in taken and _are_scores_fair(scores):
            taken.add(_differences(scores))
            options.append(scores)
    return options


def _differences(scores):
    """Return what softmax makes a difference of."""
    return scores[0] - scores[1], scores[1] - scores[2]


def _are_scores_fair(scores):
    powers = np.exp(scores)
    right = powers / powers.sum()
    is_clear = len(set(right.round(2))) == 3
    slips = hints.softmax_slips(np.array(scores))
    return is_clear and are_apart(right, slips, hints.TWO_DECIMALS)
