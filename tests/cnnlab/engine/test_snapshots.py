"""Moments of a training: in the test's own process, without an engine."""

import dataclasses

import numpy as np
import pytest

from cnnlab.engine.inspection import predict
from cnnlab.engine.looking import inspect
from cnnlab.engine.snapshots import Snapshots, moments_of
from cnnlab.runs import Book
from cnnlab.runs.json_files import DamagedFileError
from cnnlab.runs.kept_epoch import kept_epoch
from cnnlab.runs.snapshots import (
    MOST_SNAPSHOTS,
    drop_snapshots_after,
    save_snapshot,
    snapshots,
)
from cnnlab.runs.stored_checkpoint import last_weights
from labhelpers.model import build_cnn
from tests.labhelpers.small_training import (
    DIGITS,
    SHORT,
    SMALL,
    STEPS,
    assert_same_bits,
    left_alone,
    run_through,
    weights,
)
from tests.labhelpers.told import fold

pytestmark = pytest.mark.keras

BATCHES = STEPS * SHORT.epochs


@pytest.fixture
def run(lab_runs):
    return Book("tests", lab_runs).new_run(SMALL, SHORT, "embedded")


@pytest.fixture(scope="module")
def moments():
    """Return (network, its moments as `save_snapshot` takes them) of one training."""
    seen = []
    callback = Snapshots(lambda: BATCHES, lambda *moment: seen.append(moment))
    model, _events = run_through(SMALL, SHORT, callbacks=[callback])
    return model, seen


@pytest.fixture
def trained(run, moments):
    """Return the network of a run that has left snapshots."""
    model, seen = moments
    for moment in seen:
        save_snapshot(run, *moment)
    run.folder.mkdir(parents=True, exist_ok=True)
    model.save(run.model_path)
    return model


def test_moments_are_close_together_at_the_beginning_and_then_even():
    for batches in (1, 2, 5, 40, 864, 4220, 60_000):
        moments = moments_of(batches, MOST_SNAPSHOTS)
        assert moments == sorted(set(moments))
        assert len(moments) == min(MOST_SNAPSHOTS, batches - 1)
        assert all(0 < moment < batches for moment in moments)
    assert moments_of(864, MOST_SNAPSHOTS)[:6] == [1, 2, 4, 8, 16, 32]
    assert moments_of(864, 0) == []


def test_a_run_with_snapshots_ends_with_the_same_bits(trained):
    alone, _events = left_alone()
    assert_same_bits(weights(trained), weights(alone))


def test_each_moment_is_looked_at_from_the_untrained_network_to_the_trained_one(run, trained):
    images = DIGITS.test_images[:20]
    first = inspect("predict", run, 0, images)
    assert first == pytest.approx(predict(build_cnn(SMALL, SHORT.seed), images), abs=1e-5)
    last = inspect("predict", run, None, images)
    assert last == pytest.approx(predict(trained, images), abs=1e-5)
    assert snapshots(run) == list(range(1, BATCHES))
    between = [inspect("predict", run, batches, images) for batches in snapshots(run)]
    moved = [np.abs(now - last).max() for now in (first, *between)]
    assert moved[0] > moved[len(moved) // 2] > moved[-1] > 0


def test_the_end_can_be_looked_at_where_another_epoch_was_kept(run):
    hasty = dataclasses.replace(SHORT, learning_rate=0.3)
    run = dataclasses.replace(run, training=hasty)
    model, events = run_through(SMALL, hasty, save_checkpoint=run.save_checkpoint)
    run.save_progress(fold(events))
    model.save(run.model_path)
    assert kept_epoch(run.training, run.progress) == 1
    images = DIGITS.test_images[:20]
    last = build_cnn(SMALL)
    last.set_weights(last_weights(run.checkpoint))
    assert inspect("predict", run, BATCHES, images) == pytest.approx(
        predict(last, images), abs=1e-5
    )
    kept = inspect("predict", run, None, images)
    assert kept == pytest.approx(predict(model, images), abs=1e-5)
    assert np.abs(kept - predict(last, images)).max() > 0.01


def test_a_snapshot_reads_as_the_network_did(run, trained, moments):
    images = DIGITS.test_images[:20]
    network = build_cnn(SMALL)
    for batches, now in moments[1]:
        network.set_weights(now)
        probabilities = predict(network, images)
        assert inspect("predict", run, batches, images) == pytest.approx(probabilities, abs=2e-3)


def test_what_a_lost_training_left_goes(run, trained):
    drop_snapshots_after(run, 4)
    assert snapshots(run) == [1, 2, 3, 4]


def test_a_snapshot_that_cannot_be_read_says_so(run, trained):
    image = DIGITS.test_images[:1]
    broken, missing, other = snapshots(run)[:3]
    path = run.folder / f"snapshot-{broken:07d}.npz"
    path.write_bytes(path.read_bytes()[:100])
    (run.folder / f"snapshot-{missing:07d}.npz").unlink()
    save_snapshot(run, other, [np.zeros((2, 2), "float32")])
    for batches, words in ((broken, "not whole"), (missing, "not there"), (other, "another")):
        with pytest.raises(DamagedFileError, match=words):
            inspect("predict", run, batches, image)
