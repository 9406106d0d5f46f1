"""The exercises of step 3: grey values, the shape of a batch, the loss of one answer."""

import typing

import numpy as np

from labhelpers.preprocess import one_hot
from lessons.answers import array, is_close, number
from lessons.exercise import Lesson, NotYet, exercise
from lessons.step_03 import hints

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
    "confident and right": np.array(
        [0.01, 0.01, 0.01, 0.90, 0.01, 0.01, 0.01, 0.01, 0.02, 0.01],
    ),
    "undecided": np.full(10, 0.10),
    "confident and wrong": np.array(
        [0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.91, 0.01],
    ),
}


class Photos(typing.NamedTuple):
    """Colour photos that go into a network in batches; width and height are in pixels.

    number: how many photos there are.
    batch_size: how many are in a full batch.
    """

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
    """The exercises of step 3; patch, photos and probabilities differ between students."""

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
        hint="Change the type first, "
        "then divide by the greatest grey value that an image can have.",
        solution='scaled_patch = check.patch.astype("float32") / 255',
        praise="The patch is float32 in fifths now: 51 became 0.2, and 204 became 0.8.",
    )
    def scaled_patch(self, answer):
        """Scale check.patch from 0-255 to 0-1, as an array of the type float32."""
        patch = self.patch / 255
        values = array(answer)
        if values.shape == patch.T.shape and is_close(values, patch.T, 1e-3):
            return "Rows and columns changed places. Scaling leaves the shape as it is."
        values = array(answer, patch.shape)
        kind = np.asarray(answer).dtype
        if kind.kind in "iu":
            return hints.whole_patch_hint(values, patch, kind)
        if is_close(values, patch, 1e-3):
            return kind == np.float32 or hints.wrong_type_hint(answer, kind)
        return hints.patch_hint(values, patch)

    @exercise(
        hint="How many photos are left over when all full batches are taken? "
        "Then rows, columns, channels.",
        solution="""
photos = check.photos
left_over = photos.number % photos.batch_size
batch_shape = (left_over, photos.height, photos.width, 3)
""",
        praise="Images, rows, columns, channels: "
        "what is left over, the height before the width, and three colours.",
    )
    def batch_shape(self, answer):
        """Colour photos, as check.photos says, go into a network in batches.
        What shape has the last batch?"""
        photos = self.photos
        values = array(answer)
        shape = tuple(values.ravel().tolist())
        usual = hints.shape_hint(shape, photos)
        if usual and values.ndim == 1:
            return usual
        if values.shape != (4,):
            raise NotYet("Four numbers are expected in a row: images, rows, columns, channels.")
        left_over = photos.number % photos.batch_size
        if shape == (left_over, photos.height, photos.width, 3):
            return True
        return hints.four_numbers_hint(shape, photos)

    @exercise(
        hint="Only one probability counts: where is the 1 of the label? "
        "Take minus its natural logarithm, np.log.",
        solution="answer_loss = -(check.one_hot_label * np.log(check.probabilities)).sum()",
        praise="Only the right digit's probability counts, whatever the other nine are.",
    )
    def answer_loss(self, answer):
        """What is the cross-entropy loss of the answer check.probabilities,
        with the label check.one_hot_label?"""
        value = number(answer)
        loss = -np.log(self.probabilities[self.label])
        if is_close(value, loss, hints.TWO_DECIMALS):
            return True
        return hints.loss_hint(value, self.label, self.probabilities)
