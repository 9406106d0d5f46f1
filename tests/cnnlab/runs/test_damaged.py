"""Runs whose files cannot be read: each has a row that says so, and none hides the others."""

import dataclasses
import json
import shutil

import pytest

from cnnlab.runs import Book, DamagedRun
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.events import Finished, Progress, Started
from tests.recorded import forget_choices, recorded_run

# What may stand in any of a run's JSON files, by what it is called in the sentence.
NO_JSON = {
    "it is empty": b"",
    "it is not whole": b'{"epochs": 3, "status": "trai',
    "or it was changed": bytes(400),
    "it was changed": b"\x89PNG\r\n\x1a\n\x00\xff",
    "changed": b'{"dataset": "\xe9"}',
    "not whole, or it was changed": b"[" * 200_000,
    "it holds None": b"null",
    "it holds []": b"[]",
    "it holds 3": b"3",
    "it holds 'finished'": b'"finished"',
}
WRONG_IN_RUN = {
    "cnn": [None, [], {"filters": 0}, {"filters": "32"}, {"colours": 3}],
    "training": [None, 3, {"epochs": 0}, {"seed": 1.5}],
    "source": [None, 3, ["auto"]],
    "dataset": [None, 3, "half a \ud83d"],
    "created": ["yesterday", None, True, 1e30, float("nan"), float("-inf"), 10**400, [1]],
    "colour": ["red"],
}
WRONG_IN_PROGRESS = {
    "status": [None, 3, "", "over", "damaged", ["finished"]],
    "message": [None, 3, "half a \ud83d"],
    "epoch": [None, "1", -1, 1.5, True, 2],
    "epochs": [None, "2", float("inf")],
    "step": [None, -1, 11, [1]],
    "steps": [0, "10"],
    "seconds": [None, "3", -1, True],
    "points": [None, 5, [1, 2], [[1, 2]], [[1, 2, "3"]], [[1, 2, 10**400]], {"a": 1}],
    "validation": [None, 5, [[1, 2, None]]],
    "history": [None, [], {"loss": 3}, {"loss": ["low"]}],
    "running": [None, [], [1, 2], 3],
}


def cases(wrong):
    """Return every field with each of its wrong values."""
    return [(name, value) for name, values in wrong.items() for value in values]


def finished(book, name):
    run = dataclasses.replace(
        book.new_run(CnnConfig(), TrainingConfig(epochs=1)), folder=book.folder / name
    )
    run.save()
    run.save_progress(Progress().after(Started(1, 10)).after(Finished()))
    forget_choices(run)
    return run


def change(path, **fields):
    """Write some fields of a JSON file anew."""
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


def damaged_row(book, run, whole):
    """Return the row of a run whose run.json is damaged, beside one that is whole."""
    rows = {row.name: row for row in book.runs()}
    assert rows.pop(whole.name) == whole
    (row,) = rows.values()
    assert isinstance(row, DamagedRun)
    assert row.name == run.name
    assert row.progress.status == "damaged"
    assert not row.progress.is_active
    assert row.problem == row.progress.message
    return row


# run.json


@pytest.mark.parametrize(("reason", "content"), NO_JSON.items(), ids=NO_JSON)
def test_a_run_json_that_is_none_is_a_damaged_row(book, run, reason, content):
    broken = finished(book, "broken")
    (broken.folder / "run.json").write_bytes(content)
    row = damaged_row(book, broken, run)
    assert row.problem.startswith("run.json cannot be read (")
    assert reason in row.problem
    assert "so nobody knows what this run was made of." in row.problem
    assert row.problem.endswith("Delete the run.")
    assert len(row.problem) < 300
    assert book.find("broken") == row
    with pytest.raises(ValueError, match=r"^broken holds no run that can be read"):
        book.run("broken")


@pytest.mark.parametrize(("name", "value"), cases(WRONG_IN_RUN), ids=repr)
def test_one_wrong_value_in_run_json_is_a_damaged_row(book, run, name, value):
    broken = finished(book, "broken")
    change(broken.folder / "run.json", **{name: value})
    row = damaged_row(book, broken, run)
    assert row.problem.startswith("run.json cannot be read (")
    json.dumps(row.problem).encode()


def test_a_run_json_without_its_choices_is_damaged(book, run):
    broken = finished(book, "broken")
    (broken.folder / "run.json").write_text("{}")
    assert "(it has no 'cnn')" in damaged_row(book, broken, run).problem


def test_a_folder_or_nothing_in_the_place_of_run_json(book, run):
    broken = finished(book, "broken")
    (broken.folder / "run.json").unlink()
    assert damaged_row(book, broken, run).problem.startswith("run.json is missing, so nobody")
    (broken.folder / "run.json").mkdir()
    assert "(it is a folder)" in damaged_row(book, broken, run).problem


