"""The exercises of step 03: grey values, the shape of a batch, the loss of one answer."""

import typing

import numpy as np

from labhelpers.preprocess import one_hot
from lessons.answers import array, is_close, number
from lessons.exercise import Lesson, NotYet, exercise

# Multiples of 51, so that a scaled patch is in fifths. None reaches 255: a patch divided by its
# own maximum is wrong.
PATCHES = [
    [[0, 51, 102, 0], [51, 153, 204, 51], [0, 102, 51, 0]],
    [[0, 0, 51, 153], [0, 102, 204, 102], [51, 153, 51, 0]],
    [[102, 0, 0, 51], [153, 51, 0, 102], [51, 204, 153, 0]],
    [[51, 204, 51, 0], [0, 153, 0, 51], [0, 102, 51, 0]],
    [[0, 153, 51, 0], [51, 0, 102, 0], [0, 204, 153, 51]],
]
# (the right digit, ten probabilities): the right digit never has the highest one, and each
# mistake that the check knows gives a number of its own.
ANSWERS = [
    (3, [0.01, 0.27, 0.01, 0.15, 0.02, 0.1, 0.05, 0.33, 0.04, 0.02]),
    (7, [0.04, 0.01, 0.12, 0.09, 0.01, 0.38, 0.12, 0.15, 0.07, 0.01]),
    (4, [0.01, 0.02, 0.05, 0.14, 0.2, 0.13, 0.42, 0.01, 0.01, 0.01]),
    (5, [0.31, 0.01, 0.25, 0.16, 0.01, 0.15, 0.07, 0.01, 0.01, 0.02]),
    (2, [0.08, 0.1, 0.15, 0.03, 0.11, 0.01, 0.04, 0.21, 0.01, 0.26]),
    (6, [0.03, 0.03, 0.01, 0.13, 0.11, 0.01, 0.2, 0.02, 0.43, 0.03]),
]
# What the lesson compares: answers to an image of a 3, which differ in the probability that
# they give to the 3.
THREE_ANSWERS = {
    "confident and right": np.array([0.01, 0.01, 0.01, 0.90, 0.01, 0.01, 0.01, 0.01, 0.02, 0.01]),
    "undecided": np.full(10, 0.10),
    "confident and wrong": np.array([0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.91, 0.01]),
}


class Photos(typing.NamedTuple):
    """Colour photos that go into a network in batches: how many, their size in pixels, the size of a full batch."""

    number: int
    width: int
    height: int
    batch_size: int


# In each the last batch is not full, and no two numbers of the answer are the same.
PHOTOS = [
    Photos(500, 32, 24, 64),
    Photos(1000, 40, 30, 128),
    Photos(750, 48, 36, 100),
    Photos(300, 20, 16, 32),
]


