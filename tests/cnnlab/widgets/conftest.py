"""What the panels' tests share: a session that was not started, runs on disk, a browser's side.

No engine trains here, and no browser draws.
"""

import dataclasses
import json
import threading

import numpy as np
import pytest

from cnnlab.session import LabSession
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.evaluation import evaluate
from labhelpers.events import Batch, Epoch, Finished, Progress, Started


@pytest.fixture(scope="module")
def embedded():
    return load_digits("embedded")


@pytest.fixture
def session(lab_runs, embedded):
    opened = LabSession("mine", digits=embedded)
    yield opened
    opened.close()


@pytest.fixture
def send():
    """Return a function that has a widget receive a message as from the browser."""

    def send_to(widget, **content):
        # JSON is all that comes through there.
        widget._handle_custom_msg(json.loads(json.dumps(content)), [])

    return send_to


@pytest.fixture
def painted():
    """Return a function that waits until a session has drawn everything that it was to draw."""

    def wait(session):
        done = threading.Event()
        session.in_background(done.set)
        assert done.wait(30)

    return wait


@pytest.fixture
def add_run(painted):
    """Return a function that puts a run on disk, among those of a session's book."""

    def add(session, created, filters=8, shift=1, status="finished", **choices):
        """The run's network reads every seventh test digit as the one `shift` further on."""
        digits = session.digits
        training = TrainingConfig(**{"epochs": 2} | choices)
        run = session.book.new_run(CnnConfig(filters=filters), training, "embedded", digits.name)
        run = dataclasses.replace(run, created=created)
        run.save()
        run.save_progress(dataclasses.replace(progress_of_two_epochs(), status=status))
        if status == "finished":
            probabilities = mistaken_probabilities(digits.test_labels, shift)
            run.save_probabilities(probabilities)
            metrics = evaluate(digits.test_labels, probabilities)
            run.save_metrics(metrics | {"dataset": digits.name})
        session.refresh()
        painted(session)
        return run

    return add


def progress_of_two_epochs():
    progress = Progress(epochs=2).after(Started(2, 11))
    for epoch in (1, 2):
        progress = progress.after(Batch(11, 1.0, 0.5, 2.0 * epoch))
        progress = progress.after(Epoch(1.0, 0.5, 0.9, 0.8, 2.0 * epoch))
    return progress.after(Finished())


def mistaken_probabilities(labels, shift):
    """Return sure answers to `labels`: right but for every seventh."""
    guesses = labels.astype(int)
    guesses[::7] = (guesses[::7] + shift) % 10
    probabilities = np.full((len(guesses), 10), 0.02)
    probabilities[np.arange(len(guesses)), guesses] = 0.82
    return probabilities