def test_a_damaged_run_has_a_name_a_title_and_a_place(book, run):
    before = finished(book, "20200102-030405-abcdef")
    after = finished(book, "somebody-named-it")
    for broken in (before, after):
        (broken.folder / "run.json").write_text("{")
    assert [row.name for row in book.runs()] == [after.name, run.name, before.name]
    assert book.find(before.name).title == before.name
    book.find(before.name).rename("my best")
    assert book.find(before.name).title == "my best"
    (before.folder / "title.json").write_text("{")
    assert book.find(before.name).title == before.name


def test_what_is_left_of_a_damaged_run_is_said(book):
    broken = recorded_run(book, "broken", epochs=1)
    forget_choices(broken)
    broken.model_path.unlink()
    (broken.folder / "run.json").write_text("{")
    assert "Still whole: its measurements." in book.find("broken").problem
    shutil.make_archive(str(broken.folder / "model"), "zip", broken.folder, "metrics.json")
    (broken.folder / "model.zip").rename(broken.folder / "model.keras")
    assert "Still whole: its network and measurements." in book.find("broken").problem
    (broken.folder / "metrics.json").write_text("{")
    assert "Still whole: its network." in book.find("broken").problem


def test_a_damaged_run_is_deleted_and_comes_back(book, run):
    broken = finished(book, "broken")
    (broken.folder / "run.json").write_bytes(b"\0\0")
    row = book.find("broken")
    book.delete(row)
    assert book.runs() == [run]
    with pytest.raises(ValueError, match="holds no run that can be read: its folder has gone"):
        book.find("broken")
    book.restore(row)
    assert (broken.folder / "run.json").read_bytes() == b"\0\0"
    damaged_row(book, broken, run)


# progress.json


def assert_damaged(run, reason=""):
    """Check that a run's progress is damaged, that it says why, and that nothing was written."""
    path = run.folder / "progress.json"
    before = path.read_bytes() if path.is_file() else None
    progress = run.progress
    assert progress == Progress(status="damaged", epochs=1, message=progress.message)
    assert not progress.is_active
    assert progress.message.startswith("progress.json cannot be read (")
    assert reason in progress.message
    assert len(progress.message) < 300
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize(("reason", "content"), NO_JSON.items(), ids=NO_JSON)
def test_a_progress_json_that_is_none_is_damaged(book, run, reason, content):
    broken = finished(book, "broken")
    (broken.folder / "progress.json").write_bytes(content)
    assert_damaged(broken, reason)
    assert {row.name: row.progress.status for row in book.runs()} == {
        "broken": "damaged",
        run.name: "waiting",
    }


@pytest.mark.parametrize(("name", "value"), cases(WRONG_IN_PROGRESS), ids=repr)
def test_one_wrong_value_in_progress_json_is_damaged(book, name, value):
    broken = finished(book, "broken")
    change(broken.folder / "progress.json", epoch=1)
    assert broken.progress.status == "finished"
    change(broken.folder / "progress.json", **{name: value})
    assert_damaged(broken)


def test_a_folder_in_the_place_of_progress_json_is_damaged(book):
    broken = finished(book, "broken")
    (broken.folder / "progress.json").unlink()
    assert broken.progress.status == "waiting"
    (broken.folder / "progress.json").mkdir()
    assert_damaged(broken, "(it is a folder)")


def test_what_is_left_beside_a_damaged_progress_is_said(book):
    broken = recorded_run(book, "broken", epochs=1)
    (broken.folder / "progress.json").write_text("{")
    broken.model_path.unlink()
    assert "The run's measurements are whole: Show has" in broken.progress.message
    (broken.folder / "metrics.json").unlink()
    assert "neither a network nor a measurement. Delete the run" in broken.progress.message
    shutil.make_archive(str(broken.folder / "model"), "zip", broken.folder, "run.json")
    (broken.folder / "model.zip").rename(broken.folder / "model.keras")
    assert "network is whole, but has no measurement that can be read." in broken.progress.message


# What cannot be read


@pytest.mark.parametrize("name", ["run.json", "progress.json"])
def test_what_the_system_refuses_to_read_is_damaged(book, name):
    broken = finished(book, "broken")
    file = broken.folder / name
    file.unlink()
    file.symlink_to(file)  # refused to root, too, who may read whatever its permissions say
    assert "(Too many levels of symbolic links)" in book.find("broken").progress.message


def test_a_hundred_runs_are_read_though_every_other_one_is_damaged(lab_runs):
    book = Book("many")
    for number in range(100):
        run = finished(book, f"run-{number}")
        if number % 2:
            (run.folder / "run.json").write_text("{")
    kinds = [isinstance(row, DamagedRun) for row in book.runs()]
    assert (len(kinds), sum(kinds)) == (100, 50)
