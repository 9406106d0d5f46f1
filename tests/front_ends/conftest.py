"""What the tests of what passes between Python and the front ends share: sessions."""

import pytest

from cnnlab.session import LabSession
from labhelpers.digits import load_digits
from tests.cnnlab.widgets.ready_engine import ReadyEngine
from tests.recorded import recorded_run


@pytest.fixture(scope="module")
def digits():
    return load_digits("embedded")


@pytest.fixture
def empty(lab_runs):
    """A session with nothing: no run, no digits."""
    session = LabSession("empty")
    yield session
    session.close()


@pytest.fixture
def session(lab_runs, digits):
    """A session with two measured runs, the newer of them selected, and digits.

    Nobody has trained the two, so no engine can read with their networks.
    """
    session = LabSession("full", digits=digits)
    ReadyEngine(session).damaged = {"first", "second"}
    recorded_run(session.book, "first", filters=8)
    recorded_run(session.book, "second", filters=9)
    session.open_book.refresh()
    yield session
    session.close()
