"""Sliders, table of runs and choices: sent what a browser may send, without a browser."""

import dataclasses
import json

import pytest

from cnnlab.runs import Book
from cnnlab.session import LabSession, NextRun
from cnnlab.widgets.choices import Choices
from cnnlab.widgets.evaluation import evaluation_panel
from cnnlab.widgets.slider import Slider
from cnnlab.widgets.training import training_panel
from labhelpers.config import PRESETS, CnnConfig, TrainingConfig, preset_choices
from labhelpers.digits import load_digits
from tests.cnnlab.widgets.runs_on_disk import add_run, marks, painted
from tests.from_browser import send, send_message

pytestmark = pytest.mark.panels
WRONG_NUMBERS = [10_000, 0, -1, 3.5, "32", None, True, [8], float("nan")]


@pytest.fixture(scope="module")
def embedded():
    return load_digits("embedded")


@pytest.fixture
def session(lab_runs, embedded):
    opened = LabSession("mine", digits=embedded)
    yield opened
    opened.close()


@pytest.mark.parametrize("value", [*WRONG_NUMBERS, 7, 65])
def test_a_slider_refuses_what_a_client_should_not_send(value):
    book = NextRun()
    slider = Slider(book, "filters", 8, 64, "")
    slider.set_state({"value": value})
    assert slider.value == book.cnn.filters == 32
    assert book.message.startswith("Filters came as ")
    assert "from 8 to 64" in book.message


def test_a_slider_keeps_its_bounds_whatever_a_client_sends():
    slider = Slider(NextRun(), "filters", 8, 64, "")
    slider.set_state({"max": 10_000, "min": -5, "value": 40})
    assert (slider.min, slider.value, slider.max) == (8, 40, 64)
    slider.set_state({"max": 10_000, "value": 5_000})
    assert (slider.min, slider.value, slider.max) == (8, 40, 64)
    slider.set_state({"description": "<script>"})
    assert slider.description == "Filters"


def test_a_slider_grows_to_hold_what_is_selected():
    book = NextRun(cnn=CnnConfig(filters=4))
    slider = Slider(book, "filters", 8, 64, "")
    assert (slider.min, slider.value, slider.max) == (4, 4, 64)
    book.choose(filters=100)
    assert (slider.min, slider.value, slider.max) == (4, 100, 100)


def test_a_slider_chooses_for_the_next_run_and_shows_what_was_chosen_elsewhere():
    book, chosen = NextRun(), []
    slider = Slider(book, "epochs", 1, 20, "")
    slider.set_state({"value": 7})
    assert book.training.epochs == 7
    book.choose = lambda **choices: chosen.append(choices)
    book.training = TrainingConfig(epochs=9)
    assert slider.value == 9 and not chosen  # what is shown is not chosen once more


def test_a_long_wrong_value_is_cut_short():
    book = NextRun()
    Slider(book, "filters", 8, 64, "").set_state({"value": "x" * 10_000})
    assert 0 < len(book.message) < 200


def test_the_table_has_a_row_for_each_run_newest_first(session):
    older, newer = add_run(session, 1.0), add_run(session, 2.0, filters=16, status="stopped")
    table = training_panel(session).table
    assert [row["name"] for row in table.rows] == [newer.name, older.name]
    first, second = table.rows
    assert (first["status"], first["test"], second["status"]) == ("stopped", None, "finished")
    assert (second["seconds"], second["validation"], second["dataset"]) == (
        4.0,
        0.8,
        "embedded digits",
    )
    assert 0.8 < second["test"] < 0.9
    assert first["choices"]["filters"] == 16
    assert table.usual["filters"] == CnnConfig().filters


def test_show_brings_curves_evaluation_and_choices(session):
    first, second = add_run(session, 1.0, seed=5), add_run(session, 2.0, filters=16)
    panel = training_panel(session)
    send(panel.table, action="show", run=second.name)
    assert marks(panel.table) == [[second.name], [second.name]]
    send(panel.table, action="show", run=first.name)
    assert marks(panel.table) == [[first.name], [first.name]]
    assert panel.chart.progress["history"]["loss"] == [1.0, 1.0]
    assert [other["name"] for other in panel.chart.overlay] == [second.title]
    assert (session.next_run.cnn, session.next_run.training) == (first.cnn, first.training)
    assert (panel.filters.value, panel.epochs.value, panel.choices.values["seed"]) == (8, 2, 5)
    assert first.title in panel.table.message


def test_show_has_room_for_any_choice(session):
    run = add_run(session, 1.0, filters=200, epochs=90, learning_rate=0.0005, batch_size=4096)
    panel = training_panel(session)
    send(panel.table, action="show", run=run.name)
    assert (session.next_run.cnn, session.next_run.training) == (run.cnn, run.training)
    assert (panel.filters.value, panel.epochs.value, panel.choices.values["learning_rate"]) == (
        200,
        90,
        0.0005,
    )
    assert session.message == ""


