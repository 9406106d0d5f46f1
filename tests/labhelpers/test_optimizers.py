"""The optimizers that may be chosen: what Keras makes of each, that it learns, that it resumes."""

import dataclasses
import functools
import itertools

import numpy as np
import pytest

from labhelpers.config import CHOICES, KERAS_OPTIMIZERS, CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.quiet import quiet_stderr

with quiet_stderr():
    import keras

    from labhelpers.training import Interrupted, build_optimizer, train

pytestmark = pytest.mark.keras

SMALL = CnnConfig(filters=4, dense_units=8)
# 180 images: 6 batches an epoch.
SHORT = TrainingConfig(epochs=2, batch_size=32, num_train=200, reproducible=True)
# Learning rates that suit each on the embedded digits, measured.
RATES = {"adam": 0.003, "sgd": 0.03, "rmsprop": 0.003}


@pytest.fixture(scope="module")
def digits():
    return load_digits("embedded")


def test_every_optimizer_is_known_to_keras_and_is_tried_here():
    offered = {option.value for option in CHOICES["optimizer"].options}
    assert offered == set(KERAS_OPTIMIZERS) == set(RATES)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("adam", keras.optimizers.Adam),
        ("sgd", keras.optimizers.SGD),
        ("rmsprop", keras.optimizers.RMSprop),
    ],
)
def test_what_keras_makes_of_a_choice(name, kind):
    training = TrainingConfig(optimizer=name, learning_rate=0.25)
    optimizer = build_optimizer(training, steps=10)
    assert type(optimizer) is kind
    assert float(optimizer.learning_rate) == 0.25
    config = optimizer.get_config()
    assert config.get("momentum", 0) == (0.9 if name == "sgd" else 0)
    assert not config.get("nesterov")


@pytest.mark.parametrize("name", RATES)
def test_it_learns(name, digits):
    training = TrainingConfig(epochs=4, batch_size=32, learning_rate=RATES[name], optimizer=name)
    events = []
    train(CnnConfig(filters=8), training, digits, events.append)
    assert events[-1].val_accuracy > 0.85  # a guess: 0.1


@functools.cache
def left_alone(training):
    """Return the network of a training that nobody disturbed."""
    return train(SMALL, training, load_digits("embedded"), lambda event: None)


@pytest.mark.parametrize("one_cycle", [False, True])
@pytest.mark.parametrize("name", RATES)
def test_a_paused_training_ends_with_the_bits_of_one_left_alone(name, one_cycle, digits):
    training = dataclasses.replace(SHORT, optimizer=name, one_cycle=one_cycle)
    whole = left_alone(training)
    checkpoints = []
    calls = itertools.count(1)

    def pause_in_the_second_epoch():
        # Seven calls an epoch: after each batch, and one in the validation.
        return "pause" if next(calls) == 10 else None

    with pytest.raises(Interrupted):
        train(
            SMALL,
            training,
            digits,
            lambda event: None,
            pause_in_the_second_epoch,
            checkpoints.append,
        )
    assert (checkpoints[-1]["epoch"], checkpoints[-1]["step"]) == (1, 3)
    resumed = train(SMALL, training, digits, lambda event: None, checkpoint=checkpoints[-1])
    for first, second in zip(whole.get_weights(), resumed.get_weights(), strict=True):
        np.testing.assert_array_equal(first, second)
    variables = zip(whole.optimizer.variables, resumed.optimizer.variables, strict=True)
    for first, second in variables:
        np.testing.assert_array_equal(np.asarray(first), np.asarray(second))


def test_the_optimizers_do_not_do_the_same():
    trained = [left_alone(dataclasses.replace(SHORT, optimizer=name)) for name in RATES]
    weights = [network.get_weights()[0].tobytes() for network in trained]
    assert len(set(weights)) == len(RATES)
