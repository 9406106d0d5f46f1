"""The whole state of a run: on its way through JSON, how large it gets, and the time left."""

import dataclasses
import json

import msgpack
import pytest

from labhelpers.events import MAX_POINTS, Batch, Failed, Progress
from tests.labhelpers.told import three_epochs


def through_json(progress):
    return Progress.from_dict(json.loads(json.dumps(progress.to_dict())))


def through_msgpack(progress):
    """Return what comes back from Dask, which unpacks every list as a tuple."""
    return Progress.from_dict(msgpack.unpackb(msgpack.packb(progress.to_dict()), use_list=False))


@pytest.mark.parametrize(
    "progress",
    [Progress(), three_epochs(), three_epochs().after(Failed("It's “broken”."))],
)
def test_the_state_comes_back_from_json_and_msgpack(progress):
    assert through_json(progress) == progress
    assert through_msgpack(progress) == progress
    hash(through_json(progress).points)  # tuples, all the way down, as in the state itself


def test_a_state_from_another_version_can_be_read():
    assert Progress.from_dict({}) == Progress()
    state = three_epochs().to_dict() | {"colour": "blue"}
    del state["running"]
    del state["message"]
    expected = dataclasses.replace(three_epochs(), running=(0, 0.0, 0.0))
    assert Progress.from_dict(state) == expected


def test_a_read_state_goes_on():
    event = Batch(4, 0.2, 0.9, 12.0)
    assert through_json(three_epochs()).after(event) == three_epochs().after(event)


def test_the_whole_state_is_small_enough_to_be_sent_five_times_a_second():
    points = tuple((i / 3, 1 / 3, 2 / 3) for i in range(MAX_POINTS))
    history = {name: [1 / 3] * 100 for name in ("loss", "accuracy", "val_loss", "val_accuracy")}
    state = Progress(epochs=100, points=points, validation=points, history=history)
    assert len(json.dumps(state.to_dict())) < 50_000
