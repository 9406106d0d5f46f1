"""One server for all attacks: what one of them does to it, the next one sees."""

import pytest

from tests.attacks.visitor import Visitor
from tests.browser.driving import free_port
from tests.cnnlab.app.served import Server


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """The page, served to visitors, with a folder of runs of its own."""
    folder = tmp_path_factory.mktemp("attacked")
    runs = folder / "runs"
    runs.mkdir()
    running = Server(free_port(), folder, "--visitors", LAB_RUNS=str(runs))
    running.runs_folder = runs
    yield running
    running.clean_up()


@pytest.fixture
def visitor(served):
    """A visitor who has opened the page."""
    fresh = Visitor(served)
    assert fresh.open().status == 200
    return fresh
