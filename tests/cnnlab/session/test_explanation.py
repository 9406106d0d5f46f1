"""What a page says of an exception, and that its traceback is in the log."""

import logging
import threading

import pytest

from cnnlab.engine import EngineError
from cnnlab.session.explanation import explanation
from labhelpers.digits import DataError

CASES = [
    (EngineError("The engine did not start. Wait."), "The engine did not start. Wait."),
    (DataError("No such file. Check it."), "No such file. Check it."),
    (OSError(28, "No space left on device"), "cannot be used (No space left on device)"),
    (TimeoutError(), "The engine did not answer (TimeoutError). Try again."),
    (KeyError("x"), "Something unexpected went wrong (KeyError: 'x'). Reload the page."),
]


@pytest.mark.parametrize(("error", "sentence"), CASES, ids=lambda case: type(case).__name__)
def test_an_error_becomes_a_sentence(error, sentence):
    assert sentence in explanation(error)


def test_what_goes_wrong_in_a_lane_is_said_and_its_traceback_is_logged(session, caplog):
    def divide():
        raise ZeroDivisionError("in a lane")

    done = threading.Event()
    with caplog.at_level(logging.ERROR, "cnnlab"):
        session.in_background(divide)
        session.in_background(done.set)
        assert done.wait(30)
    assert "ZeroDivisionError: in a lane" in session.do(lambda: session.message)
    assert "in divide" in caplog.text and "Traceback" in caplog.text
