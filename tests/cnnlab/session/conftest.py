"""Sessions on an empty book, without an engine and with one."""

import pytest

from cnnlab.session import LabSession
from labhelpers.config import TrainingConfig
from labhelpers.digits import load_digits
from tests.cnnlab.session.waiting import SMALL, wait_for


@pytest.fixture(scope="session")
def digits():
    return load_digits("embedded")


@pytest.fixture
def session(lab_runs, digits):
    opened = LabSession("tests", digits=digits)
    yield opened
    opened.close()


@pytest.fixture
def started(lab_runs, digits):
    """Return a session on an engine and an empty book, with a small network."""
    training = TrainingConfig(epochs=1)
    opened = LabSession("tests", digits=digits, cnn=SMALL, training=training).start()
    wait_for(opened, lambda: opened.engine.current is not None)
    yield opened
    opened.stop()
    opened.wait(300)
    opened.close()
