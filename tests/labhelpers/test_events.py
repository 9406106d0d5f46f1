"""The whole state of a run, folded from its events; NumPy is the oracle for the curves."""

import dataclasses
import itertools
import json
import math

import msgpack
import numpy as np
import pytest

from labhelpers.events import (
    MAX_POINTS,
    Batch,
    Epoch,
    Failed,
    Finished,
    Note,
    Paused,
    Progress,
    Started,
    Stopped,
    Validation,
)

RNG_SEED = 5


def fold(*events, progress=None):
    progress = progress or Progress()
    for event in events:
        progress = progress.after(event)
    return progress


def batch_events(losses, accuracies, steps_told, seconds=0.0):
    """Return what Keras would say at these steps of one epoch: means over the epoch so far."""
    return [
        Batch(
            step, float(np.mean(losses[:step])), float(np.mean(accuracies[:step])), seconds + step
        )
        for step in steps_told
    ]


def drawn(steps):
    """Return made-up losses and accuracies of an epoch's batches."""
    rng = np.random.default_rng(RNG_SEED)
    return rng.gamma(2.0, size=steps), rng.random(steps)


# From events to state


def test_before_anything_happened():
    progress = Progress()
    assert (progress.status, progress.message, progress.fraction, progress.seconds_left) == (
        "waiting",
        "",
        0.0,
        None,
    )
    assert progress.is_active


def test_a_run_from_start_to_end():
    events = [
        Started(epochs=2, steps=10),
        Batch(4, 2.0, 0.25, 1.0),
        Validation(1.5, 0.5),
        Batch(10, 1.4, 0.55, 2.5),
        Epoch(1.4, 0.55, 1.2, 0.6, 3.0),
        Batch(10, 0.8, 0.8, 5.5),
        Epoch(0.8, 0.8, 0.7, 0.85, 6.0),
        Finished(),
    ]
    states = [fold(*events[:count]) for count in range(1, len(events) + 1)]
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
    last = states[-1]
    assert last.history == {
        "loss": [1.4, 0.8],
        "accuracy": [0.55, 0.8],
        "val_loss": [1.2, 0.7],
        "val_accuracy": [0.6, 0.85],
    }
    assert [point[0] for point in last.points] == pytest.approx([0.4, 1.0, 2.0])
    assert last.points[1][1:] == pytest.approx(((14 - 8) / 6, (5.5 - 1) / 6))
    assert last.validation == ((0.4, 1.5, 0.5), (1.0, 1.2, 0.6), (2.0, 0.7, 0.85))
    assert (last.epochs, last.steps) == (2, 10)
    assert not last.is_active


def test_the_old_state_stays_as_it_is():
    before = fold(Started(2, 4), Batch(4, 1.0, 0.5, 1.0), Epoch(1.0, 0.5, 1.0, 0.5, 1.5))
    copy = json.loads(json.dumps(before.to_dict()))
    fold(
        Batch(2, 1.0, 0.5, 2.0),
        Epoch(9.0, 0.1, 9.0, 0.1, 3.0),
        Started(2, 4),
        Failed("x"),
        progress=before,
    )
    assert json.loads(json.dumps(before.to_dict())) == copy
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
    progress = fold(Started(1, 4), Batch(1, 1.0, 0.5, 1.0), event)
    assert (progress.status, progress.message) == (status, message)
    assert progress.is_active == (status == "training")
    assert len(progress.points) == 1


def test_a_resumed_run_goes_on_within_the_epoch():
    losses, accuracies = drawn(10)
    first, second = (
        batch_events(losses, accuracies, [3, 5]),
        batch_events(losses, accuracies, [6, 10]),
    )
    whole = fold(Started(1, 10), *first, *second)
    resumed = fold(Started(1, 10), *first, Paused(), Started(1, 10, 0, 5), *second)
    assert resumed == whole


# The points of the curves


