"""Runs as they are on disk, without anybody having trained them: made from events and from made-up probabilities."""

import dataclasses

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
    progress, done = Progress().after(Started(epochs, STEPS)), epochs if end is None else 1
    for epoch in range(done):
        loss = 1 / (epoch + 1)
        progress = progress.after(Batch(STEPS, loss, 1 - loss / 2, 2.0 * epoch + 1))
        progress = progress.after(
            Epoch(loss, 1 - loss / 2, 1.1 * loss, 0.97 - loss / 2, 2.0 * epoch + 2)
        )
    if end is not None:
        progress = progress.after(Batch(STEPS // 2, 0.4, 0.8, 3.0))
    run.save_progress(progress.after(end or Finished()))
    if is_measured:
        chance = np.random.default_rng(0).dirichlet(np.full(10, 0.1), len(digits.test_labels))
        probabilities = error * chance + (1 - error) * np.eye(10)[digits.test_labels]
        run.save_probabilities(probabilities)
        run.save_metrics(
            evaluate(digits.test_labels, probabilities) | {"dataset": digits.name} | provenance()
        )
    return run
