"""The table of runs: what its rows tell, and show, rename, delete and undo, without a browser."""

import dataclasses
import json
import re

import pytest

from cnnlab.runs import Book
from cnnlab.session import LabSession
from cnnlab.widgets.evaluation import evaluation_panel
from cnnlab.widgets.runs_table import RunsTable
from cnnlab.widgets.training import training_panel
from labhelpers.config import CHOICES

pytestmark = pytest.mark.panels


def names_where(table, mark):
    """Return the names of the runs whose rows are marked, such as "is_shown" on the chart."""
    return [row["name"] for row in table.rows if row[mark]]


# Rows


def test_a_row_for_each_run_newest_first(session, add_run):
    older = add_run(session, 1.0)
    newer = add_run(session, 2.0, filters=16, status="stopped")
    table = training_panel(session).table
    assert [row["name"] for row in table.rows] == [newer.name, older.name]
    first, second = table.rows
    assert (first["status"], first["test"]) == ("stopped", None)
    assert (second["status"], second["dataset"]) == ("finished", "embedded digits")
    assert (second["seconds"], second["validation"]) == (4.0, 0.8)
    assert second["loss"] == older.progress.history["val_loss"][-1]


def test_what_is_not_as_usual_is_marked_and_the_rest_told_where_everybody_chooses_it(
    session, add_run
):
    add_run(session, 1.0, filters=1, epochs=3, num_train=20_000, one_cycle=True)
    assert training_panel(session).table.rows[0]["choices"] == [
        ("1 filter", True),
        ("kernel 3 × 3", False),
        ("3 epochs", False),
        ("batches of 128", False),
        ("learning rate 0.001", False),
        ("seed 0", False),
        ("20,000 images", True),
        ("one-cycle rate", True),
    ]


def test_no_word_about_a_choice_stands_in_the_front_end():
    source = RunsTable._esm.partition("The book's runs as a table")[2]
    assert "row.choices" in source
    assert not [name for name in CHOICES if re.search(rf"\b{name}\b", source)]
    assert not re.search(r"\b(kernel|rate|filter|epoch|batches)\b", source)


def test_numbers_that_json_cannot_hold_are_left_out(session, add_run):
    run = add_run(session, 1.0)
    history = {"val_accuracy": [float("inf")]}
    progress = dataclasses.replace(run.progress, seconds=float("nan"), history=history)
    run.save_progress(progress)
    session.open_book.refresh()
    table = training_panel(session).table
    assert (table.rows[0]["seconds"], table.rows[0]["validation"]) == (None, None)
    json.dumps(table.rows, allow_nan=False)


def test_an_accuracy_below_one_stays_below_one(session, add_run):
    """So that percentOf, in the browser, tells it as the report does: ">99.99%"."""
    run = add_run(session, 1.0)
    progress = dataclasses.replace(run.progress, history={"val_accuracy": [0.99996]})
    run.save_progress(progress)
    run.save_metrics(run.metrics | {"accuracy": 0.99996})
    run.note_look()
    session.open_book.refresh()
    (row,) = training_panel(session).table.rows
    assert (row["validation"], row["test"]) == (0.99996, 0.99996)


# Show


def test_show_brings_curves_evaluation_and_choices(session, add_run, send):
    first = add_run(session, 1.0, seed=5)
    second = add_run(session, 2.0, filters=16)
    panel = training_panel(session)
    for run in (second, first):
        send(panel.table, action="show", run=run.name)
        assert names_where(panel.table, "is_shown") == [run.name]
        assert names_where(panel.table, "is_selected") == [run.name]
    assert panel.chart.progress["history"]["loss"] == [1.0, 1.0]
    assert [other["name"] for other in panel.chart.overlay] == [second.title]
    assert (session.next_run.cnn, session.next_run.training) == (first.cnn, first.training)
    assert (panel.filters.value, panel.epochs.value) == (8, 2)
    assert panel.choices.values["seed"] == 5
    assert first.title in panel.table.message


