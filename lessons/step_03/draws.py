"""What step 3's numbers of a student's own are drawn from, so that no mistake looks right."""

import typing

import numpy as np

from lessons.slips import are_apart
from lessons.step_03 import hints

# Multiples of 51, so that a scaled patch is in fifths. None reaches 255: a patch divided by its
# own maximum is wrong.
GREYS = [0, 0, 0, 0, 51, 51, 102, 102, 153, 153, 204]
# What nobody is given.
PATCH = [[0, 51, 102, 0], [51, 153, 204, 51], [0, 102, 51, 0]]
# The right digit, ten probabilities. The right digit never has the highest one.
ANSWER = (3, [0.01, 0.27, 0.01, 0.15, 0.02, 0.1, 0.05, 0.33, 0.04, 0.02])


class Photos(typing.NamedTuple):
    """Colour photos that go into a network in batches; width and height are in pixels.

    number: how many photos there are.
    batch_size: how many are in a full batch.
    """

    number: int
    width: int
    height: int
    batch_size: int


PHOTOS = Photos(500, 32, 24, 64)


def patch(pick):
    """Return three rows of four grey values."""
    return [[pick(GREYS) for _ in range(4)] for _ in range(3)]


def is_patch_fair(rows):
    """Say whether a patch has black and a greatest value below white, and few values alike."""
    patch = np.array(rows)
    has_both = patch.min() == 0 and patch.max() == max(GREYS)
    return has_both and len(np.unique(patch)) >= 4


def photos(pick):
    """Return some `Photos`, wider than they are high."""
    number = pick(range(300, 2001, 50))
    width, height = pick([(32, 24), (40, 30), (48, 36), (20, 16), (60, 40), (36, 27), (44, 33)])
    return Photos(number, width, height, pick([32, 48, 64, 96, 100, 128]))


def are_photos_fair(photos):
    """Say whether the last batch is not full, and no two numbers that may come up are the same.

    They are also those of a wrong way to the number of photos left over, such as how many are
    missing in the last batch: of 750 photos in batches of 100, 50 are left and 50 are missing.
    """
    full, left_over = divmod(photos.number, photos.batch_size)
    missing = photos.batch_size - left_over
    counts = [left_over, missing, full, full + 1, photos.batch_size, photos.number]
    numbers = [*counts, photos.height, photos.width, 3, 1]
    return left_over > 1 and len(set(numbers)) == len(numbers)


def answer(pick):
    """Return (a digit, ten probabilities in two-hundredths, with the sum 1)."""
    label = pick(range(1, 9))
    highest = pick([digit for digit in range(10) if digit != label])
    parts = [2] * 10
    parts[label] = pick(range(30, 90))
    parts[highest] = parts[label] + pick(range(4, 60))
    others = [digit for digit in range(10) if digit not in (label, highest)]
    while sum(parts) < 200:
        parts[pick(others)] += 1
    return label, [part / 200 for part in parts]


def is_answer_fair(answer):
    """Say whether the right digit's probability is not the highest, and no mistake looks right."""
    label, probabilities = answer
    values = np.array(probabilities)
    if not np.isclose(values.sum(), 1) or values[label] >= values.max():
        return False
    loss = -np.log(values[label])
    return are_apart(loss, hints.loss_slips(label, values), hints.TWO_DECIMALS)
