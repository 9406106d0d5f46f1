"""What the tests of several rooms of the application share."""

import pytest

from cnnlab import engine as engines
from cnnlab.runs import Book
from tests.cnnlab.engine.driving import INTERRUPTED, is_over, start


@pytest.fixture(scope="session")
def left_alone(tmp_path_factory):
    """Return a run of INTERRUPTED that nobody interrupted; it is over."""
    engine = engines.connect()
    book = Book("left-alone", tmp_path_factory.mktemp("left-alone"))
    run, follower = start(engine, book, **INTERRUPTED)
    follower.wait(is_over)
    engine.close()
    return run