def test_show_has_room_for_any_choice(session, add_run, send):
    run = add_run(session, 1.0, filters=200, epochs=90, learning_rate=0.0005, batch_size=200)
    panel = training_panel(session)
    send(panel.table, action="show", run=run.name)
    assert (session.next_run.cnn, session.next_run.training) == (run.cnn, run.training)
    assert (panel.filters.value, panel.epochs.value) == (200, 90)
    assert panel.choices.values["learning_rate"] == 0.0005
    assert session.message == ""


def test_show_says_where_a_run_takes_more_memory_than_a_new_one_may(session, add_run, send):
    run = add_run(session, 1.0, filters=200, batch_size=4096)
    panel = training_panel(session)
    send(panel.table, action="show", run=run.name)
    assert names_where(panel.table, "is_selected") == [run.name]
    assert session.next_run.cnn.filters == 32
    assert "the sliders stay as they are" in panel.table.message
    assert '"Batch size" to' in session.message


def test_a_run_without_evaluation_leaves_the_one_that_is_shown(session, add_run, send):
    measured = add_run(session, 1.0)
    stopped = add_run(session, 2.0, status="stopped")
    panel = training_panel(session)
    send(panel.table, action="show", run=stopped.name)
    assert names_where(panel.table, "is_shown") == [stopped.name]
    assert names_where(panel.table, "is_selected") == [measured.name]
    assert "not measured" in panel.table.message


# Rename, delete, undo


def test_rename_reaches_table_chart_menu_and_disk(session, add_run, send):
    run = add_run(session, 1.0)
    other = add_run(session, 2.0)
    panel = training_panel(session)
    evaluation = evaluation_panel(session)
    title = "Sieben & mehr"
    send(panel.table, action="show", run=run.name)
    send(panel.table, action="rename", run=run.name, text=f"  {title} ")
    titles = {row["name"]: row["title"] for row in panel.table.rows}
    assert titles == {run.name: title, other.name: other.title}
    assert [run.name, title] in evaluation.runs
    assert names_where(panel.table, "is_shown") == [run.name]
    assert names_where(panel.table, "is_selected") == [run.name]
    assert session.shown.run.title == session.open_book.selected.title == title
    assert Book("mine").run(run.name).title == title
    send(panel.table, action="show", run=other.name)
    assert [earlier["name"] for earlier in panel.chart.overlay] == [title]


def test_delete_and_undo(session, add_run, send, painted):
    run = add_run(session, 1.0)
    other = add_run(session, 2.0, filters=16)
    panel = training_panel(session)
    evaluation = evaluation_panel(session)
    table = panel.table
    send(table, action="show", run=other.name)
    send(table, action="delete", run=other.name)
    painted(session)
    assert [row["name"] for row in table.rows] == [run.name]
    assert table.deleted == {"name": other.name, "title": other.title}
    assert names_where(table, "is_shown") == names_where(table, "is_selected") == [run.name]
    send(table, action="delete", run=run.name)
    painted(session)
    assert (table.rows, panel.chart.progress) == ([], {})
    assert (session.open_book.selected, session.shown.run) == (None, None)
    assert (evaluation.shown, evaluation.runs, evaluation.selected) == ({}, [], "")
    assert Book("mine").runs() == []
    send(table, action="undo")
    painted(session)
    assert table.deleted == {}
    assert names_where(table, "is_shown") == names_where(table, "is_selected") == [run.name]
    assert evaluation.shown["matrix"] == run.metrics["confusion_matrix"]
    assert Book("mine").runs() == [run]
    send(table, action="undo")
    assert "No deletion is left" in table.message


@pytest.mark.parametrize("status", ["waiting", "training", "paused"])
def test_a_run_that_goes_on_is_not_deleted(session, add_run, send, status):
    run = add_run(session, 1.0, status=status)
    table = training_panel(session).table
    send(table, action="delete", run=run.name)
    assert f"is {status}, so it was not deleted" in table.message
    assert "Stop" in table.message
    assert session.message == table.message
    assert Book("mine").runs() == [run]
    assert table.deleted == {}


