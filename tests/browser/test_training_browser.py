"""Runs on the page in a real Chromium: live, paused, found again, each visitor's own."""

import pytest

from tests.browser.driving import frames_of_one_epoch, open_step
from tests.browser.the_page import (
    SECONDS,
    expect_status,
    load,
    move_slider,
    press,
    train_watch_and_stop,
)

pytestmark = pytest.mark.browser


def test_the_dashboard_trains_live_and_stops(plain, new_page):
    page = load(new_page(), plain)
    assert page.get_by_text("MNIST").count(), "the data set's name is not on the page"
    train_watch_and_stop(page)


def test_the_dashboard_pauses_resumes_and_shows_the_evaluation(lab, new_page):
    page = load(new_page(), f"{lab}?num_train=30000")
    move_slider(page, "Epochs", "Home")
    move_slider(page, "Filters", "Home")
    press(page, "Train")
    expect_status(page, "training")
    press(page, "Pause")
    expect_status(page, "paused", seconds=20)
    press(page, "Resume")
    expect_status(page, "finished", seconds=120)
    open_step(page, 6)
    page.locator("img[alt^='Confusion matrix']").wait_for(timeout=20 * SECONDS)
    assert page.get_by_role("region", name="Classification report").is_visible()
    open_step(page, 5)
    assert "1 epoch" in page.get_by_role("region", name="Runs so far").inner_text()


def test_a_reload_in_mid_run_and_an_address_elsewhere_find_the_run_again(lab, new_page):
    page = load(new_page(), lab)
    press(page, "Train")
    expect_status(page, "training")
    assert frames_of_one_epoch(page, wanted=2)
    page.reload()
    page.locator(".lab-status").wait_for(timeout=60 * SECONDS)
    assert expect_status(page, "training") == "training"
    frames = frames_of_one_epoch(page, wanted=2)
    assert frames, "the run goes on, and the page does not draw it"
    press(page, "Stop")
    expect_status(page, "stopped", seconds=20)
    page.get_by_role("button", name="Take my runs to another computer").click()
    box = page.get_by_label("Address that brings your runs along")
    box.wait_for()
    elsewhere = load(new_page(), lab)
    open_step(elsewhere, 5)
    runs = elsewhere.get_by_role("region", name="Runs so far")
    assert not runs.count(), "each visitor has a book of their own"
    elsewhere.goto(box.input_value())
    open_step(elsewhere, 5)
    runs.get_by_text("stopped").wait_for(timeout=60 * SECONDS)
