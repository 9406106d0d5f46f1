"""A visitor's book holds so many runs: the oldest go to the trash, but none that is marked."""

import pytest

from cnnlab.runs import Book, most_runs
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.events import Progress


@pytest.fixture
def book(lab_runs, monkeypatch):
    """A book that may hold three runs."""
    monkeypatch.setenv(most_runs.VARIABLE, "3")
    return Book("mine")


@pytest.fixture
def add(book):
    """Return a function that puts a run into the book; each is newer than the one before."""
    created = 1000.0

    def add(status="finished"):
        nonlocal created
        created += 1
        run = book.new_run(CnnConfig(), TrainingConfig())
        object.__setattr__(run, "created", created)
        run.save()
        run.save_progress(Progress(status, epochs=1))
        return run

    return add


def names(book):
    return {run.name for run in book.runs()}


def make_place(book, shown=()):
    return most_runs.make_place(book, book.new_run(CnnConfig(), TrainingConfig()), shown)


def test_a_book_with_a_place_loses_nothing(book, add):
    add()
    add()
    assert make_place(book) == ""
    assert len(names(book)) == 2


def test_the_oldest_goes_to_the_trash_with_a_note(book, add):
    oldest, *others = (add() for _ in range(3))
    said = make_place(book)
    what = f"the oldest that may go, {oldest.title}"
    assert said == f"A book holds 3 runs: {what}, went to the trash."
    assert names(book) == {run.name for run in others}
    book.restore(oldest)
    assert oldest.name in names(book)
    add()
    assert "the oldest that may go, 2 runs, went to the trash" in make_place(book)


def test_none_goes_that_was_shown_looked_at_handed_in_or_is_not_over(book, add):
    looked_at, handed_in, shown, paused, free = (add() for _ in range(5))
    looked_at.note_look()
    (handed_in.folder / "handed_in.json").write_text("{}")
    paused.save_progress(Progress("paused", epochs=1))
    assert free.title in make_place(book, [shown.folder])
    assert names(book) == {run.name for run in (looked_at, handed_in, shown, paused)}
    assert make_place(book, [shown.folder]) == "", "there is nothing that may go"


def test_a_run_that_goes_on_and_a_book_without_a_limit_need_no_place(book, add, monkeypatch):
    runs = [add() for _ in range(3)]
    assert most_runs.make_place(book, runs[0], []) == ""
    monkeypatch.delenv(most_runs.VARIABLE)
    assert make_place(book) == ""
    assert len(names(book)) == 3
