"""What the engine's tests are given."""

import pytest

from cnnlab import engine as engines
from cnnlab.runs import Book
from tests.cnnlab.engine.driving import OwnEngine


@pytest.fixture(scope="module")
def engine():
    """Return a connection to the engine of this test run."""
    connection = engines.connect()
    yield connection
    connection.close()


@pytest.fixture
def own_engine(tmp_path):
    """Return an engine of a runtime folder of its own; it is not started yet."""
    own = OwnEngine(tmp_path)
    yield own
    own.end()


@pytest.fixture
def book(lab_runs):
    return Book("tests", lab_runs)
