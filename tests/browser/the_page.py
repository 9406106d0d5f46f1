"""How the tests of the page open it, and train on it."""

import urllib.parse

from tests.browser.driving import open_step
from tests.waiting import PATIENT_SECONDS

SECONDS = PATIENT_SECONDS
SMALL_RUN = "?epochs=1&filters=8&num_train=6000"


def load(page, address):
    """Open the page and wait until its first screen is there."""
    page.goto(address)
    train_button(page).wait_for(timeout=60 * SECONDS)
    page.locator(".lab-chart-numbers").wait_for(timeout=60 * SECONDS)
    return page


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
