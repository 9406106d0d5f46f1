"""Training that goes on from a checkpoint ends with the same bits as training left alone."""

import dataclasses

import pytest

from cnnlab.runs import Book
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.events import Batch, Epoch, Started, Validation
from labhelpers.quiet import quiet_stderr
from tests.labhelpers.told import fold

with quiet_stderr():
    from labhelpers.training import Interrupted, compile_cnn, train
    from tests.labhelpers.small_training import (
        DIGITS,
        SHORT,
        STEPS,
        ask,
        assert_same_bits,
        run_through,
        weights,
    )

pytestmark = pytest.mark.keras

EVERYTHING = CnnConfig(filters=4, dense_units=8, dropout=0.4, batch_normalization=True)
LONG = dataclasses.replace(SHORT, epochs=3, augment=True)
# In each epoch somebody may ask for a pause after each batch, and once in the validation.
CALLS = STEPS + 1


@pytest.fixture(scope="module")
def left_alone():
    """Return the weights, history and last checkpoint of a training that nobody interrupted."""
    checkpoints = []
    model, events = run_through(EVERYTHING, LONG, save_checkpoint=checkpoints.append)
    assert [int(checkpoint["epoch"]) for checkpoint in checkpoints] == [1, 2, 3]
    return weights(model), fold(events).history, checkpoints[-1]


@pytest.fixture
def run(lab_runs):
    """Return a run on disk, which keeps checkpoints."""
    return Book().new_run(EVERYTHING, LONG, DIGITS.source)


def test_a_checkpoint_says_where_it_is_and_holds_every_variable(left_alone):
    *_, checkpoint = left_alone
    kinds = [name.partition("_")[0] for name in checkpoint]
    assert kinds[:4] == ["epoch", "step", "seconds", "means"]
    model = compile_cnn(EVERYTHING, LONG)
    assert kinds.count("model") == len(model.variables)
    assert kinds.count("optimizer") == len(model.optimizer.variables)
    assert kinds.count("metric") == len(model.metrics_variables)


PAUSES = {
    "within the first epoch": 3,
    "last batch of the first epoch": STEPS,
    "in the first validation": CALLS,
    "first batch after an epoch's end": CALLS + 1,
}


@pytest.mark.parametrize("call", PAUSES.values(), ids=PAUSES.keys())
def test_a_paused_training_ends_as_one_left_alone(call, left_alone, run):
    events = []
    with pytest.raises(Interrupted) as interrupted:
        train(EVERYTHING, LONG, DIGITS, events.append, ask("pause", call), run.save_checkpoint)
    assert interrupted.value.request == "pause"
    epoch, within = divmod(call, CALLS)
    # A pause in the validation leaves the epoch as trained but not yet done.
    expected = (epoch, within) if within else (epoch - 1, STEPS)
    assert (run.checkpoint["epoch"], run.checkpoint["step"]) == expected
    run.save_progress(fold(events))
    model, rest = run_through(EVERYTHING, LONG, checkpoint=run.checkpoint)
    assert rest[0] == Started(3, STEPS, *expected)
    assert_same_bits(weights(model), left_alone[0])
    assert fold(rest, run.progress).history == left_alone[1]
    # The training time goes on, too.
    times = [event.seconds for event in events + rest if isinstance(event, Batch | Epoch)]
    assert times == sorted(times)
    assert run.checkpoint["seconds"] >= fold(events).seconds


def test_a_pause_between_steps_of_several_batches_changes_nothing():
    cnn = CnnConfig(filters=2, dense_units=4, batch_normalization=True, strided=True)
    training = TrainingConfig(
        epochs=2, batch_size=2, num_train=200, one_cycle=True, augment=True, reproducible=True
    )
    assert compile_cnn(cnn, training, steps=90).steps_per_execution == 2
    whole, events = run_through(cnn, training)
    before = []
    checkpoints = []
    with pytest.raises(Interrupted):
        train(cnn, training, DIGITS, before.append, ask("pause", 60), checkpoints.append)
    assert (checkpoints[-1]["epoch"], checkpoints[-1]["step"]) == (1, 28)
    model, rest = run_through(cnn, training, checkpoint=checkpoints[-1])
    assert_same_bits(weights(model), weights(whole))
    assert fold(before + rest).history == fold(events).history
    assert sum(isinstance(event, Validation) for event in before + rest) == 6


def test_pausing_again_and_again_changes_nothing(left_alone, run):
    events = []
    model = None
    pauses = 0
    while model is None:
        try:
            model = train(
                EVERYTHING,
                LONG,
                DIGITS,
                events.append,
                get_request=ask("pause", 9),
                save_checkpoint=run.save_checkpoint,
                checkpoint=run.checkpoint,
            )
        except Interrupted:
            pauses += 1
    assert pauses == 2
    assert_same_bits(weights(model), left_alone[0])
    assert fold(events).history == left_alone[1]


class KilledError(Exception):
    """Stands for the death of a worker: nothing is saved after it."""


def test_a_killed_training_goes_on_from_the_last_epochs_checkpoint(left_alone, run):
    events = []

    def on_event(event):
        events.append(event)
        if isinstance(event, Batch) and fold(events).epoch == 1 and event.step == STEPS:
            raise KilledError

    with pytest.raises(KilledError):
        train(EVERYTHING, LONG, DIGITS, on_event, save_checkpoint=run.save_checkpoint)
    assert (run.checkpoint["epoch"], run.checkpoint["step"]) == (1, 0)
    model, rest = run_through(EVERYTHING, LONG, checkpoint=run.checkpoint)
    assert rest[0] == Started(3, STEPS, 1, 0)
    assert_same_bits(weights(model), left_alone[0])
    progress = fold(rest, fold(events))
    assert progress.history == left_alone[1]
    drawn_at = [point[0] for point in progress.points]
    assert drawn_at == sorted(set(drawn_at))


def test_a_finished_training_is_not_trained_again(left_alone):
    again, events = run_through(EVERYTHING, LONG, checkpoint=left_alone[2])
    assert events == [Started(3, STEPS, 3, 0)]
    assert_same_bits(weights(again), left_alone[0])
