"""Keras's `fit` told as events: in a run of the lab's, and in a `model.fit` of one's own."""

import contextlib
import dataclasses
import itertools
import math
import time

import numpy as np
import pytest

from labhelpers.events import Batch, Epoch, Finished, Started, Validation
from labhelpers.preprocess import one_hot
from labhelpers.quiet import quiet_stderr
from tests.labhelpers.told import fold

with quiet_stderr():
    from labhelpers.fit_events import EventCallback, TrainingError
    from labhelpers.training import Interrupted, compile_cnn, train
    from labhelpers.training_data import TrainingData
    from tests.labhelpers.small_training import (
        DIGITS,
        SHORT,
        SMALL,
        STEPS,
        VALIDATION_IMAGES,
        VALIDATION_LABELS,
        as_input,
        ask,
        assert_same_bits,
        fit,
        left_alone,
        run_through,
        weights,
    )

pytestmark = pytest.mark.keras

HISTORY = ("loss", "accuracy", "val_loss", "val_accuracy")


def kinds(events):
    """Return the kinds of events in their order, each once where several follow each other."""
    return [kind for kind, _ in itertools.groupby(events, type)]


@pytest.fixture(scope="module")
def short_run():
    return left_alone()


def test_events_come_in_order_and_the_history_is_as_long_as_the_epochs(short_run):
    _, events = short_run
    assert events[0] == Started(epochs=2, steps=STEPS, epoch=0, step=0)
    assert kinds(events[1:]) == [Batch, Epoch] * 2
    epochs = [event for event in events if isinstance(event, Epoch)]
    for epoch in epochs:
        assert 0 <= epoch.accuracy <= 1
        assert 0 <= epoch.val_accuracy <= 1
    assert epochs[0].seconds < epochs[1].seconds
    history = fold(events).history
    assert {name: len(values) for name, values in history.items()} == dict.fromkeys(HISTORY, 2)


def test_an_epoch_says_what_its_last_batch_said(short_run):
    _, events = short_run
    for batch, epoch in itertools.pairwise(events):
        if isinstance(epoch, Epoch):
            assert batch.step == STEPS
            assert (batch.loss, batch.accuracy) == (epoch.loss, epoch.accuracy)


def test_an_epoch_is_measured_on_the_validation_images(short_run):
    model, events = short_run
    images = as_input(VALIDATION_IMAGES)
    measured = model.evaluate(images, one_hot(VALIDATION_LABELS), verbose=0)
    assert (events[-1].val_loss, events[-1].val_accuracy) == pytest.approx(measured, rel=1e-5)


def test_batches_are_told_at_most_five_times_a_second():
    began = time.perf_counter()
    _, events = run_through(SMALL, dataclasses.replace(SHORT, batch_size=4, num_train=1000))
    batches = [event for event in events if isinstance(event, Batch)]
    # Besides those: the first, the last of both epochs, and one before each of the six probes.
    assert len(batches) <= (time.perf_counter() - began) / 0.2 + 9
    assert len(batches) < 225


FORTY_FIVE_STEPS = dataclasses.replace(SHORT, epochs=1, batch_size=4)


def test_validation_is_measured_three_times_within_a_long_epoch():
    model, events = run_through(SMALL, FORTY_FIVE_STEPS)
    progress = fold(events)
    assert [point[0] for point in progress.validation] == [11 / 45, 22 / 45, 33 / 45, 1.0]
    assert sum(isinstance(event, Validation) for event in events) == 3
    # The oracle: the same batches without callbacks, and the loss by hand.
    oracle = compile_cnn(SMALL, FORTY_FIVE_STEPS)
    data = TrainingData(DIGITS, FORTY_FIVE_STEPS)
    for step, (images, labels) in enumerate(data.epoch(0), start=1):
        oracle.train_on_batch(images, labels)
        if step == 22:
            assert progress.validation[1][1:] == pytest.approx(by_hand(oracle), rel=1e-4)
    assert_same_bits(weights(oracle), weights(model))


def by_hand(model):
    """Return loss and accuracy on the validation images."""
    probabilities = np.array(model(as_input(VALIDATION_IMAGES)))
    chosen = probabilities[np.arange(len(VALIDATION_LABELS)), VALIDATION_LABELS]
    accuracy = (probabilities.argmax(axis=1) == VALIDATION_LABELS).mean()
    return -np.log(chosen).mean(), accuracy


@pytest.mark.parametrize(
    "changed",
    [{"batch_size": 5}, {"epochs": 21}],
    ids=["36 steps an epoch", "21 epochs"],
)
def test_short_or_many_epochs_have_points_enough(changed):
    training = dataclasses.replace(FORTY_FIVE_STEPS, **changed)
    calls = 45 + 1  # of get_request, in an epoch
    events = []
    with contextlib.suppress(Interrupted):  # two epochs show it
        train(SMALL, training, DIGITS, events.append, ask("stop", 2 * calls))
    assert any(isinstance(event, Epoch) for event in events)
    assert not any(isinstance(event, Validation) for event in events)


# A loss that is not a number

NAN_SENTENCE = r"^The loss became (nan|inf) at batch [2-6]: .*smaller learning rate"


def test_a_loss_that_is_not_a_number_ends_training_with_a_sentence():
    training = dataclasses.replace(SHORT, epochs=1)
    # No configuration has it: weights overflow with the first step.
    object.__setattr__(training, "learning_rate", 1e38)
    events = []
    with pytest.raises(TrainingError, match=NAN_SENTENCE):
        train(SMALL, training, DIGITS, events.append)
    assert not any(isinstance(event, Epoch) for event in events)
    assert all(math.isfinite(event.loss) for event in events if isinstance(event, Batch))


def test_event_callback_ends_a_fit_whose_loss_is_not_a_number():
    events = []
    with pytest.raises(TrainingError, match=NAN_SENTENCE):
        fit(EventCallback(events.append), learning_rate=1e38)


# A model.fit of one's own


def test_event_callback_tells_a_fit_of_ones_own():
    events = []
    callback = EventCallback(events.append)
    time.sleep(0.3)  # a cell between: that is no training time
    began = time.perf_counter()
    history = fit(callback, epochs=2, validation_split=0.1)
    assert events[0] == Started(2, STEPS)
    assert events[-1] == Finished()
    assert kinds(events[1:-1]) == [Batch, Epoch] * 2
    assert fold(events).history == history
    assert events[-2].seconds <= time.perf_counter() - began


def test_event_callback_without_validation_or_metrics():
    events = []
    history = fit(EventCallback(events.append), epochs=2)
    assert fold(events).history == history
    assert set(history) == {"loss", "accuracy"}
    assert fold(events).validation == ()
