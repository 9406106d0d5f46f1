"""A training ends with the weights of the epoch with the lowest validation loss, as Keras's."""

import dataclasses

import numpy as np
import pytest

from cnnlab.runs import Book
from cnnlab.runs.final_weights import final_weights
from cnnlab.runs.kept_epoch import best_epoch
from cnnlab.runs.stored_checkpoint import last_weights
from labhelpers.config import CnnConfig
from labhelpers.quiet import quiet_stderr
from tests.labhelpers.told import fold

with quiet_stderr():
    import keras

    from labhelpers.checkpoint import Best
    from labhelpers.model import build_cnn
    from labhelpers.training import Interrupted, train
    from tests.labhelpers.small_training import (
        DIGITS,
        SHORT,
        SMALL,
        STEPS,
        ask,
        assert_same_bits,
        run_through,
        weights,
    )

pytestmark = pytest.mark.keras

NETWORK = CnnConfig(filters=4, dense_units=8, dropout=0.4, batch_normalization=True)
# Steps so large that it is best after its first epoch.
HASTY = dataclasses.replace(SHORT, epochs=3, learning_rate=0.1)
CALLS = STEPS + 1  # of get_request, in each epoch


@pytest.fixture
def run(lab_runs):
    return Book().new_run(NETWORK, HASTY, DIGITS.source)


def trained(training=HASTY, **options):
    """Return (network, weights after each epoch, history) of one training."""
    checkpoints = []
    model, events = run_through(NETWORK, training, save_checkpoint=checkpoints.append, **options)
    return model, [last_weights(checkpoint) for checkpoint in checkpoints], fold(events).history


@pytest.fixture(scope="module")
def left_alone():
    """Return what `trained` does of a training that nobody interrupted."""
    return trained()


def test_it_ends_with_the_weights_of_the_lowest_validation_loss(left_alone):
    model, after_epochs, history = left_alone
    best = int(np.argmin(history["val_loss"]))
    assert best < HASTY.epochs - 1, "a training whose last epoch is the best tells nothing"
    assert_same_bits(weights(model), after_epochs[best])
    assert best_epoch(history["val_loss"]) == best + 1


def test_without_the_choice_it_ends_with_those_of_the_last(left_alone):
    model, after_epochs, history = trained(dataclasses.replace(HASTY, best_epoch=False))
    assert_same_bits(weights(model), after_epochs[-1])
    assert history == left_alone[2]  # the way there is the same


@pytest.mark.parametrize("call", [CALLS + 2, 2 * CALLS, 2 * CALLS + 3])
def test_a_pause_after_the_best_epoch_loses_nothing(run, call, left_alone):
    events = []
    with pytest.raises(Interrupted):
        train(NETWORK, HASTY, DIGITS, events.append, ask("pause", call), run.save_checkpoint)
    model, _rest = run_through(
        NETWORK, HASTY, checkpoint=run.checkpoint, save_checkpoint=run.save_checkpoint
    )
    alone, after_epochs, _history = left_alone
    assert_same_bits(weights(model), weights(alone))
    kept, why = final_weights(run)
    assert not why
    assert_same_bits(kept, weights(alone))
    assert_same_bits(last_weights(run.checkpoint), after_epochs[-1])


def test_weights_that_are_best_and_last_are_written_once(run):
    first = dataclasses.replace(HASTY, epochs=2, learning_rate=0.001)
    model, _events = run_through(NETWORK, first, save_checkpoint=run.save_checkpoint)
    with np.load(run.folder / "checkpoint.npz") as stored:
        assert "best_loss" in stored.files
        assert "best_000" not in stored.files
    assert_same_bits(weights(model), last_weights(run.checkpoint))
    assert run.checkpoint["best_000"].shape == weights(model)[0].shape


LOSSES = {
    "the last": [3.0, 2.0, 1.0],
    "in the middle": [3.0, 1.0, 2.0, 1.5],
    "the first of two": [2.0, 1.0, 1.0],
    "no number at the end": [2.0, 1.0, float("nan")],
}


@pytest.mark.parametrize("losses", LOSSES.values(), ids=LOSSES.keys())
def test_keras_chooses_the_same_epoch(losses):
    own, keras_own = build_cnn(SMALL), build_cnn(SMALL)
    best = Best(dataclasses.replace(SHORT, epochs=len(losses)), {})
    stopping = keras.callbacks.EarlyStopping(
        "val_loss", patience=len(losses), restore_best_weights=True
    )
    keras_own.compile(loss="categorical_crossentropy")
    stopping.set_model(keras_own)
    stopping.on_train_begin()
    for epoch, loss in enumerate(losses):
        now = build_cnn(SMALL, seed=epoch).get_weights()
        own.set_weights(now)
        keras_own.set_weights(now)
        best.note(own, loss)
        stopping.on_epoch_end(epoch, {"val_loss": loss})
    best.give_back(own)
    keras_own.set_weights(stopping.best_weights)
    assert_same_bits(weights(own), weights(keras_own))
    assert best_epoch(losses) == stopping.best_epoch + 1
