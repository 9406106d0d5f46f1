"""Runs whose files cannot be read, in the table of the page: seen, named, explained, deleted."""

import json

import pytest

from cnnlab.runs import Book
from cnnlab.session import LabSession
from cnnlab.widgets.training import training_panel
from labhelpers.events import Paused
from tests.from_browser import send
from tests.recorded import recorded_run

pytestmark = pytest.mark.panels

DAMAGE = [b"", b"{", bytes(200), b"\xff\xfe", b"[" * 200_000, b"null", b"[]", b"7", b"{}"]


@pytest.fixture
def book(lab_runs):
    """A book with a whole run and two more, which the tests damage."""
    book = Book("tests")
    for name in ("whole", "choices", "state"):
        recorded_run(book, name, epochs=1, filters=8)
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
    assert 0.8 < state["test"] <= 1
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
    (book.folder / "state" / "progress.json").unlink()
    panel = training_panel(session)
    session.open_book.refresh()
    assert rows_of(panel)["state"]["status"] == "waiting"


def test_a_state_that_cannot_be_read_is_not_written_over(book, session):
    run = book.run("state")
    (run.folder / "progress.json").write_bytes(b"half of what it wa")
    session.open_book.refresh()
    session._runner.end(run, Paused("cut off"))
    assert (run.folder / "progress.json").read_bytes() == b"half of what it wa"
    assert run.progress.status == "damaged"
