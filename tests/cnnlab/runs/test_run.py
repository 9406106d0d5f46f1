"""A run's folder on disk: what is written comes back."""

import dataclasses
import io
import json

import numpy as np
import pytest

from cnnlab.runs import Run
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.events import Batch, Epoch, Finished, Progress, Started
from tests.recorded import measured


def test_a_run_comes_back(book, run):
    assert Run.load(run.folder) == run
    assert book.runs() == [run]
    assert book.run(run.name) == run
    assert book.find(run.name) == run
    assert "folder" not in json.loads((run.folder / "run.json").read_text())


def test_before_training(run):
    assert run.progress == Progress(epochs=2)
    assert run.metrics is None
    assert run.probabilities is None
    assert run.checkpoint is None


def test_progress_and_metrics_come_back(run):
    batch = Batch(4, 1.0, 0.5, 1.0)
    epoch = Epoch(1.0, 0.5, 0.9, 0.6, 1.5)
    progress = Progress().after(Started(2, 4)).after(batch).after(epoch)
    run.save_progress(progress)
    assert run.progress == progress
    run.save_metrics(measured(accuracy=0.5, mistakes=[{"index": 3}]))
    assert run.metrics == measured(accuracy=0.5, mistakes=[{"index": 3}])


def test_a_loss_that_is_no_number_comes_back(run):
    epoch = Epoch(1.0, 0.5, float("inf"), 0.5, 1.0)
    progress = Progress().after(Started(2, 4)).after(Batch(4, float("nan"), 0.5, 1.0)).after(epoch)
    run.save_progress(progress)
    assert run.progress.status == "training"
    assert str(run.progress) == str(progress)


def test_arrays_come_back(run):
    probabilities = np.random.default_rng(0).random((7, 10))
    run.save_probabilities(probabilities)
    assert run.probabilities.dtype == np.float32
    np.testing.assert_array_equal(run.probabilities, probabilities.astype("float32"))
    arrays = {
        "epoch": np.asarray(1),
        "model_000": np.ones((3, 3), "float32"),
        "bits": np.array([np.nan, np.inf]),
    }
    run.save_checkpoint(arrays)
    assert set(run.checkpoint) == set(arrays)
    for name, array in arrays.items():
        np.testing.assert_array_equal(run.checkpoint[name], array)
        assert run.checkpoint[name].dtype == array.dtype
    names = {path.name for path in run.folder.iterdir()}
    assert names == {"run.json", "predictions.npz", "checkpoint.npz"}


def test_titles(run):
    assert run.title.startswith("8 filters, 2 epochs (")
    cnn = CnnConfig(filters=1)
    training = TrainingConfig(epochs=1)
    one = dataclasses.replace(run, cnn=cnn, training=training)
    assert one.title.startswith("1 filter, 1 epoch (")


# Files that cannot be read, and that a run can do without


@pytest.mark.parametrize("content", ["", "{", "[]", "3", "null", '{"accuracy": "0.9"}'])
def test_unreadable_metrics_are_none(book, run, content):
    (run.folder / "metrics.json").write_text(content)
    run.save_progress(Progress().after(Started(1, 1)).after(Finished()))
    assert run.metrics is None
    assert book.finished() == []


def archive():
    """Return the bytes of a whole archive."""
    made = io.BytesIO()
    np.savez(made, probabilities=np.ones((4, 10), "float32"))
    return made.getvalue()


def broken_archives():
    """Return the bytes of archives that are damaged in different ways."""
    whole = archive()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 0xFF
    pickled = io.BytesIO()
    np.savez(pickled, probabilities=np.array([{}], dtype=object))
    single = io.BytesIO()
    np.save(single, np.ones(3))
    cut = {f"cut to {share:.0%}": whole[: int(len(whole) * share)] for share in (0.01, 0.5, 0.99)}
    return {
        "empty": b"",
        "text": b"no archive",
        "pickled": pickled.getvalue(),
        "one array, no archive": single.getvalue(),
        "flipped": bytes(flipped),
        **cut,
    }


@pytest.mark.parametrize("content", broken_archives().values(), ids=broken_archives().keys())
def test_a_damaged_archive_is_as_none(run, content):
    for name in ("checkpoint.npz", "predictions.npz"):
        (run.folder / name).write_bytes(content)
    assert run.checkpoint is None
    assert run.probabilities is None


def test_whichever_byte_of_an_archive_is_another_nothing_is_raised(run):
    whole = archive()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        (run.folder / "predictions.npz").write_bytes(changed)
        assert run.probabilities is None or run.probabilities.dtype.kind in "fiu"