# What a browser should not send, and what a disk refuses

WRONG_RUNS = (7, None, ["a"], {"a": 1}, "", "..", "../other", "x" * 10**6)
WRONG_TITLES = ("", "x" * 10**6, "a\nb", None, 7, ["a"], {"a": 1})
WRONG_MESSAGES = [
    {},
    {"action": "format the disk"},
    {"action": None, "run": None, "text": None},
    {"action": ["delete"]},
    {"action": "x" * 10**6},
    *({"action": action} for action in ("show", "rename", "delete")),
    *({"action": "delete", "run": run} for run in WRONG_RUNS),
    *({"action": "rename", "text": text} for text in WRONG_TITLES),
]


def test_it_refuses_what_a_client_should_not_send(session, add_run, send):
    run = add_run(session, 1.0)
    table = training_panel(session).table

    def state():
        choices = (session.next_run.cnn, session.next_run.training)
        return table.rows, *choices, session.open_book.selected

    before = state()
    for message in WRONG_MESSAGES:
        session.say("")
        named = {"run": run.name} if "text" in message else {}
        send(table, **(message | named))
        came = json.dumps(message)[:50]
        assert "expected" in session.message, came
        assert len(session.message) < 250, came
        assert state() == before, came
    assert Book("mine").runs() == [run]


@pytest.mark.parametrize("content", [None, 7, "delete", ["delete"]])
def test_a_message_that_is_no_dictionary_is_refused(session, content):
    table = training_panel(session).table
    table._handle_custom_msg(content, [])
    assert "expected show, look, rename, delete or undo" in session.message


def test_a_run_of_another_book_is_not_touched(session, embedded, add_run, send):
    other = LabSession("theirs", digits=embedded)
    theirs = add_run(other, 1.0)
    mine = add_run(session, 2.0)
    table = training_panel(session).table
    assert [row["name"] for row in table.rows] == [mine.name]
    for name in (theirs.name, f"../theirs/{theirs.name}"):
        for action in ("show", "rename", "delete"):
            send(table, action=action, run=name, text="taken over")
            assert "expected one of this book's" in session.message
    assert Book("theirs").runs() == [theirs]
    assert other.shown.run is None
    other.close()


def test_a_folder_that_cannot_be_changed_is_a_sentence(session, add_run, send, monkeypatch):
    run = add_run(session, 1.0)
    table = training_panel(session).table

    def refuse(*arguments):
        raise PermissionError(13, "Permission denied")

    for user_of_move in ("labhelpers.files", "cnnlab.runs.book"):
        monkeypatch.setattr(f"{user_of_move}.move", refuse)
    for message in ({"action": "delete"}, {"action": "rename", "text": "mine"}):
        send(table, run=run.name, **message)
        assert "Permission denied" in table.message
        assert "nothing was changed" in session.message
    assert Book("mine").runs() == [run]
    assert table.deleted == {}


def test_a_run_whose_folder_has_gone_is_a_sentence(session, add_run, send):
    run = add_run(session, 1.0)
    table = training_panel(session).table
    Book("mine").delete(run)  # in another page
    for action in ("show", "rename", "delete"):
        send(table, action=action, run=run.name, text="mine")
        assert "holds no run that can be read" in session.message
    send(table, action="undo")
    assert Book("mine").runs() == []


def test_a_browser_cannot_change_what_the_table_shows(session, add_run):
    add_run(session, 1.0)
    table = training_panel(session).table
    rows = table.rows
    table.set_state({"rows": [], "message": "<b>", "deleted": {"name": ".."}, "longest_title": 9})
    assert (table.rows, table.message, table.deleted) == (rows, "", {})
    assert table.longest_title == 60
