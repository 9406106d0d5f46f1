"""The hand-in's panel: what it shows, answers and refuses, without a browser."""

import errno
import logging

import numpy as np
import pytest

from cnnlab.report import drop, report
from cnnlab.report.hand_in_format import MOST_BYTES
from cnnlab.report.program import program
from cnnlab.runs import sentences
from cnnlab.runs.exercises import write_lesson
from cnnlab.session import LabSession
from cnnlab.widgets.hand_in import hand_in_panel, program_panel
from labhelpers.events import Paused, Stopped
from tests.from_browser import send_message
from tests.recorded import recorded_run

pytestmark = pytest.mark.panels


@pytest.fixture
def session(lab_runs):
    session = LabSession()
    yield session
    session.close()


@pytest.fixture
def panel(session):
    """Return a panel on a measured run; what it sends is kept in its `sent`."""
    recorded_run(session.book, "measured", filters=8)
    session.open_book.refresh()
    panel = hand_in_panel(session)
    panel.sent = []
    panel.send = lambda content, buffers: panel.sent.append((content, buffers))
    return panel


def ask(panel, **content):
    """Send what a browser would, and wait until the painter has answered."""
    send_message(panel, {"form": "html", "turn": 1, "name": "Anna", "register": "7"} | content)
    panel.session._painter.do(lambda: None)


def test_a_login_is_offered_and_nothing_is_handed_in_of_it_unless_it_is_typed(panel):
    assert panel.login == ""
    offering = hand_in_panel(panel.session, "ada")
    assert offering.login == "ada"
    offering.sent = []
    offering.send = lambda content, buffers: offering.sent.append((content, buffers))
    ask(offering, name="", register="")
    ask(panel, name="", register="")
    ((_content, (offered,)),) = offering.sent
    ((_content, (plain,)),) = panel.sent
    given_to_nobody = [bytes(report).count(b"not given") for report in (offered, plain)]
    assert given_to_nobody[0] == given_to_nobody[1] > 0


def test_without_a_run_there_is_nothing_to_hand_in(session):
    panel = hand_in_panel(session)
    assert (panel.about, panel.program) == ({}, "")
    ask(panel)
    assert panel.status == "There is no run yet. Train a network first."


def test_it_is_about_the_run_that_is_evaluated_else_about_the_one_shown(session):
    paused = recorded_run(session.book, "paused", Paused(), is_measured=False, filters=9)
    session.shown.show(paused, paused.progress)
    panel = program_panel(session)
    assert not panel.has_report
    assert panel.about == {
        "name": "paused",
        "title": paused.title,
        "dataset": "embedded digits",
        "status": "paused",
        "file": "digits.npz",
    }
    assert panel.program == program(paused)
    measured = recorded_run(session.book, "measured", filters=8)
    session.open_book.refresh()
    assert (panel.about["title"], panel.about["status"]) == (measured.title, "finished")
    assert "Conv2D(8, 3" in panel.program


@pytest.mark.parametrize(
    ("form", "type_", "start"),
    [("html", "text/html", b"<!DOCTYPE"), ("zip", "application/zip", b"PK")],
)
def test_a_report_is_sent_once_and_not_kept(panel, form, type_, start):
    ask(panel, form=form, turn=12, name="ÅSA <b>")
    ((content, buffers),) = panel.sent
    assert content == {"turn": 12, "name": f"cnn-lab-7-ÅSA-b.{form}", "type": type_}
    assert buffers[0].startswith(start) and len(buffers[0]) > 100_000
    assert f"cnn-lab-7-ÅSA-b.{form}" in panel.status
    assert all(len(getattr(panel, kept)) < 5000 for kept in ("about", "program", "status"))


def test_a_zip_without_its_weights_says_so_before_it_is_handed_in(panel):
    place = {"epoch": np.asarray(3), "step": np.asarray(0)}
    weights = np.random.default_rng(0).normal(size=600_000).astype("float32")
    panel.run.save_checkpoint({"model_000": weights[:9]} | place)
    ask(panel, form="zip")
    assert panel.status.endswith("goes to your browser's downloads.")
    panel.run.save_checkpoint({"model_000": weights} | place)
    ask(panel, form="zip")
    assert panel.status.endswith(
        " weights.npz is not in it: the weights take 2.2 MB, and 2 MB have room. The result "
        "cannot be recomputed."
    )
    ((_, (_first,)), (_, (content,))) = panel.sent
    assert len(content) < MOST_BYTES


def written(panel):
    return {asked["name"]: asked["text"] for asked in panel.sentences}


def write(panel, run, text, sentence="next"):
    send_message(panel, {"sentence": sentence, "text": text, "run": run})


def test_a_sentence_is_kept_with_its_run_whichever_is_shown_by_now(panel):
    recorded_run(panel.session.book, "other", filters=9)
    panel.session.open_book.refresh()
    assert panel.about["name"] == "measured"
    write(panel, "measured", " More epochs.\n")
    write(panel, "other", "Fewer epochs.")
    assert written(panel)["next"] == "More epochs."
    send_message(panel, {"run": "other"})
    assert panel.about["name"] == "other"
    assert written(panel)["next"] == "Fewer epochs."
    again = hand_in_panel(panel.session)  # as after a reload
    assert written(again)["next"] == "Fewer epochs."
    assert panel.session.open_book.selected.name == "other"