def test_a_run_without_evaluation_leaves_the_one_that_is_shown(session):
    measured, stopped = add_run(session, 1.0), add_run(session, 2.0, status="stopped")
    panel = training_panel(session)
    send(panel.table, action="show", run=stopped.name)
    assert marks(panel.table) == [[stopped.name], [measured.name]]
    assert "not measured" in panel.table.message


def test_rename_reaches_table_chart_menu_and_disk(session):
    run, other = add_run(session, 1.0), add_run(session, 2.0)
    panel, evaluation = training_panel(session), evaluation_panel(session)
    send(panel.table, action="show", run=run.name)
    send(panel.table, action="rename", run=run.name, text="  Sieben & mehr ")
    assert {row["name"]: row["title"] for row in panel.table.rows} == {
        run.name: "Sieben & mehr",
        other.name: other.title,
    }
    assert [run.name, "Sieben & mehr"] in evaluation.runs
    assert marks(panel.table) == [[run.name], [run.name]]
    assert (
        session.shown.run.title
        == session.open_book.selected.title
        == Book("mine").run(run.name).title
        == "Sieben & mehr"
    )
    send(panel.table, action="show", run=other.name)
    assert [earlier["name"] for earlier in panel.chart.overlay] == ["Sieben & mehr"]


def test_delete_and_undo(session):
    run, other = add_run(session, 1.0), add_run(session, 2.0, filters=16)
    panel, evaluation = training_panel(session), evaluation_panel(session)
    send(panel.table, action="show", run=other.name)
    send(panel.table, action="delete", run=other.name)
    painted(session)
    assert [row["name"] for row in panel.table.rows] == [run.name]
    assert panel.table.deleted == {"name": other.name, "title": other.title}
    assert marks(panel.table) == [[run.name], [run.name]]
    send(panel.table, action="delete", run=run.name)
    painted(session)
    assert (
        panel.table.rows,
        panel.chart.progress,
        session.open_book.selected,
        session.shown.run,
    ) == (
        [],
        {},
        None,
        None,
    )
    assert (evaluation.shown, evaluation.runs, evaluation.selected) == ({}, [], "")
    assert Book("mine").runs() == []
    send(panel.table, action="undo")
    painted(session)
    assert panel.table.deleted == {}
    assert marks(panel.table) == [[run.name], [run.name]]
    assert evaluation.shown["matrix"] == run.metrics["confusion_matrix"]
    assert Book("mine").runs() == [run]
    send(panel.table, action="undo")
    assert "nothing to undo" in panel.table.message


@pytest.mark.parametrize("status", ["waiting", "training", "paused"])
def test_a_run_that_goes_on_is_not_deleted(session, status):
    run = add_run(session, 1.0, status=status)
    table = training_panel(session).table
    send(table, action="delete", run=run.name)
    assert f"is {status}, so it was not deleted" in table.message
    assert "Stop" in table.message
    assert session.message == table.message
    assert Book("mine").runs() == [run]
    assert table.deleted == {}


WRONG_MESSAGES = [
    {},
    {"action": "format the disk"},
    {"action": None, "run": None, "text": None},
    {"action": ["delete"]},
    {"action": "x" * 10**6},
    *({"action": action} for action in ("show", "rename", "delete")),
    *(
        {"action": "delete", "run": run}
        for run in (7, None, ["a"], {"a": 1}, "", "..", "../other", "x" * 10**6)
    ),
    *(
        {"action": "rename", "text": text}
        for text in ("", "x" * 10**6, "a\nb", None, 7, ["a"], {"a": 1})
    ),
]


@pytest.mark.parametrize("message", WRONG_MESSAGES, ids=lambda message: json.dumps(message)[:50])
def test_the_table_refuses_what_a_client_should_not_send(session, message):
    run = add_run(session, 1.0)
    table = training_panel(session).table
    if "text" in message:
        message = message | {"run": run.name}
    before = (
        table.rows,
        session.next_run.cnn,
        session.next_run.training,
        session.open_book.selected,
    )
    send(table, **message)
    assert "expected" in session.message
    assert len(session.message) < 250
    assert (
        table.rows,
        session.next_run.cnn,
        session.next_run.training,
        session.open_book.selected,
    ) == before
    assert Book("mine").runs() == [run]


@pytest.mark.parametrize("content", [None, 7, "delete", ["delete"]])
def test_a_message_that_is_no_dictionary_is_refused(session, content):
    table = training_panel(session).table
    send_message(table, content)
    assert "expected show, rename, delete or undo" in session.message


def test_a_run_of_another_book_is_not_touched(session, embedded):
    other = LabSession("theirs", digits=embedded)
    theirs, mine = add_run(other, 1.0), add_run(session, 2.0)
    table = training_panel(session).table
    assert [row["name"] for row in table.rows] == [mine.name]
    for name in (theirs.name, f"../theirs/{theirs.name}"):
        for action in ("show", "rename", "delete"):
            send(table, action=action, run=name, text="taken over")
            assert "expected one of this book's" in session.message
    assert Book("theirs").runs() == [theirs]
    assert other.shown.run is None
    other.close()


