"""One changed choice: right where the book holds both runs, and its numbers are theirs."""

import dataclasses

import pytest

from cnnlab.runs import Book
from labhelpers.config import TrainingConfig
from lessons.step_05 import Exercises
from tests.lessons.checking import assert_not_yet, assert_nothing_breaks, assert_right
from tests.recorded import recorded_run

RIGHT = {
    "choice": "filters",
    "values": (8, 16),
    "prediction": "lower",
    "measured": (0.367, 0.4),
    "explanation": "More filters find more patterns, but one seed each may be chance.",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Return a book with two runs of 8 filters, one of 16, and one that differs in two choices."""
    book = Book("experiments", tmp_path_factory.mktemp("runs"))
    recorded_run(book, "eight", filters=8)
    for name, filters, loss in (("sixteen", 16, 0.4), ("again", 8, 0.38)):
        run = recorded_run(book, name, filters=filters)
        history = run.progress.history | {"val_loss": [0.9, 0.5, loss]}
        run.save_progress(dataclasses.replace(run.progress, history=history))
    other = recorded_run(book, "other", filters=4)
    dataclasses.replace(other, training=TrainingConfig(epochs=3, seed=7)).save()
    return book


def test_an_experiment(book):
    check = Exercises()
    assert_right(
        check.experiment,
        [
            RIGHT,
            RIGHT | {"measured": (0.38, 0.4)},
            RIGHT | {"values": [16, 8], "measured": [0.4, 0.3667], "prediction": "Higher"},
        ],
        book,
    )
    assert_not_yet(
        check.experiment,
        {
            "these keys": {"choice": "filters"},
            "expected is one of": RIGHT | {"choice": "colour"},
            "'lower', 'higher'": RIGHT | {"prediction": "better"},
            "Two different values": RIGHT | {"values": (8, 8)},
            "no two finished runs": RIGHT | {"values": (8, 32)},
            "alike in all other choices": RIGHT | {"values": (8, 4)},
            "The validation losses are others": RIGHT | {"measured": (0.4, 0.367)},
            "Explain in a sentence": RIGHT | {"explanation": "Because."},
        },
        book,
    )
    assert_nothing_breaks(check.experiment, book)


def test_without_a_book_it_asks_for_one():
    assert "session.book" in Exercises().experiment(RIGHT, None).message