@pytest.mark.parametrize(
    "steps_told", [[1], [10], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [3, 4, 10], [7, 7, 5, 10]]
)
def test_points_are_the_means_since_the_point_before(steps_told):
    losses, accuracies = drawn(10)
    progress = fold(Started(1, 10), *batch_events(losses, accuracies, steps_told))
    edges = [
        0,
        *sorted({step for i, step in enumerate(steps_told) if step > max([0, *steps_told[:i]])}),
    ]
    assert len(progress.points) == len(edges) - 1
    for point, start, end in zip(progress.points, edges[:-1], edges[1:], strict=True):
        expected = (end / 10, losses[start:end].mean(), accuracies[start:end].mean())
        assert point == pytest.approx(expected)


def test_the_running_means_begin_anew_with_each_epoch():
    losses, accuracies = drawn(12)
    progress = Progress().after(Started(3, 4))
    for epoch in range(3):
        part = slice(4 * epoch, 4 * epoch + 4)
        progress = fold(*batch_events(losses[part], accuracies[part], [1, 4]), progress=progress)
        progress = progress.after(Epoch(0.5, 0.5, 0.5, 0.5, 1.0))
    edges = [0, 1, 4, 5, 8, 9, 12]
    expected = [
        (end / 4, losses[a:end].mean(), accuracies[a:end].mean())
        for a, end in itertools.pairwise(edges)
    ]
    np.testing.assert_allclose(progress.points, expected)


def test_what_was_not_measured_is_left_out():
    progress = fold(
        Started(1, 2), Batch(2, 1.0, math.nan, 1.0), Epoch(1.0, math.nan, math.nan, math.nan, 1.0)
    )
    assert progress.history == {"loss": [1.0]}
    assert progress.validation == ()


# Few points, however long the run


def told(rng, steps):
    """Return the steps at which an epoch's batches are told: as uneven as a busy machine makes them."""
    return sorted({*rng.integers(1, steps + 1, rng.integers(1, steps)), steps})


@pytest.mark.parametrize("epochs, steps", [(1, 5), (1, 2000), (3, 469), (100, 30)])
def test_points_stay_few_and_are_the_means_over_what_they_stand_for(epochs, steps):
    rng = np.random.default_rng(epochs + steps)
    losses, accuracies = drawn(epochs * steps)
    progress = Progress().after(Started(epochs, steps))
    for epoch in range(epochs):
        part = slice(epoch * steps, (epoch + 1) * steps)
        for event in batch_events(losses[part], accuracies[part], told(rng, steps)):
            progress = progress.after(event)
            assert progress.step == event.step
        assert progress.points[-1][0] == epoch + 1
        progress = progress.after(Epoch(0.5, 0.5, 0.5, 0.5, 1.0))
    assert len(progress.points) <= MAX_POINTS + epochs
    ends = np.rint(np.array([point[0] for point in progress.points]) * steps).astype(int)
    assert np.all(np.diff(ends) > 0)
    assert set(range(steps, epochs * steps + 1, steps)) <= set(ends)
    expected = [
        (losses[a:end].mean(), accuracies[a:end].mean())
        for a, end in itertools.pairwise([0, *ends])
    ]
    np.testing.assert_allclose([point[1:] for point in progress.points], expected)


def test_points_are_spread_over_the_run():
    losses, accuracies = drawn(2000)
    progress = fold(Started(1, 2000), *batch_events(losses, accuracies, range(1, 2001)))
    gaps = np.diff([point[0] for point in progress.points])
    assert MAX_POINTS / 2 < len(progress.points) <= MAX_POINTS + 1
    assert gaps.max() < 1.5 * np.median(gaps)


def test_a_pause_between_two_points_loses_nothing():
    losses, accuracies = drawn(2000)
    before, after = (
        batch_events(losses, accuracies, [100, 101]),
        batch_events(losses, accuracies, [300]),
    )
    progress = fold(Started(1, 2000), *before, Paused(), Started(1, 2000, 0, 101), *after)
    assert [point[0] for point in progress.points] == [0.05, 0.15]
    assert progress.points[1][1:] == pytest.approx(
        (losses[100:300].mean(), accuracies[100:300].mean())
    )


# Going back: a worker was killed, and another one goes on from the last checkpoint


