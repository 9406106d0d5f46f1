"""The hand-in's panel: what it shows, answers and refuses, without a browser."""

import logging

import pytest

from cnnlab.report import report
from cnnlab.report.program import program
from cnnlab.session import LabSession
from cnnlab.widgets.hand_in import hand_in_panel, program_panel
from labhelpers.events import Paused
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


@pytest.mark.parametrize(
    ("wrong", "answer"),
    [
        ({"form": "exe"}, "The form came as 'exe'"),
        ({"form": ["html"]}, "The form came as"),
        ({"turn": "1"}, "The turn came as '1'"),
        ({"turn": 1.5}, "The turn came as"),
        ({"name": "x" * 101}, "The name came as"),
        ({"name": None}, "The name came as None"),
        ({"register": {"a": 1}}, "The register number came as"),
        ({"register": "a\nb"}, "The register number came as"),
    ],
)
def test_what_a_browser_should_not_send_is_answered_with_a_sentence(panel, wrong, answer):
    ask(panel, **wrong)
    assert panel.status.startswith(answer) and not panel.sent
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
