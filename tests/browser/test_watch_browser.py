"""What the page says, and how soon, when its kernel or its server does not answer any more."""

import time
import urllib.parse

import psutil
import pytest
from playwright.sync_api import expect

from tests.browser.driving import server
from tests.browser.the_page import SECONDS, load, train_button

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
    address = page.url
    page.get_by_role("button", name="Reload the page").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("!document.querySelector('.lab-banner')")
    train_button(page).wait_for(timeout=60 * SECONDS)
    assert "book=" in address
    assert page.url == address, "the visitor's runs are not found again"


def test_a_busy_kernel_is_no_fault(plain, new_page):
    page = load(new_page(), plain)
    process = kernel_of(page)
    process.suspend()  # it answers nobody, as in a long computation
    page.wait_for_timeout(7000)
    process.resume()
    assert not page.locator(".lab-banner").count()


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
        alert = page.get_by_role("alert").filter(has_text="nobody used the page")
        alert.wait_for(timeout=60 * SECONDS)
