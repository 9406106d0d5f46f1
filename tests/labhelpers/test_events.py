"""The whole state of a run, folded from its events."""

import dataclasses
import json
import math

import pytest

from labhelpers.events import (
    Batch,
    Epoch,
    Event,
    Failed,
    Finished,
    Note,
    Paused,
    Progress,
    Started,
    Stopped,
    Validation,
)
from tests.labhelpers.told import batch_events, drawn, fold, three_epochs

BATCH = Batch(1, 1.0, 0.5, 1.0)


def test_before_anything_happened():
    progress = Progress()
    assert progress.status == "waiting"
    assert progress.message == ""
    assert progress.fraction == 0
    assert progress.is_active


RUN = [
    Started(epochs=2, steps=10),
    Batch(4, 2.0, 0.25, 1.0),
    Validation(1.5, 0.5),
    Batch(10, 1.4, 0.55, 2.5),
    Epoch(1.4, 0.55, 1.2, 0.6, 3.0),
    Batch(10, 0.8, 0.8, 5.5),
    Epoch(0.8, 0.8, 0.7, 0.85, 6.0),
    Finished(),
]


def test_the_state_after_each_event_of_a_run():
    states = [fold(RUN[: count + 1]) for count in range(len(RUN))]
    assert [(state.status, state.epoch, state.step, state.seconds) for state in states] == [
        ("training", 0, 0, 0.0),
        ("training", 0, 4, 1.0),
        ("training", 0, 4, 1.0),
        ("training", 0, 10, 2.5),
        ("training", 1, 0, 3.0),
        ("training", 1, 10, 5.5),
        ("training", 2, 0, 6.0),
        ("finished", 2, 0, 6.0),
    ]
    assert [state.fraction for state in states] == pytest.approx([0, 0.2, 0.2, 0.5, 0.5, 1, 1, 1])


def test_a_run_from_start_to_end():
    progress = fold(RUN)
    assert progress.history == {
        "loss": [1.4, 0.8],
        "accuracy": [0.55, 0.8],
        "val_loss": [1.2, 0.7],
        "val_accuracy": [0.6, 0.85],
    }
    assert [point[0] for point in progress.points] == pytest.approx([0.4, 1.0, 2.0])
    assert progress.points[1][1:] == pytest.approx(((14 - 8) / 6, (5.5 - 1) / 6))
    assert progress.validation == ((0.4, 1.5, 0.5), (1.0, 1.2, 0.6), (2.0, 0.7, 0.85))
    assert progress.epochs == 2
    assert progress.steps == 10
    assert not progress.is_active


def test_the_old_state_stays_as_it_is():
    before = fold([Started(2, 4), Batch(4, 1.0, 0.5, 1.0), Epoch(1.0, 0.5, 1.0, 0.5, 1.5)])
    copy = json.dumps(before.to_dict())
    later = [Batch(2, 1.0, 0.5, 2.0), Epoch(9.0, 0.1, 9.0, 0.1, 3.0), Started(2, 4), Failed("x")]
    fold(later, before)
    assert json.dumps(before.to_dict()) == copy
    with pytest.raises(dataclasses.FrozenInstanceError):
        before.status = "finished"


@pytest.mark.parametrize(
    "event, status, message",
    [
        (Finished(), "finished", ""),
        (Stopped(), "stopped", ""),
        (Paused(), "paused", ""),
        (Paused("The engine ended."), "paused", "The engine ended."),
        (Failed("The loss became nan."), "failed", "The loss became nan."),
        (Note("The disk is full."), "training", "The disk is full."),
    ],
)
def test_how_a_run_ends_and_what_it_says(event, status, message):
    progress = fold([Started(1, 4), BATCH, event])
    assert progress.status == status
    assert progress.message == message
    assert progress.is_active == (status == "training")
    assert len(progress.points) == 1
    assert isinstance(event, Event)


def test_what_was_not_measured_is_left_out():
    nan = math.nan
    progress = fold([Started(1, 2), Batch(2, 1.0, nan, 1.0), Epoch(1.0, nan, nan, nan, 1.0)])
    assert progress.history == {"loss": [1.0]}
    assert progress.validation == ()


def test_a_resumed_run_goes_on_within_the_epoch():
    losses, accuracies = drawn(10)
    first = [Started(1, 10), *batch_events(losses, accuracies, [3, 5])]
    rest = batch_events(losses, accuracies, [6, 10])
    assert fold([*first, Paused(), Started(1, 10, 0, 5), *rest]) == fold([*first, *rest])


# Going back: a worker was killed, and another one goes on from the last checkpoint


def epochs_of(points):
    return [point[0] for point in points]


@pytest.mark.parametrize("epoch", [0, 1, 2, 3])
def test_going_back_to_an_earlier_epoch_drops_what_came_later(epoch):
    killed = three_epochs()
    back = killed.after(Started(5, 4, epoch))
    assert (back.status, back.epoch, back.step) == ("training", epoch, 0)
    for name in ("points", "validation"):
        kept = [place for place in epochs_of(getattr(killed, name)) if place <= epoch]
        assert epochs_of(getattr(back, name)) == kept
    assert back.history == {name: values[:epoch] for name, values in killed.history.items()}


@pytest.mark.parametrize("epoch", [0, 1, 2, 3])
def test_what_is_trained_again_goes_on_from_there(epoch):
    again = [Started(5, 4, epoch), Batch(2, 1.0, 0.5, 12.0), Epoch(0.7, 0.5, 0.8, 0.5, 13.0)]
    progress = fold(again, three_epochs())
    assert progress.points[-1] == (epoch + 0.5, 1.0, 0.5)
    assert progress.history["loss"][epoch:] == [0.7]


def test_going_back_within_an_epoch():
    first = [Started(2, 10), Batch(4, 2.0, 0.5, 1.0)]
    progress = fold([*first, Started(2, 10, 0, 4), Batch(10, 1.4, 0.5, 2.0)])
    assert epochs_of(progress.points) == [0.4, 1.0]
    assert progress.points[1][1] == pytest.approx((14 - 8) / 6)
