"""What the page says, and how soon, when its kernel or its server does not answer any more."""

import time
import urllib.parse

import psutil
import pytest
from playwright.sync_api import expect

from tests.browser.driving import draw_strokes, server
from tests.browser.proxy import Proxy
from tests.browser.strokes import SHAPES, in_hand
from tests.browser.the_page import SECONDS, load, session_of, train_button
from tests.waiting import wait_until

pytestmark = pytest.mark.browser

SECONDS_TO_SAY_IT = 5


def processes(*words):
    """Return the processes whose command line holds all of the words."""
    found = []
    for process in psutil.process_iter():
        try:
            line = " ".join(process.cmdline())
        except psutil.Error:
            continue
        if all(word in line for word in words):
            found.append(process)
    return found


def kernel_of(page):
    """Return the process of a page's kernel."""
    script = "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"
    (process,) = processes("ipykernel", page.evaluate(script))
    return process


def expect_banner(page, words, since):
    alert = page.get_by_role("alert").filter(has_text=words)
    alert.wait_for(timeout=2 * SECONDS_TO_SAY_IT * SECONDS)
    assert time.monotonic() - since <= SECONDS_TO_SAY_IT


def test_a_kernel_that_ends_is_said_and_a_reload_helps(lab, new_page):
    page = load(new_page(), lab)
    process = kernel_of(page)
    process.kill()
    expect_banner(page, "The page's Python has ended", time.monotonic())
    books = [one for one in page.context.cookies() if one["name"] == "cnn-lab-book"]
    page.get_by_role("button", name="Reload the page").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("!document.querySelector('.lab-banner')")
    train_button(page).wait_for(timeout=60 * SECONDS)
    assert page.url == lab, "an address that somebody copies holds nobody's book"
    kept = [one for one in page.context.cookies() if one["name"] == "cnn-lab-book"]
    assert [one["value"] for one in kept] == [one["value"] for one in books]
    assert len(books) == 1, "the visitor's runs are not found again"


def test_a_busy_kernel_is_no_fault_but_is_said_to_whoever_waits_for_it(lab, new_page):
    page = load(new_page(), lab)
    process = kernel_of(page)
    process.suspend()  # it answers nobody, as in a long computation
    page.wait_for_timeout(7000)
    assert not page.locator(".lab-banner").count()
    page.get_by_role("heading", name="Train the CNN").click()
    clicked = time.monotonic()
    alert = page.get_by_role("alert").filter(has_text="The page's Python has not answered for 5 s")
    alert.wait_for(timeout=30 * SECONDS)
    assert time.monotonic() - clicked < 12
    expect(alert).to_contain_text("Its machine may be very busy, or it was stopped.")
    process.resume()
    expect(page.locator(".lab-banner")).to_have_count(0, timeout=10 * SECONDS)


def stop_run(book):
    """Stop a book's run as another page of the visitor's does."""
    with session_of(book) as session:
        wait_until(lambda: "stop" in session.shown.actions, seconds=60)
        session.stop()
        assert session.wait(60).status == "stopped"


def test_what_is_shown_is_marked_as_old_until_the_connection_is_back(lab, new_book, new_page):
    proxy = Proxy(urllib.parse.urlsplit(lab).port)
    proxy.is_open = True
    address = f"http://127.0.0.1:{proxy.port}/?epochs=100&filters=8&num_train=6000"
    book = new_book()
    page = load(new_page(), address, book)
    stale = page.locator("html.lab-stale")
    expect(stale).to_have_count(0)
    train_button(page).click()
    expect(page.locator(".lab-status")).to_have_text("training", timeout=60 * SECONDS)
    batch = page.locator(".lab-chart-numbers").last
    expect(batch).not_to_contain_text("–", timeout=60 * SECONDS)
    proxy.cut()
    expect(stale).to_have_count(1, timeout=1000)
    sign = "getComputedStyle(document.querySelector('.lab-run'), '::before').content"
    assert "No connection" in page.evaluate(sign)
    before = batch.inner_text()
    stop_run(book)
    page.wait_for_timeout(1000)
    assert batch.inner_text() == before
    expect(page.locator(".lab-status")).to_have_text("training")
    proxy.is_cut = False
    expect(stale).to_have_count(0, timeout=60 * SECONDS)
    expect(page.locator(".lab-status")).to_have_text("stopped", timeout=60 * SECONDS)
    expect(batch).not_to_have_text(before)
    draw_strokes(page, in_hand(SHAPES[7]["crossed"], "upright"))
    expect(page.locator(".lab-draw-prediction")).to_contain_text("Prediction: ")
    proxy.close()


def test_a_server_that_does_not_answer_is_said_until_it_does(mnist_npz, new_page, tmp_path):
    lab = server("voila", "notebooks/dashboard.ipynb", "--no-browser", LAB_RUNS=str(tmp_path))
    with lab as address:
        page = load(new_page(), address)
        port = urllib.parse.urlsplit(address).port
        (process,) = processes("voila", f"--port={port}")
        process.suspend()
        expect_banner(page, "The server does not answer", time.monotonic())
        process.resume()
        expect(page.locator(".lab-banner")).to_have_count(0, timeout=10 * SECONDS)
        process.kill()
        expect_banner(page, "The server does not answer", time.monotonic())


def test_a_page_that_was_given_back_for_idleness_says_so(mnist_npz, new_page, tmp_path):
    settings = ["cull_idle_timeout=3", "cull_interval=1", "cull_connected=True"]
    options = ["--no-browser", *(f"--MappingKernelManager.{setting}" for setting in settings)]
    with server("voila", "notebooks/dashboard.ipynb", *options, LAB_RUNS=str(tmp_path)) as address:
        page = new_page()
        page.goto(address)
        alert = page.get_by_role("alert").filter(
            has_text="the page was unconnected or unused for too long"
        )
        alert.wait_for(timeout=60 * SECONDS)
