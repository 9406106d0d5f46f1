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
    (OSError(28, "No space left on device"), "read or written (No space left on device)"),
    (OSError(28, "No space left on device", "/x/y"), "/x/y cannot be used (No space left"),
    (TimeoutError(), "The engine did not answer (TimeoutError). Try again."),
    (KeyError("x"), "Something unexpected went wrong (KeyError: 'x'). Reload the page."),
]


@pytest.mark.parametrize(("error", "sentence"), CASES, ids=lambda case: type(case).__name__)
def test_an_error_becomes_a_sentence(error, sentence):
    assert sentence in explanation(error)


FOLDERS = {
    "LAB_RUNS": "keeps the runs",
    "LAB_CACHE": "keeps the digits unpacked",
    "JUPYTER_RUNTIME_DIR": "tells where the engine is",
}


@pytest.mark.parametrize(("variable", "use"), FOLDERS.items())
def test_the_folder_that_failed_is_named_with_its_use_and_its_variable(
    tmp_path, monkeypatch, variable, use
):
    folder = tmp_path / "a file, no folder"
    folder.write_text("")
    monkeypatch.setenv(variable, str(folder))
    with pytest.raises(OSError) as raised:
        (folder / "inside").mkdir()
    sentence = explanation(raised.value)
    assert f"The folder {folder}, which {use}, cannot be used (Not a directory)." in sentence
    assert f"let {variable} name another folder" in sentence


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
