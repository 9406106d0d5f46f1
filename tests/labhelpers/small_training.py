"""Training that takes a second: small networks, few of the embedded digits."""

import functools
import itertools

import numpy as np

from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.preprocess import add_channel_axis, one_hot, scale_images, split_validation
from labhelpers.quiet import quiet_stderr

with quiet_stderr():
    import keras

    from labhelpers.training import compile_cnn, train

SMALL = CnnConfig(filters=4, dense_units=8)
# 180 images: 6 batches.
SHORT = TrainingConfig(epochs=2, batch_size=32, seed=3, num_train=200, reproducible=True)
STEPS = 6

DIGITS = load_digits("embedded")
_PARTS = split_validation(DIGITS.train_images[:200], DIGITS.train_labels[:200])
TRAIN_IMAGES, TRAIN_LABELS, VALIDATION_IMAGES, VALIDATION_LABELS = _PARTS


def as_input(images):
    """Return uint8 images as a network takes them, made by NumPy alone."""
    return add_channel_axis(scale_images(images))


def weights(model):
    return [np.array(weight) for weight in model.get_weights()]


def assert_same_bits(first, second):
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, other)


def ask(what, *calls):
    """Return a `get_request` that answers `what` at these calls, counted from 1."""
    count = itertools.count(1)

    def get_request():
        return what if next(count) in calls else None

    return get_request


def run_through(cnn, training, **options):
    """Return (model, events) of one training."""
    events = []
    model = train(cnn, training, DIGITS, events.append, **options)
    return model, events


@functools.cache
def left_alone():
    """Return (model, events) of the small network's short training, which nobody disturbed.

    Trained once for all who compare with it; they leave it as it is.
    """
    return run_through(SMALL, SHORT)


def fit(callback, learning_rate=None, **options):
    """Return Keras's history of a student's own `model.fit`."""
    # `fit` shuffles, and where a run was reproducible TensorFlow insists on a seed from then on.
    keras.utils.set_random_seed(1)
    model = compile_cnn(SMALL, SHORT)
    if learning_rate is not None:
        model.optimizer.learning_rate = learning_rate
    history = model.fit(
        as_input(DIGITS.train_images[:200]),
        one_hot(DIGITS.train_labels[:200]),
        batch_size=32,
        verbose=0,
        callbacks=[callback],
        **options,
    )
    return history.history
