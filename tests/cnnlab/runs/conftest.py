"""What the tests of runs share: an empty book, and a run in it that has yet to begin."""

import pytest

from cnnlab.runs import Book
from labhelpers.config import CnnConfig, TrainingConfig


@pytest.fixture
def book(lab_runs):
    return Book()


@pytest.fixture
def run(book):
    cnn = CnnConfig(filters=8)
    training = TrainingConfig(epochs=2, seed=3)
    run = book.new_run(cnn, training, "embedded", "embedded digits")
    run.save()
    return run
