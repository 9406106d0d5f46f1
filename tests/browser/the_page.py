"""How the tests of the page open it, and train on it."""

import contextlib
import urllib.parse

import pytest
from playwright.sync_api import expect

from cnnlab.app import visitors
from cnnlab.session import LabSession
from labhelpers.digits import load_digits
from tests.browser.driving import frames_of_one_epoch, open_step
from tests.waiting import PATIENT_SECONDS

SECONDS = PATIENT_SECONDS
SMALL_RUN = "?epochs=1&filters=8&num_train=6000"


def load(page, address, book=None):
    """Open the page and wait until its first screen is there.

    book: the runs of the visitor whose browser it is; None for one who has never been here.
    """
    if book is not None:
        cookie = {"name": visitors.COOKIE, "value": book.name, "url": address}
        page.context.add_cookies([cookie])
    page.goto(address)
    train_button(page).wait_for(timeout=60 * SECONDS)
    page.locator(".lab-chart-numbers").wait_for(timeout=60 * SECONDS)
    return page


@contextlib.contextmanager
def session_of(book):
    """Give a session on a book and MNIST, without a page, to train runs of a visitor's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAB_RUNS", str(book.folder.parent))
        session = LabSession(book.name, load_digits("mnist")).start()
        yield session
        session.close()


def train_button(page):
    return page.get_by_role("button", name="Train", exact=True)


def train(page):
    """Press Train and wait for the evaluation, in the last step."""
    train_button(page).click()
    page.locator(".lab-status", has_text="finished").wait_for(timeout=120 * SECONDS)
    open_step(page, 6)
    page.locator("img[alt^='Confusion matrix']").wait_for(timeout=120 * SECONDS)
    page.get_by_role("list", name="The most confident mistakes").wait_for(timeout=60 * SECONDS)


def chosen(page):
    """Return the choices that the page's link holds."""
    address = page.get_by_role("link", name="Link to this set-up").get_attribute("href")
    return dict(urllib.parse.parse_qsl(address.lstrip("?")))


# In a notebook, the panel is the last one that is shown.


def press(page, name):
    page.get_by_role("button", name=name, exact=True).last.click()


def expect_status(page, *wanted, seconds=60):
    """Wait until the run's status is one of `wanted`; return it."""
    script = """(wanted) => {
        const statuses = [...document.querySelectorAll(".lab-status")];
        return wanted.includes(statuses.at(-1)?.innerText);
    }"""
    page.wait_for_function(script, arg=list(wanted), timeout=seconds * SECONDS)
    return page.locator(".lab-status").last.inner_text()


def move_slider(page, name, key, times=1):
    """Move a slider with the keyboard, as someone without a mouse does."""
    handle = page.locator(".widget-slider", has_text=name).last.locator(".noUi-handle")
    handle.focus()
    for _ in range(times):
        handle.press(key)


def train_watch_and_stop(page):
    """Start a run with many epochs, see it live within one of them, and stop it."""
    move_slider(page, "Epochs", "End")
    move_slider(page, "Filters", "End")
    press(page, "Train")
    expect_status(page, "training")
    frames = frames_of_one_epoch(page)
    assert len(frames) >= 3, f"only {len(frames)} different frames were seen within one epoch"
    numbers = {tuple(shown.items()) for _, shown in frames}
    assert len(numbers) >= 3, "the numbers beside the chart did not change"
    status = page.locator("[role=status]", has_text="Status:").last
    expect(status).to_contain_text(" left", timeout=60 * SECONDS)
    press(page, "Stop")
    assert expect_status(page, "stopped", seconds=20) == "stopped"
