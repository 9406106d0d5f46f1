"""One server for all attacks: what one of them does to it, the next one sees."""

import pytest

from tests.attacks.visitor import Visitor
from tests.browser.driving import free_port
from tests.cnnlab.app.served import Server


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """The page, served to visitors, with runs, cache and log in a folder of its own."""
    folder = tmp_path_factory.mktemp("attacked")
    own = {"LAB_RUNS": str(folder / "runs"), "LAB_CACHE": str(folder / "cache")}
    running = Server(free_port(), folder, "--visitors", "--log", "lab.log", **own)
    running.folder = folder
    yield running
    running.clean_up()


@pytest.fixture
def visitor(served):
    """A visitor who has opened the page."""
    fresh = Visitor(served)
    assert fresh.open().status == 200
    return fresh