def test_a_stopped_run_says_so_and_stands_behind_the_finished_ones(panel):
    recorded_run(panel.session.book, "stopped", Stopped(), filters=9)
    panel.session.open_book.refresh()
    names = [name for name, _title in panel.runs]
    assert names == ["measured", "stopped"]
    assert panel.runs[1][1].endswith(", stopped")


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ({"sentence": "x", "text": "", "run": "measured"}, "The sentence came as 'x'"),
        ({"sentence": "next", "text": "x" * 1501, "run": "measured"}, "What you wrote came as a"),
        ({"sentence": "next", "text": None, "run": "measured"}, "What you wrote came as None"),
        ({"sentence": "next", "text": "", "run": "../x"}, "The run came as '../x'"),
        ({"look": 1}, "The message came as"),
    ],
)
def test_what_is_no_sentence_is_refused(panel, message, answer):
    send_message(panel, message)
    assert panel.status.startswith(answer)
    assert not any(written(panel).values())


def test_a_sentence_that_cannot_be_kept_is_said(panel, monkeypatch):
    def no_room(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(sentences, "write_json", no_room)
        write(panel, "measured", "More epochs.")
    assert panel.status.startswith("What you wrote could not be kept (No space left on device).")


def test_what_was_written_and_cannot_be_read_is_set_aside(panel):
    file = panel.run.folder / "sentences.json"
    file.write_text("{")
    write(panel, "measured", "More epochs.")
    assert written(panel)["next"] == "More epochs."
    assert file.with_name("sentences.json.damaged").read_text() == "{"


def test_the_exercises_are_counted_and_again_when_the_page_is_seen_again(panel):
    assert panel.solved["tried"] == 0
    kept = {"answer": 1, "tries": 1, "hint": False, "solution": False}
    lesson = {"kernel_sum": kept | {"status": "right"}, "pooled_map": kept | {"status": "not yet"}}
    write_lesson(panel.session.book, 1, {"7": lesson})
    send_message(panel, {"look": True})
    assert (panel.solved["right"], panel.solved["student"]) == (1, "7")
    assert panel.solved["missing"][0] == (
        "Lesson 1: pooled_map (not yet right), class_probabilities (not tried), "
        "edge_kernel (not tried)."
    )


def test_handing_in_leaves_the_zip_and_shows_the_receipt(panel, tmp_path, monkeypatch):
    ask(panel, form="server")
    assert panel.status.startswith("This server takes no hand-ins.")
    drop.open_drop(tmp_path / "handed in")
    monkeypatch.setenv(drop.FOLDER, str(tmp_path / "handed in"))
    monkeypatch.setenv(drop.UNTIL, "2020-01-01T12:00")
    ask(panel, form="server")
    ((content, (sent,)),) = panel.sent
    assert content["type"] == "application/zip"
    (file,) = (tmp_path / "handed in").glob("*.zip")
    assert file.read_bytes() == sent
    assert panel.receipt[0].endswith(", late.")
    again = hand_in_panel(panel.session)
    assert again.receipt == panel.receipt
    assert "It is in time until 1 January 2020, 12:00." in again.place
    ask(panel, form="server", name="", register="")
    assert panel.status.startswith("Type your name or your register number first")


NO_REPORTS = [
    ({"form": "exe"}, "The form came as 'exe'"),
    ({"form": ["html"]}, "The form came as"),
    ({"turn": "1"}, "The turn came as '1'"),
    ({"turn": 1.5}, "The turn came as"),
    ({"name": "x" * 101}, "The name came as"),
    ({"name": None}, "The name came as None"),
    ({"register": {"a": 1}}, "The register number came as"),
    ({"register": "a\nb"}, "The register number came as"),
]


def test_what_a_browser_should_not_send_is_answered_with_a_sentence(panel):
    for wrong, answer in NO_REPORTS:
        panel.session.do(lambda: panel.set_trait("status", ""))
        ask(panel, **wrong)
        assert panel.status.startswith(answer) and not panel.sent, wrong
    ask(panel)  # and the next one is made
    assert len(panel.sent) == 1


def test_reports_do_not_queue_up(panel):
    for turn in range(20):
        send_message(panel, {"form": "html", "turn": turn, "name": "", "register": ""})
    ask(panel, turn=99)
    assert len(panel.sent) < 5


def test_the_browser_cannot_change_what_is_shown(panel):
    before = panel.program
    panel.set_state({"program": "import os", "about": {"title": "x"}, "has_report": False})
    assert panel.program == before and panel.has_report


def test_an_unexpected_error_is_said_and_logged_and_the_next_report_is_made(
    panel, monkeypatch, caplog
):
    def fail(*_arguments):
        raise MemoryError("no room")

    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR, "cnnlab"):
        patch.setattr(report, "report_html", fail)
        ask(panel)
    assert panel.status.startswith("The report could not be made (MemoryError: no room).")
    assert "Traceback" in caplog.text
    assert "in fail" in caplog.text
    assert panel.sent == []
    ask(panel)
    ((content, _buffers),) = panel.sent
    assert content["name"] == "cnn-lab-7-Anna.html"
