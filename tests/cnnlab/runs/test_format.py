"""The number of the format in a run's JSON files, and what is logged of those not read."""

import json
import logging

import pytest

from cnnlab.runs import DamagedRun
from cnnlab.runs.json_files import FORMAT
from labhelpers.events import Progress
from tests.recorded import measured

FILES = ["run.json", "progress.json", "metrics.json", "title.json"]


@pytest.fixture
def full(run):
    """A run with each of the JSON files."""
    run.save_progress(Progress(status="paused", epochs=2))
    run.save_metrics(measured(accuracy=0.5))
    run.rename("mine")
    return run


def set_format(path, number):
    """Write another format into a file; None takes it away."""
    content = json.loads(path.read_text())
    del content["format"]
    path.write_text(json.dumps(content if number is None else {"format": number} | content))


def read_all(book, run):
    """Return what the four files say."""
    (found,) = book.runs()
    return found.cnn, found.title, found.progress, found.metrics


def test_every_file_has_its_format_and_readers_do_not_see_it(book, full):
    for name in FILES:
        stored = json.loads((full.folder / name).read_text())
        assert stored["format"] == FORMAT == 2
    assert full.metrics == measured(accuracy=0.5)


def test_files_without_a_format_were_written_before_and_are_read(book, full):
    before = read_all(book, full)
    for name in FILES:
        set_format(full.folder / name, None)
    assert read_all(book, full) == before


def test_a_run_of_a_newer_version_says_so(book, full):
    set_format(full.folder / "run.json", 3)
    (row,) = book.runs()
    assert isinstance(row, DamagedRun)
    assert row.problem == (
        "run.json was written by a newer version of the lab (format 3; this version reads 2). "
        "Update the lab to see this run."
    )
    assert row.title == "mine"


def test_a_state_of_a_newer_version_says_so(book, full):
    set_format(full.folder / "progress.json", 7)
    assert full.progress.status == "damaged"
    assert full.progress.message.startswith("progress.json was written by a newer version of")
    assert full.progress.message.endswith("Update the lab to see this run.")


def test_metrics_and_title_of_a_newer_version_are_as_none(book, full):
    for name in ("metrics.json", "title.json"):
        set_format(full.folder / name, 3)
    (row,) = book.runs()
    assert row.metrics is None
    assert row.title.startswith("8 filters, 2 epochs (")


@pytest.mark.parametrize("number", ["1", 0, -1, 1.5, True, [1], {}], ids=repr)
def test_a_format_that_is_none_is_damage(book, full, number):
    for name in ("run.json", "progress.json"):
        set_format(full.folder / name, number)
    assert "its format is" in full.progress.message
    (row,) = book.runs()
    assert "its format is" in row.problem


def test_what_is_passed_over_is_logged_with_its_traceback_and_only_once(book, full, caplog):
    caplog.set_level(logging.INFO, "cnnlab.runs")
    for name in FILES:
        (full.folder / name).write_text("{")
    (full.folder / "checkpoint.npz").write_text("no archive")
    for _ in range(3):
        book.runs()
        assert full.progress.status == "damaged"
        assert full.metrics is None
        assert full.checkpoint is None
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 5
    for name in ("progress.json", "metrics.json", "title.json", "checkpoint.npz"):
        assert len([words for words in told if str(full.folder / name) in words]) == 1
    assert all(record.exc_info for record in caplog.records)


def test_nothing_is_logged_where_all_is_well(book, full, caplog):
    caplog.set_level(logging.DEBUG, "cnnlab.runs")
    read_all(book, full)
    assert full.checkpoint is None  # there is none yet
    assert caplog.records == []
