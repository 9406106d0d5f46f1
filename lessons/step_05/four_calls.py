"""Compile, fit, evaluate and predict on a small set: the set, and whether all four were done."""

import dataclasses

import numpy as np

from labhelpers.digits import load_digits
from labhelpers.preprocess import add_channel_axis, one_hot, scale_images
from lessons.answers import array, attribute, is_close
from lessons.stored_network import Stored, loss_name
from lessons.verdict import NotYet

CLOSE = 2e-3  # what batches of another size may change
LEARNED = 0.5  # an accuracy that a network without training does not reach


@dataclasses.dataclass(frozen=True)
class SmallSet:
    """The first of the embedded digits, prepared, and others that the network has not seen.

    images, new_images: float32, (number, 28, 28, 1), in [0, 1].
    labels, new_labels: one-hot, float32, (number, 10).
    epochs, batch_size: how a student is to train on them.
    """

    images: np.ndarray
    labels: np.ndarray
    new_images: np.ndarray
    new_labels: np.ndarray
    epochs: int
    batch_size: int

    def __repr__(self) -> str:
        sizes = f"{len(self.images)} images to train with, {len(self.new_images)} new ones"
        return f"{sizes}; epochs: {self.epochs}, batch size: {self.batch_size}"

    @property
    def steps(self) -> int:
        """How many batches an epoch has."""
        return -(-len(self.images) // self.batch_size)


def small_set(epochs, batch_size, num_images):
    """Return the `SmallSet` of a student, with so many images to train with."""
    digits = load_digits("embedded")
    return SmallSet(
        images=add_channel_axis(scale_images(digits.train_images[:num_images])),
        labels=one_hot(digits.train_labels[:num_images]),
        new_images=add_channel_axis(scale_images(digits.test_images)),
        new_labels=one_hot(digits.test_labels),
        epochs=epochs,
        batch_size=batch_size,
    )


def hint(answer, small):
    """Return a hint for [model, record, measured, answers], or None where all are right.

    Raises NotYet where one of them cannot be read.
    """
    if not isinstance(answer, list | tuple) or len(answer) != 4:
        raise NotYet("Four things are expected: [small_model, record, measured, answers].")
    model, record, measured, answers = answer
    return (
        _compile_hint(model)
        or _fit_hint(record, small)
        or _answers_hint(model, measured, answers, small)
    )


def restored(answer):
    """Return an answer as it was kept so that `hint` can ask it: its network predicts again.

    A network that was kept computes nothing: what it predicts is what it was kept with.
    """
    if isinstance(answer, list | tuple) and len(answer) == 4 and isinstance(answer[0], Stored):
        vars(answer[0])["predict"] = lambda _images, **_named: answer[3]
    return answer


def _compile_hint(model):
    """Return a hint where a network was not compiled as it was to be."""
    if not callable(attribute(model, "predict")):
        return "The first of the four is to be the network, small_model."
    if not attribute(model, "compiled"):
        return "The network is not compiled: small_model.compile(optimizer=..., loss=...)."
    named = loss_name(attribute(model, "loss"))
    if named.lower().replace("_", "") != "categoricalcrossentropy":
        return f"The loss is {named}; the labels are one-hot. Which loss goes with them?"
    optimizer = type(attribute(model, "optimizer")).__name__
    if optimizer != "Adam":
        return f"The optimizer is {optimizer}; Adam is asked for."
    return None


def _fit_hint(record, small):
    """Return a hint where what `fit` returned is not of the training that was asked for."""
    history = attribute(record, "history")
    params = attribute(record, "params")
    if not isinstance(history, dict) or not isinstance(params, dict) or "loss" not in history:
        return "The second is to be what small_model.fit returns."
    epochs = len(history["loss"])
    if epochs != small.epochs:
        return f"There were {epochs} epochs; {small.epochs} are asked for."
    if params.get("steps") != small.steps:
        return (
            f"An epoch had {params.get('steps')} batches; with {small.batch_size} images each "
            f"it has {small.steps}. Is the batch size right, and did all images train?"
        )
    if "accuracy" not in history:
        return (
            'Nothing was recorded under the name accuracy: compile with metrics=["accuracy"], '
            "then fit again."
        )
    return None


def _answers_hint(model, measured, answers, small):
    """Return a hint where what was measured and answered is not what the network gives."""
    expected = np.asarray(model.predict(small.new_images, verbose=0))
    right = small.new_labels.argmax(axis=1)
    accuracy = (expected.argmax(axis=1) == right).mean()
    loss = -np.log(np.maximum(expected[np.arange(len(right)), right], 1e-7)).mean()
    if isinstance(measured, dict) and {"loss", "accuracy"} <= measured.keys():
        measured = [measured["loss"], measured["accuracy"]]  # Keras sorts them by name
    pair = array(measured)
    if pair.shape != (2,):
        return "The third is to be two numbers that evaluate returns: loss and accuracy."
    if not is_close(pair, [loss, accuracy], CLOSE):
        return (
            f"evaluate gave {pair[0]:.3f} and {pair[1]:.3f}; on the new images this network has "
            f"the loss {loss:.3f} and the accuracy {accuracy:.3f}. Evaluate after training, there."
        )
    answers = array(answers)
    if answers.shape == right.shape:
        return "These are digits. predict gives ten probabilities for each image."
    if answers.shape != expected.shape or not is_close(answers, expected, CLOSE):
        return "The fourth is to be what predict gives for the new images, after training."
    if accuracy < LEARNED:
        return f"It reads {accuracy:.2f} of the new images. Do images and labels belong together?"
    return None