def three_epochs():
    progress = Progress().after(Started(5, 4))
    for epoch in range(3):
        loss = 3.0 - epoch
        progress = fold(
            Batch(2, loss, 0.5, 3 * epoch + 1.0),
            Validation(loss, 0.5),
            Batch(4, loss, 0.5, 3 * epoch + 2.0),
            Epoch(loss, 0.5, loss, 0.5, 3 * epoch + 3.0),
            progress=progress,
        )
    return progress.after(Batch(3, 0.1, 0.9, 11.0))


@pytest.mark.parametrize("epoch", [0, 1, 2, 3])
def test_going_back_to_an_earlier_epoch_drops_what_came_later(epoch):
    killed = three_epochs()
    back = killed.after(Started(5, 4, epoch))
    assert (back.status, back.epoch, back.step) == ("training", epoch, 0)
    assert [point[0] for point in back.points] == [
        point[0] for point in killed.points if point[0] <= epoch
    ]
    assert [point[0] for point in back.validation] == [
        point[0] for point in killed.validation if point[0] <= epoch
    ]
    assert back.history == {name: values[:epoch] for name, values in killed.history.items()}
    again = fold(Batch(2, 1.0, 0.5, 12.0), Epoch(0.7, 0.5, 0.8, 0.5, 13.0), progress=back)
    assert again.points[-1] == (epoch + 0.5, 1.0, 0.5)
    assert again.history["loss"][epoch:] == [0.7]


def test_going_back_within_an_epoch():
    kept = fold(Started(2, 10), Batch(4, 2.0, 0.5, 1.0))
    back = fold(Started(2, 10, 0, 4), Batch(10, 1.4, 0.5, 2.0), progress=kept)
    assert [point[0] for point in back.points] == [0.4, 1.0]
    assert back.points[1][1] == pytest.approx((14 - 8) / 6)


# JSON, and the time left


@pytest.mark.parametrize(
    "progress", [Progress(), three_epochs(), three_epochs().after(Failed("It's “broken”."))]
)
def test_the_state_comes_back_from_json_and_msgpack(progress):
    assert Progress.from_dict(json.loads(json.dumps(progress.to_dict()))) == progress
    assert Progress.from_dict(msgpack.unpackb(msgpack.packb(progress.to_dict()))) == progress


def test_a_state_from_another_version_can_be_read():
    assert Progress.from_dict({}) == Progress()
    state = three_epochs().to_dict()
    del state["running"], state["message"]
    read = Progress.from_dict(state | {"colour": "blue"})
    assert read == dataclasses.replace(three_epochs(), running=(0, 0.0, 0.0))


def test_a_read_state_goes_on():
    live, read = (
        three_epochs(),
        Progress.from_dict(json.loads(json.dumps(three_epochs().to_dict()))),
    )
    event = Batch(4, 0.2, 0.9, 12.0)
    assert read.after(event) == live.after(event)


def test_the_whole_state_is_small_enough_to_be_sent_five_times_a_second():
    points = tuple((i / 3, 1 / 3, 2 / 3) for i in range(MAX_POINTS))
    history = {name: [1 / 3] * 100 for name in ("loss", "accuracy", "val_loss", "val_accuracy")}
    state = Progress(epochs=100, points=points, validation=points, history=history)
    assert len(json.dumps(state.to_dict())) < 50_000


@pytest.mark.parametrize(
    "events, expected",
    [
        ([], None),
        ([Started(4, 10)], None),
        ([Started(4, 10), Batch(10, 1.0, 0.5, 3.0)], 9.0),
        ([Started(4, 10), Batch(5, 1.0, 0.5, 3.0)], 21.0),
        ([Started(1, 10), Batch(10, 1.0, 0.5, 3.0), Epoch(1.0, 0.5, 1.0, 0.5, 4.0)], 0.0),
        (
            [Started(4, 10), Batch(10, 1.0, 0.5, 3.0), Epoch(1.0, 0.5, 1.0, 0.5, 4.0), Paused()],
            12.0,
        ),
    ],
)
def test_the_time_left_follows_the_pace_so_far(events, expected):
    assert fold(*events).seconds_left == (None if expected is None else pytest.approx(expected))
