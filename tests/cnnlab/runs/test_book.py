"""A book of runs: where it is, its order, what finished and is best, deleting and the trash."""

import dataclasses
import os
import shutil
import time

import numpy as np
import pytest

from cnnlab.runs import Book, runs_folder
from cnnlab.runs.book import TRASH
from cnnlab.runs.names import NAME_PATTERN
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.events import Finished, Progress, Started
from tests.recorded import forget_choices, measured


def finished(book, created, accuracy=0.9):
    """Return a run that finished at a time of its own choosing."""
    run = dataclasses.replace(book.new_run(CnnConfig(), TrainingConfig()), created=created)
    run.save()
    run.save_progress(Progress().after(Started(1, 1)).after(Finished()))
    run.save_metrics(measured(accuracy=accuracy))
    return run


def test_the_folder_of_runs(lab_runs, monkeypatch, project, tmp_path):
    assert runs_folder() == lab_runs
    monkeypatch.setenv("LAB_RUNS", "")
    assert runs_folder() == project / "runs"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAB_RUNS", "elsewhere")
    assert runs_folder() == tmp_path / "elsewhere"


def test_a_new_run_is_not_on_disk(book, lab_runs):
    run = book.new_run(CnnConfig(), TrainingConfig())
    assert run.folder.parent == lab_runs / "default"
    assert NAME_PATTERN.fullmatch(run.name)
    assert list(lab_runs.iterdir()) == []
    assert book.runs() == []
    assert book.new_run(CnnConfig(), TrainingConfig()).folder != run.folder


def test_a_moved_folder_of_runs_is_found(lab_runs, run, tmp_path):
    shutil.move(lab_runs, tmp_path / "moved")
    (moved,) = Book(root=tmp_path / "moved").runs()
    assert moved == dataclasses.replace(run, folder=tmp_path / "moved" / "default" / run.name)


def test_books_do_not_see_each_other(book, run):
    assert Book("other").runs() == []
    for look in (Book("other").run, Book("other").find):
        with pytest.raises(ValueError, match="holds no run"):
            look(run.name)


def test_what_is_no_run_is_passed_over(book, run):
    (book.folder / "note.txt").write_text("hello")
    (book.folder / "empty").mkdir()
    (book.folder / "notes").mkdir()
    (book.folder / "notes" / "note.txt").write_text("hello")
    (book.folder / "beginning").mkdir()
    (book.folder / "beginning" / ".0a1b2c3d-run.json").write_text("{")  # not moved into place yet
    assert book.runs() == [run]


def test_runs_are_newest_first(book):
    made = [finished(book, created) for created in (200.0, 300.0, 100.0)]
    assert [run.created for run in book.runs()] == [300.0, 200.0, 100.0]
    assert book.finished() == [made[1], made[0], made[2]]


def test_a_finished_run_finished_and_was_measured(book):
    assert book.finished() == []
    assert book.best_finished() is None
    oldest = finished(book, 100.0)
    unmeasured = finished(book, 200.0)
    (unmeasured.folder / "metrics.json").unlink()
    stopped = finished(book, 300.0)
    stopped.save_progress(dataclasses.replace(stopped.progress, status="stopped"))
    dataclasses.replace(book.new_run(CnnConfig(), TrainingConfig()), created=400.0).save()
    damaged = finished(book, 500.0)
    forget_choices(damaged)
    (damaged.folder / "run.json").write_text("{")
    assert book.finished() == [oldest]
    assert book.best_finished() == oldest


def test_a_copy_with_a_name_that_no_run_has_is_passed_over(book):
    run = finished(book, 100.0)
    shutil.copytree(run.folder, book.folder / "my run (copy)")
    assert book.runs() == [run]


def test_a_run_that_began_first_may_finish_last(book):
    slow = finished(book, 100.0)
    quick = finished(book, 200.0)
    slow.save_metrics(slow.metrics | {"measured_at": 900.0})
    quick.save_metrics(quick.metrics | {"measured_at": 300.0})
    assert book.finished() == [slow, quick]


def with_loss(run, losses, **changes):
    """Return a finished run, changed, whose validation loss was this after each epoch."""
    run = dataclasses.replace(run, **changes)
    run.save()
    run.save_progress(dataclasses.replace(run.progress, history={"val_loss": losses}))
    return run


def test_the_best_run_ended_with_the_lowest_validation_loss_whatever_its_test_accuracy(book):
    best = with_loss(finished(book, 100.0, accuracy=0.8), [0.9, 0.2])
    with_loss(finished(book, 200.0, accuracy=0.99), [0.1, 0.3])
    finished(book, 300.0)  # without a loss
    assert book.best_finished() == best


def test_the_best_run_is_one_on_the_images_of_the_last(book):
    with_loss(finished(book, 100.0), [0.1], checksum="others")
    last = with_loss(finished(book, 200.0), [0.2], checksum="these")
    assert book.best_finished() == last


def test_deleting_removes_that_run_alone(book):
    kept = finished(book, 1.0)
    removed = finished(book, 2.0)
    book.delete(removed)
    assert book.runs() == [kept]
    assert not removed.folder.exists()
    with pytest.raises(OSError, match=removed.name):
        book.delete(removed)


def test_a_deleted_run_comes_back_whole(book):
    run = finished(book, 2.0)
    other = finished(book, 1.0)
    run.rename("mine")
    run.save_probabilities(np.ones((2, 10)))
    book.delete(run)
    book.delete(other)  # the trash holds more than one
    book.restore(run)
    (back,) = book.runs()
    assert back.title == "mine"
    assert back.metrics["accuracy"] == 0.9
    assert back.probabilities.shape == (2, 10)
    with pytest.raises(OSError, match=run.name):
        book.restore(run)
    book.delete(run)
    assert book.runs() == []


def test_who_looks_at_or_renames_a_deleted_run_does_not_bring_its_folder_back(book, run):
    book.delete(run)
    with pytest.raises(OSError):
        run.note_look()
    with pytest.raises(OSError):
        run.rename("late")
    assert not run.folder.exists()
    book.restore(run)
    assert book.runs() == [run]


def test_the_trash_is_emptied_after_thirty_days(book):
    fresh = finished(book, 1.0)
    old = finished(book, 2.0)
    long_ago = time.time() - 31 * 24 * 3600
    for run in (fresh, old):
        # What counts is when it was deleted, not when it was trained.
        os.utime(run.folder, (long_ago, long_ago))
        book.delete(run)
    os.utime(book.folder / TRASH / old.name, (long_ago, long_ago))
    (book.folder / TRASH / "note.txt").write_text("no folder")
    book.empty_trash()
    book.restore(fresh)
    with pytest.raises(OSError, match=old.name):
        book.restore(old)
    assert book.runs() == [fresh]
    Book("empty").empty_trash()


def test_nothing_outside_is_removed_with_the_trash(book, run, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.txt").write_text("kept")
    book.delete(run)
    (book.folder / TRASH / "link").symlink_to(outside)
    os.utime(outside, (0, 0))
    book.empty_trash()
    assert (outside / "kept.txt").exists()


def test_deleting_never_leaves_the_book(book, run, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    for folder in (book.folder / "..", outside / ".."):
        with pytest.raises(ValueError, match="name of a run"):
            book.delete(dataclasses.replace(run, folder=folder))
    assert outside.exists()
    assert book.runs() == [run]


def test_a_file_where_the_book_should_be_is_an_oserror(lab_runs):
    (lab_runs / "default").write_text("not a folder")
    book = Book()
    assert book.runs() == []
    with pytest.raises(OSError, match=r"default|run\.json"):
        book.new_run(CnnConfig(), TrainingConfig()).save()
