"""What wrong answers to step 3's exercises are told."""

import numpy as np

from lessons.answers import is_close
from lessons.slips import Slip, hint_for

# Half a unit of the second decimal, and a hair for what float32 leaves out.
TWO_DECIMALS = 0.00501


def patch_hint(values, patch):
    """Return a hint for a patch of wrong numbers; patch: the right ones, in [0, 1]."""
    hint = hint_for(values, _patch_slips(patch))
    if hint:
        return hint
    if values.min() < 0 or values.max() > 1:
        return (
            f"The values go from {values.min():.4g} to {values.max():.4g}. "
            "Expected is a range within 0 to 1."
        )
    return (
        "The range is within 0 to 1, but not all values are right. "
        "Work out one by hand: what becomes of 204?"
    )


def _patch_slips(patch):
    """Return what goes wrong where grey values are scaled to the range 0 to 1."""
    return [
        Slip(
            255 * patch,
            "These are the grey values as they were. Divide them.",
            within=1e-3,
        ),
        Slip(
            patch * 255 / 256,
            "White has to become exactly 1. There are 256 grey values, but which is the greatest?",
            within=1e-3,
        ),
        Slip(
            patch / patch.max(),
            "You divided by the greatest value of this patch. "
            "A faint digit would become as bright as a bold one: "
            "divide by the greatest value that any image can have.",
            within=1e-3,
        ),
        Slip(
            100 * patch,
            "These are percent. Expected is a share, from 0 to 1.",
            within=1e-3,
        ),
        Slip(
            1 - patch,
            "Black and white changed places. Dark stays 0.",
            within=1e-3,
        ),
        Slip(
            2 * patch - 1,
            "This range is -1 to 1. Expected is 0 to 1.",
            within=1e-3,
        ),
        Slip(
            np.floor(patch),
            "Everything between black and white is lost: // leaves whole numbers only.",
            within=1e-3,
        ),
    ]


def whole_patch_hint(values, patch, kind):
    """Return the hint for a patch of whole numbers, of the dtype `kind`."""
    if is_close(values, 255 * patch):
        return "These are the grey values as they were. Divide them."
    return (
        f"The type is {kind}: whole numbers, and nothing fits between 0 and 1. "
        "Make it float32, and divide with /."
    )


def wrong_type_hint(answer, kind):
    """Return the hint for right numbers in a form that is not an array of float32."""
    if not hasattr(answer, "dtype"):
        return (
            'The numbers are right. Make them an array of float32: np.array(..., dtype="float32").'
        )
    return (
        f"The numbers are right, and their type is {kind}. "
        "Expected is float32, the type in which Keras computes."
    )


def shape_hint(shape, photos):
    """Return the hint for a wrong shape of the last batch, or None where it is an unusual one.

    shape: a tuple of numbers, of any length.
    """
    left_over = photos.number % photos.batch_size
    batches = -(-photos.number // photos.batch_size)
    size = (photos.height, photos.width)
    usual = {
        (left_over, *size): "The last axis is missing: "
        "how many numbers has a pixel of a colour photo?",
        (*size, 3): "This is one photo. "
        "A batch has an axis for its images, too, even where it holds a single one.",
        (left_over, photos.width * photos.height * 3): "A convolution needs the grid. "
        "Do not lay pixels in a row.",
        (left_over, *size, 1): "One channel is for grey images. "
        "How many numbers has a pixel of a colour photo?",
        (left_over, *size[::-1], 3): "Rows come before columns. "
        "Is the number of rows height or width?",
        (left_over, 3, *size): "The channels come last here, as in (28, 28, 1).",
        (photos.batch_size, *size, 3): "This is a full batch. "
        "The last one holds what is left over.",
        (batches, *size, 3): "You counted the batches. "
        "The first number says how many photos are in this one.",
        (photos.number, *size, 3): "These are all photos at once. "
        "How many are left for the last batch?",
        (photos.batch_size - left_over, *size, 3): "So many are missing in the last batch. "
        "How many are in it?",
    }
    return usual.get(shape)


def four_numbers_hint(shape, photos):
    """Return the hint for four numbers that no usual mistake gives."""
    left_over = photos.number % photos.batch_size
    if shape[1:] == (photos.height, photos.width, 3):
        full = photos.number // photos.batch_size
        return (
            "Rows, columns and channels are right. "
            f"Count the photos again: {full} batches are full."
        )
    if shape[0] == left_over:
        return "The number of photos is right. Look at the other three: rows, columns, channels."
    order = "images, rows, columns, channels"
    return f"The order is {order}. Begin with the photos that are left over."


def loss_hint(value, label, probabilities):
    """Return the hint for a wrong loss of one answer; label: the right digit, 0..9."""
    hint = hint_for(value, loss_slips(label, probabilities))
    if hint:
        return hint
    if is_close(value, -np.log(probabilities[label]), 0.02):
        return "Close. Do not round before the end, and give two decimals."
    return (
        "Not this number. Find the right digit's probability first, "
        "then take minus its natural logarithm."
    )


def loss_slips(label, probabilities):
    """Return what goes wrong with the loss of one answer."""
    return [
        *_logarithm_slips(probabilities[label]),
        *_other_probability_slips(label, probabilities),
    ]


def _logarithm_slips(right):
    """Return what goes wrong with minus the logarithm of the right probability."""
    return [
        Slip(
            np.log(right),
            "The sign: this loss is never negative, "
            "and the logarithm of a probability is never positive.",
            TWO_DECIMALS,
        ),
        Slip(
            -np.log10(right),
            "This is the logarithm to base 10. Take the natural one, np.log.",
            TWO_DECIMALS,
        ),
        Slip(
            -np.log2(right),
            "This is the logarithm to base 2. Take the natural one, np.log.",
            TWO_DECIMALS,
        ),
        Slip(
            right,
            "This is the right digit's probability. The loss is minus its logarithm.",
            TWO_DECIMALS,
        ),
        Slip(
            1 - right,
            "This is how far the probability is from 1. "
            "The loss is minus the logarithm of the probability.",
            TWO_DECIMALS,
        ),
        Slip(
            -np.log(right) / 10,
            "You took the mean over ten classes. The nine zeros are added, not averaged.",
            TWO_DECIMALS,
        ),
        Slip(
            -np.log(1 - right),
            "You took the logarithm of 1 minus the probability. Take that of the probability.",
            TWO_DECIMALS,
        ),
    ]


def _other_probability_slips(label, probabilities):
    """Return what goes wrong where another probability than the right digit's counts."""
    return [
        Slip(
            -np.log(probabilities.max()),
            "You took the highest probability. The loss looks at the right digit's.",
            TWO_DECIMALS,
        ),
        Slip(
            -np.log(probabilities).sum(),
            "You added up all ten logarithms. Nine of them are multiplied by 0.",
            TWO_DECIMALS,
        ),
        Slip(
            -(probabilities * np.log(probabilities)).sum(),
            "You weighted each logarithm with its own probability. "
            "The weights are the one-hot label.",
            TWO_DECIMALS,
        ),
        Slip(
            -np.log(probabilities[label + 1]),
            "One place too far right: probabilities are counted from 0.",
            TWO_DECIMALS,
        ),
        Slip(
            -np.log(probabilities[label - 1]),
            "One place too far left: probabilities are counted from 0.",
            TWO_DECIMALS,
        ),
    ]
