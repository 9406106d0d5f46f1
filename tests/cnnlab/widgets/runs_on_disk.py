"""Runs that a session finds on disk, without anybody having trained them."""

import dataclasses

import numpy as np

from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.evaluation import evaluate
from labhelpers.events import Batch, Epoch, Finished, Progress, Started
from tests.recorded import leave_network
from tests.waiting import painted

STEPS = 11


def add_run(session, created, filters=8, shift=1, status="finished", **choices):
    """Put a run on disk, and have the session find it; return the run.

    created: seconds since 1970.
    shift: how much further on the digit is that its network reads in every seventh test image.
    """
    training = TrainingConfig(**{"epochs": 2} | choices)
    digits = session.digits
    new = session.book.new_run(CnnConfig(filters=filters), training, "embedded", digits.name)
    run = dataclasses.replace(new, created=created)
    run.save()
    run.save_progress(dataclasses.replace(_progress(), status=status))
    if status == "finished":
        probabilities = _probabilities(digits.test_labels, shift)
        metrics = evaluate(digits.test_labels, probabilities)
        run.save_probabilities(probabilities)
        leave_network(run)
        run.save_metrics(metrics | {"dataset": digits.name})
    session.open_book.refresh()
    painted(session)
    return run


def _progress():
    """Return the state after two epochs of two seconds each."""
    progress = Progress(epochs=2).after(Started(2, STEPS))
    for seconds in (2.0, 4.0):
        progress = progress.after(Batch(STEPS, 1.0, 0.5, seconds))
        progress = progress.after(Epoch(1.0, 0.5, 0.9, 0.8, seconds))
    return progress.after(Finished())


def _probabilities(labels, shift):
    guesses = labels.astype(int)
    guesses[::7] = (guesses[::7] + shift) % 10
    probabilities = np.full((len(guesses), 10), 0.02)
    probabilities[np.arange(len(guesses)), guesses] = 0.82
    return probabilities


def marks(table):
    """Return the names of the runs on the chart, and of those whose evaluation is shown."""
    return [
        [row["name"] for row in table.rows if row[mark]] for mark in ("is_shown", "is_selected")
    ]