class Exercises(Lesson):
    """The exercises of step 03, and what in them differs between students: patch, photos, probabilities."""

    @property
    def patch(self):
        """Return the student's piece of an image: uint8 in [0, 255], (3, 4)."""
        return np.array(self.choose("patch", PATCHES), dtype="uint8")

    @property
    def photos(self):
        """Return the student's `Photos`."""
        return self.choose("photos", PHOTOS)

    @property
    def label(self):
        """Return the right digit of the student's image, 0..9."""
        return self.choose("answer", ANSWERS)[0]

    @property
    def one_hot_label(self):
        """Return the one-hot row of that digit: float32, (10,)."""
        return one_hot([self.label])[0]

    @property
    def probabilities(self):
        """Return what a network answered for that image: float64, (10,), with the sum 1."""
        return np.array(self.choose("answer", ANSWERS)[1])

    @exercise(
        hint="Change the type first, then divide by the greatest grey value that an image can have.",
        solution='scaled_patch = check.patch.astype("float32") / 255',
        praise="The patch is float32 in fifths now: 51 became 0.2, and 204 became 0.8.",
    )
    def scaled_patch(self, answer):
        """Scale check.patch from 0-255 to 0-1, as an array of the type float32."""
        patch = self.patch / 255
        values = array(answer)
        if values.shape == patch.T.shape and is_close(values, patch.T, 1e-3):
            return "Rows and columns changed places. Scaling leaves the shape as it is."
        values, kind = array(answer, patch.shape), np.asarray(answer).dtype
        if kind.kind in "iu":
            return _whole_patch(values, patch, kind)
        if is_close(values, patch, 1e-3):
            return kind == np.float32 or _wrong_type(answer, kind)
        nearly = {
            "These are the grey values as they were. Divide them.": 255 * patch,
            "White has to become exactly 1. There are 256 grey values, but which is the greatest?": patch
            * 255
            / 256,
            "You divided by the greatest value of this patch. A faint digit would become as bright as a bold one: "
            "divide by the greatest value that any image can have.": patch / patch.max(),
            "These are percent. Expected is a share, from 0 to 1.": 100 * patch,
            "Black and white changed places. Dark stays 0.": 1 - patch,
            "This range is -1 to 1. Expected is 0 to 1.": 2 * patch - 1,
            "Everything between black and white is lost: // leaves whole numbers only.": np.floor(
                patch
            ),
        }
        for hint, wrong in nearly.items():
            if is_close(values, wrong, 1e-3):
                return hint
        if values.min() < 0 or values.max() > 1:
            return f"The values go from {values.min():.4g} to {values.max():.4g}. Expected is a range within 0 to 1."
        return "The range is within 0 to 1, but not all values are right. Work out one by hand: what becomes of 51?"

    @exercise(
        hint="How many photos are left over when all full batches are taken? Then rows, columns, channels.",
        solution="""
photos = check.photos
left_over = photos.number % photos.batch_size
batch_shape = (left_over, photos.height, photos.width, 3)
""",
        praise="Images, rows, columns, channels: what is left over, the height before the width, and three colours.",
    )
    def batch_shape(self, answer):
        """Colour photos, as check.photos says, go into a network in batches. What shape has the last batch?"""
        photos = self.photos
        left_over, batches = (
            photos.number % photos.batch_size,
            -(-photos.number // photos.batch_size),
        )
        size = (photos.height, photos.width)
        values = array(answer)
        shape = tuple(values.ravel().tolist())
        nearly = {
            (
                left_over,
                *size,
            ): "The last axis is missing: how many numbers has a pixel of a colour photo?",
            (
                *size,
                3,
            ): "This is one photo. A batch has an axis for its images, too, even where it holds a single one.",
            (
                left_over,
                photos.width * photos.height * 3,
            ): "A convolution needs the grid. Do not lay pixels in a row.",
            (
                left_over,
                *size,
                1,
            ): "One channel is for grey images. How many numbers has a pixel of a colour photo?",
            (
                left_over,
                *size[::-1],
                3,
            ): "Rows come before columns. Is the number of rows height or width?",
            (left_over, 3, *size): "The channels come last here, as in (28, 28, 1).",
            (
                photos.batch_size,
                *size,
                3,
            ): "This is a full batch. The last one holds what is left over.",
            (
                batches,
                *size,
                3,
            ): "You counted the batches. The first number says how many photos are in this one.",
            (
                photos.number,
                *size,
                3,
            ): "These are all photos at once. How many are left for the last batch?",
        }
        if values.ndim == 1 and shape in nearly:
            return nearly[shape]
        if values.shape != (4,):
            raise NotYet("Four numbers are expected in a row: images, rows, columns, channels.")
        if shape == (left_over, *size, 3):
            return True
        if shape[1:] == (*size, 3):
            return f"Rows, columns and channels are right. Count the photos again: {batches - 1} batches are full."
        if shape[0] == left_over:
            return (
                "The number of photos is right. Look at the other three: rows, columns, channels."
            )
        return "The order is images, rows, columns, channels. Begin with the photos that are left over."

    @exercise(
        hint="Only one probability counts: where is the 1 of the label? Take minus its natural logarithm, np.log.",
        solution="answer_loss = -(check.one_hot_label * np.log(check.probabilities)).sum()",
        praise="Only the right digit's probability counts, whatever the other nine are.",
    )
    def answer_loss(self, answer):
        """What is the cross-entropy loss of the answer check.probabilities, with the label check.one_hot_label?"""
        value, label, probabilities = number(answer), self.label, self.probabilities
        right = float(probabilities[label])
        loss = -np.log(right)
        # Half a unit of the second decimal, and a hair for what float32 leaves out.
        if is_close(value, loss, 0.00501):
            return True
        nearly = {
            "The sign: a loss is never negative, and the logarithm of a probability is never positive.": -loss,
            "This is the logarithm to base 10. Take the natural one, np.log.": -np.log10(right),
            "This is the logarithm to base 2. Take the natural one, np.log.": -np.log2(right),
            "This is the right digit's probability. The loss is minus its logarithm.": right,
            "This is how far the probability is from 1. The loss is minus the logarithm of the probability.": 1
            - right,
            "You took the highest probability. The loss looks at the right digit's.": -np.log(
                probabilities.max()
            ),
            "You added up all ten logarithms. Nine of them are multiplied by 0.": -np.log(
                probabilities
            ).sum(),
            "You took the mean over ten classes. The nine zeros are added, not averaged.": loss
            / 10,
            "You weighted each logarithm with its own probability. The weights are the one-hot label.": float(
                -(probabilities * np.log(probabilities)).sum()
            ),
            "You took the logarithm of 1 minus the probability. Take that of the probability.": -np.log(
                1 - right
            ),
            "One place too far right: probabilities are counted from 0.": -np.log(
                probabilities[label + 1]
            ),
            "One place too far left: probabilities are counted from 0.": -np.log(
                probabilities[label - 1]
            ),
        }
        for hint, wrong in nearly.items():
            if is_close(value, wrong, 0.00501):
                return hint
        if is_close(value, loss, 0.02):
            return "Close. Do not round before the end, and give two decimals."
        return "Not this number. Find the right digit's probability first, then take minus its natural logarithm."


def _whole_patch(values, patch, kind):
    """Return the hint for a patch of whole numbers."""
    if is_close(values, 255 * patch):
        return "These are the grey values as they were. Divide them."
    return f"The type is {kind}: whole numbers, and nothing fits between 0 and 1. Make it float32, and divide with /."


def _wrong_type(answer, kind):
    """Return the hint for right numbers in a form that is not an array of float32."""
    if not hasattr(answer, "dtype"):
        return (
            'The numbers are right. Make them an array of float32: np.array(..., dtype="float32").'
        )
    return f"The numbers are right, and their type is {kind}. Expected is float32, the type in which Keras computes."
