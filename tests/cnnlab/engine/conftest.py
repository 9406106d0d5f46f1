"""What the engine's tests are given."""

import pytest

from cnnlab import engine as engines
from cnnlab.runs import Book
from cnnlab.session import LabSession
from labhelpers.config import TrainingConfig
from labhelpers.digits import load_digits
from tests.cnnlab.engine.clusters import LASTING
from tests.cnnlab.engine.driving import SMALL, OwnEngine


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


@pytest.fixture
def page(cluster, lab_runs, monkeypatch):
    """A page that trains on the cluster of a test's module."""
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", cluster.address)
    training = TrainingConfig(epochs=100, batch_size=LASTING)
    digits = load_digits("embedded")
    with cluster.as_member():
        session = LabSession("mine", digits, cnn=SMALL, training=training).start()
        yield session
        session.close()
