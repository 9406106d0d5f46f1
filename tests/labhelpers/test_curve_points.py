"""The points of the curves: means over what they stand for, and few; NumPy is the oracle."""

import itertools

import numpy as np
import pytest

from labhelpers.events import MAX_POINTS, Epoch, Paused, Progress, Started
from tests.labhelpers.told import batch_events, drawn, fold

EPOCH = Epoch(0.5, 0.5, 0.5, 0.5, 1.0)


def epochs_of(points):
    return [point[0] for point in points]


def means_between(losses, accuracies, ends):
    """Return the mean loss and accuracy of the batches between each two of 0 and the ends."""
    edges = itertools.pairwise([0, *ends])
    return [(losses[start:end].mean(), accuracies[start:end].mean()) for start, end in edges]


@pytest.mark.parametrize(
    "steps_told, ends",
    [
        ([1], [1]),
        ([10], [10]),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        ([3, 4, 10], [3, 4, 10]),
        ([7, 7, 5, 10], [7, 10]),
    ],
)
def test_points_are_the_means_since_the_point_before(steps_told, ends):
    losses, accuracies = drawn(10)
    progress = fold([Started(1, 10), *batch_events(losses, accuracies, steps_told)])
    assert epochs_of(progress.points) == pytest.approx([end / 10 for end in ends])
    expected = means_between(losses, accuracies, ends)
    np.testing.assert_allclose([point[1:] for point in progress.points], expected)


def test_the_running_means_begin_anew_with_each_epoch():
    losses, accuracies = drawn(12)
    events = [Started(3, 4)]
    for epoch in range(3):
        part = slice(4 * epoch, 4 * epoch + 4)
        events += [*batch_events(losses[part], accuracies[part], [1, 4]), EPOCH]
    points = fold(events).points
    ends = [1, 4, 5, 8, 9, 12]
    assert epochs_of(points) == pytest.approx([end / 4 for end in ends])
    expected = means_between(losses, accuracies, ends)
    np.testing.assert_allclose([point[1:] for point in points], expected)


# Few points, however long the run


def told(rng, steps):
    """Return the steps at which an epoch's batches are told, as uneven as on a busy machine."""
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
        progress = progress.after(EPOCH)
    assert len(progress.points) <= MAX_POINTS + epochs
    ends = np.rint(np.array(epochs_of(progress.points)) * steps).astype(int)
    assert np.all(np.diff(ends) > 0)
    assert set(range(steps, epochs * steps + 1, steps)) <= set(ends)
    expected = means_between(losses, accuracies, ends)
    np.testing.assert_allclose([point[1:] for point in progress.points], expected)


def test_points_are_spread_over_the_run():
    losses, accuracies = drawn(2000)
    progress = fold([Started(1, 2000), *batch_events(losses, accuracies, range(1, 2001))])
    gaps = np.diff(epochs_of(progress.points))
    assert MAX_POINTS / 2 < len(progress.points) <= MAX_POINTS + 1
    assert gaps.max() < 1.5 * np.median(gaps)


def test_a_pause_between_two_points_loses_nothing():
    losses, accuracies = drawn(2000)
    before = batch_events(losses, accuracies, [100, 101])
    after = batch_events(losses, accuracies, [300])
    progress = fold([Started(1, 2000), *before, Paused(), Started(1, 2000, 0, 101), *after])
    assert epochs_of(progress.points) == [0.05, 0.15]
    expected = (losses[100:300].mean(), accuracies[100:300].mean())
    assert progress.points[1][1:] == pytest.approx(expected)
