"""Runs whose files cannot be read, in the table of the page: seen, named, explained, deleted."""

import json

import numpy as np
import pytest

from cnnlab.runs import Book
from cnnlab.session import LabSession
from cnnlab.widgets.evaluation import evaluation_panel
from cnnlab.widgets.training import training_panel
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.events import Paused
from tests.from_browser import send
from tests.recorded import forget_choices, recorded_run
from tests.waiting import painted

pytestmark = pytest.mark.panels

DAMAGE = [b"", b"{", bytes(200), b"\xff\xfe", b"[" * 200_000, b"null", b"[]", b"7", b"{}"]


@pytest.fixture
def book(lab_runs):
    """A book with a whole run and two more, which the tests damage."""
    book = Book("tests")
    for name in ("whole", "choices", "state"):
        run = recorded_run(book, name, epochs=1, filters=8)
        forget_choices(run)
    return book


@pytest.fixture
def session(book):
    """A session that is told to read the book; no engine is started for that."""
    opened = LabSession(book.name, source="embedded")
    yield opened
    opened.close()


def show_newest(session):
    """Have a session read its book and show the newest run, as it does when a page is opened."""
    session.open_book.refresh()
    session.shown.show_newest(session.open_book.runs)


def rows_of(panel):
    return {row["name"]: row for row in panel.table.rows}


@pytest.mark.parametrize("content", DAMAGE, ids=lambda content: repr(content)[:20])
def test_damaged_runs_stand_in_the_table_beside_the_others(book, session, content):
    (book.folder / "choices" / "run.json").write_bytes(content)
    (book.folder / "state" / "progress.json").write_bytes(content)
    panel = training_panel(session)
    show_newest(session)
    rows = rows_of(panel)
    assert {name: row["status"] for name, row in rows.items()} == {
        "whole": "finished",
        "choices": "damaged",
        "state": "damaged",
    }
    json.dumps(panel.table.rows, allow_nan=False).encode()  # as it goes to the browser
    choices = rows["choices"]
    assert choices["title"] == "choices"
    assert choices["choices"] == []
    assert choices["dataset"] == ""
    assert (choices["seconds"], choices["validation"], choices["test"]) == (None, None, None)
    assert choices["message"].startswith("run.json cannot be read (")
    state = rows["state"]
    assert state["title"].startswith("8 filters, 1 epoch (")
    assert ["8 filters", True] in [list(told) for told in state["choices"]]
    assert (state["is_hidden"], state["test"]) == (True, None)
    panel.table.session.open_book.look("state")
    assert 0.8 < rows_of(panel)["state"]["test"] <= 1
    assert state["message"].startswith("progress.json cannot be read (")
    assert rows["whole"]["message"] == ""
    assert session.shown.run.name == "whole"
    assert session.shown.actions == {"train"}


def test_the_newest_run_that_can_be_read_is_shown(book, session):
    newest = book.runs()[0]
    (newest.folder / "run.json").write_text("{")
    show_newest(session)
    assert session.shown.run is not None and session.shown.run.name != newest.name


def test_a_run_without_its_state_is_shown_and_evaluated(book, session):
    (book.folder / "state" / "progress.json").write_text("{")
    panel = training_panel(session)
    show_newest(session)
    send(panel.table, action="show", run="state")
    assert session.shown.run.name == session.open_book.selected.name == "state"
    assert "progress.json cannot be read" in panel.table.message
    assert "progress.json cannot be read" in panel.status.value
    assert rows_of(panel)["state"]["is_shown"]
    assert not panel.train.disabled and panel.stop.disabled and panel.pause.disabled


def test_a_run_without_its_choices_is_explained_renamed_deleted_and_brought_back(book, session):
    (book.folder / "choices" / "run.json").write_text("{")
    panel = training_panel(session)
    show_newest(session)
    shown = session.shown.run
    send(panel.table, action="show", run="choices")
    assert panel.table.message.startswith("run.json cannot be read (it is not whole")
    assert session.shown.run == shown
    send(panel.table, action="rename", run="choices", text="my best")
    assert rows_of(panel)["choices"]["title"] == "my best"
    assert panel.table.message == "choices is now called my best."
    session.open_book.select("choices")
    assert session.open_book.message.startswith("run.json cannot be read")
    send(panel.table, action="delete", run="choices")
    assert set(rows_of(panel)) == {"whole", "state"}
    assert panel.table.deleted == {"name": "choices", "title": "my best"}
    send(panel.table, action="undo")
    assert rows_of(panel)["choices"]["status"] == "damaged"
    assert (book.folder / "choices" / "run.json").read_text() == "{"


