"""Training on few of the embedded digits: it learns, it is repeatable, it stops when asked to."""

import dataclasses
import itertools

import keras
import numpy as np
import pytest

from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.events import Batch, Epoch
from labhelpers.quiet import quiet_stderr
from tests.labhelpers.told import fold

with quiet_stderr():
    from labhelpers import training_data
    from labhelpers.training import Interrupted, compile_cnn, train
    from tests.labhelpers.small_training import (
        DIGITS,
        SHORT,
        SMALL,
        STEPS,
        as_input,
        ask,
        assert_same_bits,
        left_alone,
        run_through,
        weights,
    )

pytestmark = pytest.mark.keras


def test_the_network_is_that_of_the_configuration():
    model, _ = left_alone()
    assert model.name == "cnn"
    assert model.layers[0].filters == 4


def test_the_network_learns():
    training = TrainingConfig(epochs=4, batch_size=32, learning_rate=0.003)
    _, events = run_through(CnnConfig(filters=8, dense_units=32), training)
    history = fold(events).history
    assert history["val_accuracy"][-1] > 0.8  # measured: 0.93 to 0.97, seeds 0 to 4
    assert history["loss"][-1] < history["loss"][0] / 2


def test_a_one_cycle_rate_grows_for_a_quarter_of_the_steps_and_falls_along_a_cosine():
    training = dataclasses.replace(SHORT, learning_rate=0.01, one_cycle=True, epochs=4)
    optimizer = compile_cnn(SMALL, training, steps=100).optimizer
    rates = [float(optimizer._learning_rate(step)) for step in (0, 50, 100, 250, 400)]
    assert rates == pytest.approx([0.0001, 0.00505, 0.01, 0.01 * (0.01 + 0.99 / 2), 0.0001])


def test_without_one_cycle_the_rate_stays_as_it_is():
    optimizer = compile_cnn(SMALL, SHORT, steps=100).optimizer
    assert float(optimizer.learning_rate) == pytest.approx(0.001)


def test_the_same_seed_gives_the_same_bits_and_another_does_not():
    first, first_events = left_alone()
    keras.utils.set_random_seed(99)
    again, again_events = run_through(SMALL, SHORT)
    assert_same_bits(weights(first), weights(again))
    assert fold(first_events).history == fold(again_events).history
    other, _ = run_through(SMALL, dataclasses.replace(SHORT, seed=4))
    assert not np.array_equal(weights(first)[0], weights(other)[0])


# Stop


def test_stop_acts_at_the_next_batch_and_leaves_the_network_so_far():
    events = []
    checkpoints = []
    with pytest.raises(Interrupted) as interrupted:
        train(SMALL, SHORT, DIGITS, events.append, ask("stop", 2), checkpoints.append)
    assert interrupted.value.request == "stop"
    assert [(int(kept["epoch"]), int(kept["step"])) for kept in checkpoints] == [(0, 2)]
    assert isinstance(events[-1], Batch)
    assert events[-1].step == 2
    probabilities = np.array(interrupted.value.model(as_input(DIGITS.test_images[:4])))
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)


def test_stop_acts_in_the_validation_too(monkeypatch):
    monkeypatch.setattr(training_data, "VALIDATION_BATCH", 5)  # 20 images: four batches
    events = []
    count = itertools.count(1)

    def get_request():
        return "stop" if next(count) == STEPS + 2 else None

    with pytest.raises(Interrupted) as interrupted:
        train(SMALL, SHORT, DIGITS, events.append, get_request)
    assert interrupted.value.request == "stop"
    assert next(count) == STEPS + 3  # nothing was asked, so nothing was measured, after that
    assert not any(isinstance(event, Epoch) for event in events)
