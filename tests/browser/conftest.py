"""What the tests of the page share: servers of it, and pages of fresh visitors."""

import pytest
from playwright.sync_api import expect

from tests.browser.driving import server
from tests.browser.the_page import SECONDS

expect.set_options(timeout=10 * SECONDS)


@pytest.fixture(scope="module")
def lab(mnist_npz, tmp_path_factory):
    """Serve the page to visitors, each with a book of their own; give its address."""
    with server(
        "cnnlab", "serve", "--visitors", LAB_RUNS=str(tmp_path_factory.mktemp("runs"))
    ) as address:
        yield address


@pytest.fixture(scope="module")
def plain(mnist_npz, tmp_path_factory):
    """Serve the page as `voila notebooks/dashboard.ipynb` does; give its address."""
    runs = tmp_path_factory.mktemp("runs")
    with server(
        "voila", "notebooks/dashboard.ipynb", "--no-browser", LAB_RUNS=str(runs)
    ) as address:
        yield address


@pytest.fixture
def new_page(browser):
    """Give a function that makes a page of a fresh visitor."""
    contexts = []

    def make(width=1280, height=900, scheme="light"):
        contexts.append(
            browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        )
        contexts[-1].set_default_timeout(60 * SECONDS)
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()
