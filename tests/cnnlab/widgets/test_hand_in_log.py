"""The hand-in: what cannot be made is a sentence on the page, and its traceback is in the log."""

import logging

import pytest

from cnnlab.report import report
from cnnlab.widgets.hand_in import hand_in_panel
from tests.cnnlab.widgets.runs_on_disk import add_run, painted
from tests.from_browser import send

pytestmark = pytest.mark.panels


def test_an_unexpected_error_is_said_and_logged_and_the_next_report_is_made(
    session, monkeypatch, caplog
):
    def fail(*_arguments):
        raise MemoryError("no room")

    add_run(session, 1.0)
    panel = hand_in_panel(session)
    sent = []
    panel.send = lambda content, buffers: sent.append(content["name"])
    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR, "cnnlab"):
        patch.setattr(report, "report_html", fail)
        send(panel, form="html", name="Anna", register="7", turn=1)
        painted(session)
    assert panel.status.startswith("The report could not be made (MemoryError: no room).")
    assert "Traceback" in caplog.text
    assert "in fail" in caplog.text
    assert sent == []
    send(panel, form="html", name="Anna", register="7", turn=2)
    painted(session)
    assert sent == ["cnn-lab-7-Anna.html"]