def test_a_folder_that_cannot_be_changed_is_a_sentence(session, monkeypatch):
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


def test_a_run_whose_folder_has_gone_is_a_sentence(session):
    run = add_run(session, 1.0)
    table = training_panel(session).table
    Book("mine").delete(run)  # in another page
    for action in ("show", "rename", "delete"):
        send(table, action=action, run=run.name, text="mine")
        assert "holds no run that can be read" in session.message
    send(table, action="undo")
    assert Book("mine").runs() == []


def test_a_browser_cannot_change_what_table_and_evaluation_show(session):
    add_run(session, 1.0)
    table, evaluation = training_panel(session).table, evaluation_panel(session)
    painted(session)
    rows, shown = table.rows, evaluation.shown
    table.set_state({"rows": [], "message": "<b>", "deleted": {"name": ".."}})
    evaluation.set_state({"shown": {}, "opened": {"cell": [1, 1]}, "selected": ".."})
    assert (table.rows, table.message, table.deleted) == (rows, "", {})
    assert (evaluation.shown, evaluation.opened) == (shown, {}) and shown["matrix"]


def test_numbers_that_json_cannot_hold_are_left_out(session):
    run = add_run(session, 1.0)
    run.save_progress(
        dataclasses.replace(
            run.progress, seconds=float("nan"), history={"val_accuracy": [float("inf")]}
        )
    )
    session.open_book.refresh()
    table = training_panel(session).table
    assert (table.rows[0]["seconds"], table.rows[0]["validation"]) == (None, None)
    json.dumps(table.rows, allow_nan=False)


def test_what_is_selected_under_more_is_selected_for_the_next_run(session):
    choices = training_panel(session).choices
    numbers = {
        "kernel_size": 5,
        "dense_units": 100,
        "batch_size": 64,
        "seed": 7,
        "learning_rate": 0.01,
        "dropout": 0.2,
    }
    for name, value in (
        numbers
        | dict.fromkeys(
            ("batch_normalization", "strided", "augment", "reproducible", "one_cycle"), True
        )
    ).items():
        send(choices, name=name, value=value)
    assert session.next_run.cnn == CnnConfig(
        kernel_size=5, dense_units=100, dropout=0.2, batch_normalization=True, strided=True
    )
    assert session.next_run.training == TrainingConfig(
        batch_size=64, seed=7, learning_rate=0.01, augment=True, reproducible=True, one_cycle=True
    )
    assert choices.values == session.next_run.cnn.to_dict() | session.next_run.training.to_dict()


def test_every_choice_has_a_control_and_every_number_its_range(session):
    choices, source = training_panel(session).choices, Choices._esm
    for name, value in choices.values.items():
        assert name in ("epochs", "filters", "num_train") or f'["{name}", ' in source, name
        assert (name in choices.ranges) == (type(value) in (int, float) or name == "num_train")
    assert choices.ranges["kernel_size"] == (1, 9)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_selected_and_is_known_again(session, name):
    choices = training_panel(session).choices
    assert f'["{name}", ' in Choices._esm
    send(choices, name="seed", value=5)
    send(choices, name="preset", value=name)
    assert preset_choices(name).items() <= choices.values.items()
    assert (choices.preset, session.next_run.training.seed) == (name, 5)
    send(choices, name="batch_size", value=99)
    assert choices.preset == ""


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"name": None, "value": 1},
        {"name": ["seed"], "value": 1},
        {"name": "colour", "value": "red"},
        {"name": "__class__", "value": 1},
        {"name": "x" * 10**6, "value": "x" * 10**6},
        {"name": "preset"},
        {"name": "preset", "value": ["plain"]},
        {"name": "preset", "value": "best"},
    ],
    ids=lambda content: json.dumps(content)[:50],
)
def test_a_choice_that_the_page_does_not_offer_is_refused(session, content):
    choices, before = (
        training_panel(session).choices,
        (session.next_run.cnn, session.next_run.training),
    )
    send(choices, **content)
    assert (session.next_run.cnn, session.next_run.training) == before
    assert "expected one that the page offers" in session.message and len(session.message) < 250


def test_a_choice_made_elsewhere_is_shown_and_kept(session):
    panel = training_panel(session)
    session.next_run.choose(learning_rate=0.0002, dropout=0.25, filters=100, seed=3)
    assert (
        session.next_run.cnn.dropout,
        session.next_run.training.learning_rate,
        session.next_run.cnn.filters,
    ) == (
        0.25,
        0.0002,
        100,
    )
    names = ("learning_rate", "dropout", "seed")
    assert [panel.choices.values[name] for name in names] == [0.0002, 0.25, 3]
    assert panel.filters.value == 100
