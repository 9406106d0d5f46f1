"""What `python -m benchmarks class_faults` counts of runs on disk."""

import dataclasses

from benchmarks.class_runs import Onward, damage_of, runs_in
from cnnlab.runs import Book
from labhelpers.events import Paused
from tests.recorded import recorded_run
from tests.waiting import wait_until

BOOKS = ("0" * 32, "f" * 32)
NAMES = ("20260101-100000-aaaaaa", "20260101-100001-bbbbbb")


def test_the_runs_of_all_visitors_are_found_and_nothing_else(lab_runs):
    for name in (*BOOKS, "default"):
        recorded_run(Book(name), NAMES[0])
    (lab_runs / ".class").mkdir()
    assert [run.folder.parent.name for run in runs_in(lab_runs)] == list(BOOKS)


def test_a_whole_run_has_no_damage_and_each_file_that_is_not_whole_is_named(lab_runs):
    run = recorded_run(Book(BOOKS[0]), NAMES[0])
    run.save_checkpoint({"epoch": 3})
    assert damage_of(run) == ""
    for name in ("checkpoint.npz", "predictions.npz", "progress.json", "metrics.json"):
        kept = (run.folder / name).read_bytes()
        (run.folder / name).write_bytes(kept[: len(kept) // 2])
        assert name in damage_of(run)
        (run.folder / name).write_bytes(kept)
    (run.folder / "run.json").write_text("{")
    (run.folder / "progress.json").write_text("{")
    (found,) = runs_in(lab_runs)
    assert damage_of(found)


def test_a_run_has_gone_on_when_it_is_beyond_where_it_was(lab_runs):
    book = Book(BOOKS[0])
    run, other = [recorded_run(book, name, Paused(), is_measured=False) for name in NAMES]
    recorded_run(Book(BOOKS[1]), NAMES[0])  # which is over
    onward = Onward(runs_in(lab_runs))
    assert {found.folder for found in onward.runs} == {run.folder, other.folder}
    onward.start()
    state = run.progress
    run.save_progress(dataclasses.replace(state, epoch=state.epoch + 1))
    wait_until(lambda: onward.seconds)
    assert len(onward.end()) == 1