def test_a_run_that_was_only_created_waits(book, session):
    run = book.new_run(CnnConfig(), TrainingConfig())
    run.save()
    panel = training_panel(session)
    session.open_book.refresh()
    assert rows_of(panel)[run.name]["status"] == "waiting"


def test_a_run_that_lost_its_state_never_waits(book, session):
    """It was taken for one that had yet to begin, and "paused, cut off" written in its place."""
    run = book.run("state")
    (run.folder / "progress.json").unlink()
    panel = training_panel(session)
    session.open_book.refresh()
    row = rows_of(panel)["state"]
    assert row["status"] == "damaged"
    assert row["message"].startswith("progress.json is missing, so the curves are lost.")
    session._runner.end(run, Paused("cut off"))
    assert not (run.folder / "progress.json").exists()


def test_a_state_that_cannot_be_read_is_not_written_over(book, session):
    run = book.run("state")
    (run.folder / "progress.json").write_bytes(b"half of what it wa")
    session.open_book.refresh()
    session._runner.end(run, Paused("cut off"))
    assert (run.folder / "progress.json").read_bytes() == b"half of what it wa"
    assert run.progress.status == "damaged"


def test_the_choices_of_a_run_are_found_in_its_state(book, session):
    run = book.run("whole")
    run.save_progress(run.progress)  # as newer versions write it
    (run.folder / "run.json").write_bytes(b"")
    panel = training_panel(session)
    show_newest(session)
    row = rows_of(panel)["whole"]
    assert row["status"] == "finished"
    assert row["message"] == (
        "run.json cannot be read (it is empty); what was chosen is taken from progress.json."
    )
    send(panel.table, action="show", run="whole")
    assert session.open_book.selected.cnn == run.cnn
    assert row["message"] in panel.table.message


@pytest.mark.parametrize(
    ("file", "cost"),
    [
        ("metrics.json", "so its evaluation is lost."),
        ("predictions.npz", "so no test digits can be shown."),
        ("model.keras", "so its network reads no drawings."),
        ("title.json", "so the name that somebody gave it is lost."),
    ],
)
def test_a_file_of_a_finished_run_that_is_damaged_is_said(book, session, file, cost):
    book.run("whole").rename("mine")
    (book.folder / "whole" / file).write_bytes(b"half of what it wa")
    panel = training_panel(session)
    show_newest(session)
    row = rows_of(panel)["whole"]
    assert row["status"] == "finished"
    assert row["message"].startswith(f"{file} cannot be read (")
    assert row["message"].endswith(cost)
    send(panel.table, action="show", run="whole")
    assert row["message"] in panel.table.message
    assert "It was not measured" not in panel.table.message


def test_whatever_is_damaged_the_rest_of_an_evaluation_is_shown(book, session):
    (book.folder / "whole" / "predictions.npz").write_bytes(b"PK")
    panel = evaluation_panel(session)
    show_newest(session)
    session.open_book.select("whole")
    painted(session)
    assert len(panel.shown["matrix"]) == 10
    assert panel.shown["missing"] == (
        "predictions.npz cannot be read (it is not whole, or it was changed)"
    )


def test_a_paused_run_says_before_that_it_would_begin_anew(book, session):
    run = recorded_run(book, "paused", end=Paused(), is_measured=False, epochs=3)
    run.save_checkpoint({"epoch": np.asarray(1)})
    panel = training_panel(session)
    session.open_book.refresh()
    assert rows_of(panel)["paused"]["message"] == ""
    (run.folder / "checkpoint.npz").write_bytes(b"")
    show_newest(session)
    assert panel.pause.description == "Resume"
    words = "checkpoint.npz cannot be read (it is empty), so Resume begins anew."
    assert words in panel.status.value
    assert rows_of(panel)["paused"]["message"] == words
    (run.folder / "checkpoint.npz").unlink()
    session.open_book.refresh()
    words = "checkpoint.npz is missing, so Resume begins anew."
    assert rows_of(panel)["paused"]["message"] == words


def test_a_book_that_cannot_be_looked_into_is_said(book, session):
    """The table was empty then, as where nobody has trained."""
    panel = training_panel(session)
    whole = book.folder.with_name("elsewhere")
    book.folder.rename(whole)
    session.open_book.refresh()
    assert panel.table.message == ""
    book.folder.write_text("no folder")
    session.open_book.refresh()
    assert panel.table.message.startswith("The runs of this book cannot be seen (Not a directory)")
    book.folder.unlink()
    whole.rename(book.folder)
    session.open_book.refresh()
    assert panel.table.message == ""
    assert set(rows_of(panel)) == {"whole", "choices", "state"}
