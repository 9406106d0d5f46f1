"""The exercises of step 3: grey values, the shape of a batch, the loss of one answer."""

import numpy as np

from labhelpers.preprocess import one_hot
from lessons.answers import array, is_close, number
from lessons.exercise import Lesson, NotYet, exercise
from lessons.step_03 import draws, hints

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


class Exercises(Lesson):
    """The exercises of step 3; patch, photos and probabilities differ between students."""

    def __init__(self, student=""):
        super().__init__(student)
        self._patch = self.draw("patch", draws.patch, draws.is_patch_fair, draws.PATCH)
        self._photos = self.draw("photos", draws.photos, draws.are_photos_fair, draws.PHOTOS)
        answer = self.draw("answer", draws.answer, draws.is_answer_fair, draws.ANSWER)
        self._label, self._probabilities = answer

    @property
    def patch(self):
        """Return the student's piece of an image: uint8 in [0, 255], (3, 4)."""
        return np.array(self._patch, dtype="uint8")

    @property
    def photos(self):
        """Return the student's `Photos`."""
        return self._photos

    @property
    def label(self):
        """Return the right digit of the student's image, 0..9."""
        return self._label

    @property
    def one_hot_label(self):
        """Return the one-hot row of that digit: float32, (10,)."""
        return one_hot([self._label])[0]

    @property
    def probabilities(self):
        """Return what a network answered for that image: float64, (10,), with the sum 1."""
        return np.array(self._probabilities)

    @exercise(
        hint="Change the type first, "
        "then divide by the greatest grey value that an image can have.",
        solution='scaled_patch = check.patch.astype("float32") / 255',
        praise="The patch is float32 in fifths now: a 102 becomes 0.4, and 204 became 0.8.",
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
        hint="Only one of the ten probabilities counts: where is the 1 of the label? "
        "Which term of the sum is left then?",
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
