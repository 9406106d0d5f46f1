"""The runs of all books: read once, read again when they change, and never the default book's."""

import os
import shutil
import time

import pytest

from cnnlab.runs import Run
from cnnlab.wall.seen_runs import SECONDS_UNTIL_SETTLED, SeenRuns
from labhelpers.events import Stopped
from tests.cnnlab.wall.class_on_disk import add_run

# 500 runs: measured 6 ms on two cores that nobody else used.
MOST_SECONDS_OF_A_LOOK = 0.05


@pytest.fixture
def seen(lab_runs):
    return SeenRuns()


def settle(run):
    """Have a run's folder be one that changed long ago."""
    long_ago = time.time() - 2 * SECONDS_UNTIL_SETTLED
    os.utime(run.folder, (long_ago, long_ago))


def test_runs_of_all_books_but_the_default_one_are_seen(seen):
    assert seen.look() == []
    mine = add_run("a" * 32, accuracy=0.9)
    yours = add_run("b" * 32, accuracy=0.8, status="training")
    add_run("default")
    found = {run.run.folder: run for run in seen.look()}
    assert found.keys() == {mine.folder, yours.folder}
    assert found[mine.folder].book == "a" * 32
    assert found[mine.folder].progress.history["val_accuracy"][-1] == pytest.approx(0.9)
    assert found[mine.folder].metrics["confusion_matrix"][0][0] == 90
    assert found[yours.folder].metrics is None


def test_what_has_not_changed_is_not_read_again_and_what_has_is(seen):
    run = add_run("a" * 32)
    settle(run)
    (first,) = seen.look()
    (again,) = seen.look()
    assert again is first
    run.save_progress(run.progress.after(Stopped()))
    (changed,) = seen.look()
    assert changed.progress.status == "stopped"


def test_a_run_that_changed_just_now_or_is_on_is_read_again(seen):
    settle(add_run("a" * 32, status="training"))
    add_run("b" * 32)
    before = {run.book: run for run in seen.look()}
    after = {run.book: run for run in seen.look()}
    assert before["a" * 32] is not after["a" * 32]
    assert before["b" * 32] is not after["b" * 32]


def test_a_run_that_was_deleted_or_cannot_be_read_is_passed_over(seen):
    gone = add_run("a" * 32)
    damaged = add_run("a" * 32)
    assert len(seen.look()) == 2
    for name in ("run.json", "progress.json"):
        (damaged.folder / name).write_text("{")
    gone.folder.rename(gone.folder.parent / ".gone")
    assert seen.look() == []
    assert seen.run_in(damaged.folder) is None


def test_a_run_that_the_wall_ends_can_be_written_as_any_other(seen):
    run = add_run("a" * 32)
    seen.look()
    seen.run_in(run.folder).run.save()
    assert Run.load(run.folder) == run


def test_five_hundred_runs_are_looked_over_at_once(seen, lab_runs):
    run = add_run("a" * 32)
    settle(run)
    for number in range(499):
        copy = lab_runs / f"{number % 30:032x}" / f"{run.name}-{number}"
        shutil.copytree(run.folder, copy)  # with its times
    seen.look()
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        assert len(seen.look()) == 500
        seconds.append(time.perf_counter() - began)
    assert min(seconds) < MOST_SECONDS_OF_A_LOOK
