"""Runs as they are on disk that nobody has trained: made from events and made-up probabilities."""

import dataclasses
import json
import zipfile

import numpy as np

from cnnlab.engine.provenance import provenance
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.evaluation import evaluate
from labhelpers.events import Batch, Epoch, Finished, Progress, Started

STEPS = 10


def recorded_run(book, name="recorded", end=None, is_measured=True, error=0.2, epochs=3, **cnn):
    """Return a run of the embedded digits, in `book`'s folder `name`.

    end: the event that ended it; after any other than `Finished` (None) one epoch and half of
        the next are done.
    is_measured: whether it has metrics and probabilities.
    error: the share of chance in its probabilities.
    """
    digits = load_digits("embedded")
    run = book.new_run(CnnConfig(**cnn), TrainingConfig(epochs=epochs), "embedded", digits.name)
    run = dataclasses.replace(run, folder=book.folder / name)
    run.save()
    run.save_progress(_progress(epochs, end))
    if is_measured:
        _measure(run, digits, error)
    return run


def _progress(epochs, end):
    progress = Progress().after(Started(epochs, STEPS))
    for epoch in range(epochs if end is None else 1):
        loss = 1 / (epoch + 1)
        accuracy = 1 - loss / 2
        seconds = 2.0 * epoch
        progress = progress.after(Batch(STEPS, loss, accuracy, seconds + 1))
        ended = Epoch(loss, accuracy, 1.1 * loss, accuracy - 0.03, seconds + 2)
        progress = progress.after(ended)
    if end is None:
        return progress.after(Finished())
    return progress.after(Batch(STEPS // 2, 0.4, 0.8, 3.0)).after(end)


def _measure(run, digits, error):
    labels = digits.test_labels
    chance = np.random.default_rng(0).dirichlet(np.full(10, 0.1), len(labels))
    probabilities = error * chance + (1 - error) * np.eye(10)[labels]
    run.save_probabilities(probabilities)
    metrics = evaluate(labels, probabilities)
    leave_network(run)
    run.save_metrics(metrics | {"dataset": digits.name} | provenance())


def measured(**changes):
    """Return the metrics of ten images that were read rightly, some of them changed."""
    return evaluate(np.arange(10), np.eye(10)) | {"dataset": "ten digits"} | changes


def forget_choices(run):
    """Take the copy of a run's choices away that only newer versions leave in progress.json."""
    path = run.folder / "progress.json"
    state = json.loads(path.read_text())
    state.pop("choices", None)
    path.write_text(json.dumps(state))


def leave_network(run):
    """Leave an archive in the place of a run's network, which nobody here asks anything."""
    with zipfile.ZipFile(run.model_path, "w") as archive:
        archive.writestr("metadata.json", "{}")
