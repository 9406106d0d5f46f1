"""A visitor's book has so much of the disk: deleted runs go first, and no other one ever."""

import os
import shutil

import pytest

from cnnlab.runs import Book, quota
from cnnlab.runs.snapshots import snapshots
from cnnlab.session import OpenBook
from labhelpers.architecture import layer_table
from labhelpers.config import CnnConfig, TrainingConfig

WIDE = CnnConfig(filters=256, kernel_size=1, dense_units=1024)


@pytest.fixture
def book(lab_runs, monkeypatch):
    """A book that may have 14 MB."""
    monkeypatch.setenv(quota.VARIABLE, "14")
    return Book("mine")


@pytest.fixture
def add(book):
    """Return a function that puts a run of so many megabytes into the book."""

    def add(megabytes):
        run = book.new_run(CnnConfig(), TrainingConfig())
        run.save()
        run.model_path.write_bytes(bytes(megabytes * quota.MEGABYTE))
        return run

    return add


def names_in_trash(book):
    return {path.name for path in book.folder.glob(".trash/*")}


def new_run(book):
    """Return a run that will leave 9 MB."""
    return book.new_run(CnnConfig(), TrainingConfig())


def test_a_book_with_room_loses_nothing(book, add):
    deleted = add(3)
    book.delete(deleted)
    assert quota.make_room(book, new_run(book)) == ""
    assert names_in_trash(book) == {deleted.name}


def test_what_was_deleted_first_goes_first_and_only_as_much_as_is_needed(book, add):
    kept, first, second, third = (add(2) for _ in range(4))
    for second_it_was_deleted, run in enumerate([first, second, third], 1):
        book.delete(run)
        os.utime(book.folder / ".trash" / run.name, (second_it_was_deleted,) * 2)
    said = quota.make_room(book, new_run(book))
    assert said == "To make room, 2 deleted runs went for good."
    assert names_in_trash(book) == {third.name}
    assert [run.name for run in book.runs()] == [kept.name]


def test_a_full_book_refuses_with_what_to_do_and_keeps_everything(book, add):
    kept = [add(4), add(3)]
    deleted = add(1)
    book.delete(deleted)
    with pytest.raises(quota.QuotaError, match=r"may take 14 MB .* Delete runs"):
        quota.make_room(book, new_run(book))
    assert {run.name for run in book.runs()} == {run.name for run in kept}
    assert names_in_trash(book) == {deleted.name}


def test_before_a_run_is_refused_the_oldest_lose_the_moments_of_their_training(book, add):
    old, new = sorted((add(1) for _ in range(2)), key=lambda run: run.name)
    for run in (old, new):
        for batches in (1, 2):
            path = run.folder / f"snapshot-{batches:07d}.npz"
            path.write_bytes(bytes(quota.MEGABYTE))
    said = quota.make_room(book, new_run(book))
    assert said == "To make room, older runs lost the moments of their training."
    assert len(snapshots(old)) == 0
    assert len(snapshots(new)) == 2
    assert {run.name for run in book.runs()} == {new.name, old.name}


def test_a_wide_network_is_refused_before_it_is_trained(book):
    run = book.new_run(WIDE, TrainingConfig(best_epoch=False))
    # What the run stored was 590 MB; it kept no best epoch.
    assert quota.stored_bytes(run) == pytest.approx(590e6, rel=0.1)
    weights = 4 * sum(layer.parameters for layer in layer_table(WIDE))
    keeping = quota.stored_bytes(book.new_run(WIDE, TrainingConfig()))
    assert keeping - quota.stored_bytes(run) == weights
    with pytest.raises(quota.QuotaError):
        quota.make_room(book, run)


def test_a_run_that_goes_on_needs_no_more_room(book, add):
    add(9)
    assert quota.make_room(book, add(5)) == ""


def test_without_visitors_there_is_no_quota(book, add, monkeypatch):
    monkeypatch.delenv(quota.VARIABLE)
    add(20)
    assert quota.make_room(book, new_run(book)) == ""


def test_on_a_nearly_full_disk_deleted_runs_go_though_the_book_has_room(book, add, monkeypatch):
    deleted = add(3)
    book.delete(deleted)
    free = quota.BYTES_LEFT_FREE + 7 * quota.MEGABYTE  # the new run leaves 9
    monkeypatch.setattr(quota, "_free_bytes", lambda folder: free)
    assert quota.make_room(book, new_run(book)) == "To make room, 1 deleted run went for good."
    assert names_in_trash(book) == set()
    with pytest.raises(quota.QuotaError, match="disk has too little room"):
        quota.make_room(book, new_run(book))


def test_undo_is_not_offered_for_what_went(book, add):
    run = add(3)
    opened = OpenBook("mine")
    opened.refresh()
    opened.delete(run.name)
    opened.forget_gone()
    assert opened.deleted is not None
    shutil.rmtree(book.folder / ".trash" / run.name)
    opened.forget_gone()
    assert opened.deleted is None
