"""What the tests of the page share: a Chromium, servers of the page, and fresh visitors."""

import pytest
from playwright.sync_api import expect

from cnnlab.app.visitor_files import new_book as new_book_name
from cnnlab.runs import Book
from tests.browser.driving import chromium_browser, server
from tests.browser.the_page import SECONDS

expect.set_options(timeout=10 * SECONDS)


@pytest.fixture(scope="package")
def browser(chromium):
    """Return a Chromium that all of these tests share, driven by Playwright."""
    with chromium_browser(chromium) as browser:
        yield browser


@pytest.fixture(scope="package")
def lab_runs_folder(tmp_path_factory):
    """Return the folder of the books of those who visit `lab`."""
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="package")
def lab(mnist_npz, lab_runs_folder):
    """Serve the page to visitors, each with a book of their own; give its address.

    A test that ends the server, fills it or needs other settings has one of its own.
    """
    with server("cnnlab", "serve", "--visitors", LAB_RUNS=str(lab_runs_folder)) as address:
        yield address


@pytest.fixture(scope="package")
def plain(mnist_npz, tmp_path_factory):
    """Serve the page as `voila notebooks/dashboard.ipynb` does; give its address.

    Its pages cost three times as much as those of `lab`: for what differs there.
    """
    runs = tmp_path_factory.mktemp("runs")
    with server(
        "voila", "notebooks/dashboard.ipynb", "--no-browser", LAB_RUNS=str(runs)
    ) as address:
        yield address


@pytest.fixture(scope="package")
def new_book(lab_runs_folder):
    """Give a function that makes a visitor's book at `lab`, empty; `the_page.load` takes it."""
    return lambda: Book(new_book_name(), lab_runs_folder)


@pytest.fixture(scope="package")
def used_tab(browser):
    """Give a tab that keeps what Chromium has made of the page's scripts, and nothing else."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def new_page(browser, used_tab):
    """Give a function that makes a page of a fresh visitor.

    A test's first visitor comes in a used tab, where a page costs half as much.
    """
    contexts = []

    def make(width=1280, height=900, scheme="light"):
        page = used_tab
        if contexts:
            page = browser.new_context().new_page()
        contexts.append(page.context)
        page.set_default_timeout(60 * SECONDS)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        return page

    yield make
    for context in contexts[1:]:
        context.close()
    if contexts:
        forget_visitor(used_tab)


def forget_visitor(tab):
    """Leave nothing of a test in a tab."""
    tab.evaluate("if (origin !== 'null') sessionStorage.clear()")  # else it shows no page
    tab.unroute_all()
    tab.goto("about:blank")
    tab.emulate_media(media="null", reduced_motion="null")
    tab.context.clear_permissions()
    tab.context.clear_cookies()
