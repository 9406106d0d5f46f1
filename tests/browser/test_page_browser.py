"""The frame of the Voila page in a real Chromium: what it asks for, how it fits, who can use it, what it says when
something breaks."""

import json
import time
import urllib.parse

import psutil
import pytest
from playwright.sync_api import expect

from tests.browser.driving import server

pytestmark = pytest.mark.browser

SECONDS = 1000  # Playwright counts in milliseconds
SECONDS_TO_SAY_IT = 5
SMALL_RUN = "?epochs=1&filters=8&num_train=6000"
STEPS = range(1, 7)


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
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


def load(page, address):
    """Open the page and wait until everything is there that is there without a run."""
    page.goto(address)
    train_button(page).wait_for(timeout=60 * SECONDS)
    page.locator("img[alt^='The network as blocks']").wait_for(timeout=60 * SECONDS)
    return page


def train_button(page):
    return page.get_by_role("button", name="Train", exact=True)


def train(page):
    """Press Train and wait for the evaluation."""
    train_button(page).click()
    page.locator("img[alt^='Confusion matrix']").wait_for(timeout=120 * SECONDS)
    page.get_by_role("list", name="The most confident mistakes").wait_for(timeout=60 * SECONDS)


def states(page):
    """Return the state of each step, as screen readers hear it."""
    return [
        text.rpartition(": ")[2]
        for text in page.locator(".lab-steps nav a .lab-hidden").all_text_contents()
    ]


def box(page, step):
    return page.locator(f".lab-section-{step}").bounding_box()


def sideways(page):
    return page.evaluate(
        "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
    )


def violations(page, context=None):
    """Return what axe-core finds serious or critical, as sentences."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def colour(page, selector, name):
    """Return a colour of an element as three numbers from 0 to 255."""
    script = f"element => getComputedStyle(element).getPropertyValue({name!r})"
    text = page.locator(selector).first.evaluate(script)
    return [float(part) for part in text.partition("(")[2].rstrip(")").split(",")[:3]]


# What it asks for


def test_a_run_on_the_page_asks_no_other_host_and_logs_no_error(plain, new_page):
    page, requests, errors = new_page(), [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("websocket", lambda socket: requests.append(socket.url.replace("ws://", "http://")))
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    load(page, plain + SMALL_RUN)
    train(page)
    assert len(requests) > 50
    assert not [url for url in requests if not url.startswith((plain, "data:", f"blob:{plain}"))]
    assert not errors


def test_what_is_there_before_the_kernel_is(plain, new_page):
    page = new_page()
    page.goto(plain, wait_until="commit")
    page.get_by_role(
        "heading", level=1, name="Train a network that reads handwritten digits"
    ).wait_for(timeout=5000)
    assert not train_button(page).count()
    assert page.title() == "CNN Lab: train a network that reads digits"
    assert page.locator("html").get_attribute("lang") == "en"
    train_button(page).wait_for(timeout=60 * SECONDS)
    assert not page.locator("#loading").count()


# The flow


def test_the_steps_show_where_one_is(lab, new_page):
    page = load(new_page(), lab + SMALL_RUN)
    assert states(page) == ["done", "done", "done", "now", "to do", "to do"]
    current = page.locator(".lab-steps [aria-current=step]")
    assert "Build the CNN" in current.inner_text()
    train_button(page).click()
    page.wait_for_function(
        "document.querySelector('.lab-steps [aria-current=step]').innerText.includes('Train the')"
    )
    page.locator("img[alt^='Confusion matrix']").wait_for(timeout=120 * SECONDS)
    assert states(page)[:5] == ["done"] * 5 and states(page)[5] == "now"
    page.get_by_role("link", name="Load the data").click()
    expect(page.get_by_role("heading", name="2. Load the data")).to_be_in_viewport()
    expect(
        page.get_by_text("Digits: MNIST", exact=True)
    ).to_be_in_viewport()  # the bar stays in sight
    page.get_by_role("link", name="Evaluate the CNN").click()
    expect(page.get_by_role("heading", name="6. Evaluate the CNN")).to_be_in_viewport()
    expect(page.get_by_role("navigation", name="The six steps")).to_be_in_viewport()


def test_other_digits_than_mnist_are_said_with_the_reason(
    chromium, new_page, tmp_path, monkeypatch
):
    folder = tmp_path / "home"
    monkeypatch.delenv("MNIST_NPZ", raising=False)
    offline = {
        "KERAS_HOME": str(folder),
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "LAB_RUNS": str(tmp_path),
    }
    with server("voila", "notebooks/dashboard.ipynb", "--no-browser", **offline) as address:
        page = new_page()
        page.goto(address)
        page.locator(".lab-chip", has_text="embedded").wait_for(timeout=60 * SECONDS)
        assert "MNIST" in page.locator(".lab-steps-reason").inner_text()


# The address


def chosen(page):
    """Return the choices that the page's link holds."""
    address = page.get_by_role("link", name="Link to this set-up").get_attribute("href")
    return dict(urllib.parse.parse_qsl(address.lstrip("?")))


@pytest.mark.parametrize("name", ["lab", "plain"])
def test_an_address_sets_the_page_up(name, new_page, request):
    query = "?filters=96&epochs=5&kernel_size=5&dense_units=32&dropout=0.25&batch_normalization=true&augment=true"
    query += "&batch_size=64&learning_rate=0.002&seed=7"
    page = load(new_page(), request.getfixturevalue(name) + query)
    asked = dict(urllib.parse.parse_qsl(query[1:]))
    assert {name: value for name, value in chosen(page).items() if name in asked} == asked
    expect(page.get_by_role("slider", name="Filters")).to_have_attribute("aria-valuenow", "96.0")
    expect(page.get_by_role("slider", name="Epochs")).to_have_attribute("aria-valuenow", "5.0")
    assert "24 × 24 × 96" in page.get_by_role("region", name="Layers of the network").inner_text()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "?epochs=1000000000&filters=16",
            "epochs is 1000000000; expected a whole number from 1 to 100",
        ),
        ("?filters=%3Cimg%20src%3Dx%3E", "filters is '<img src=x>'; expected a whole number"),
    ],
)
def test_an_address_that_is_wrong_leaves_the_defaults_and_says_so(plain, new_page, query, sentence):
    page = load(new_page(), plain + query)
    alert = page.get_by_role("alert").filter(has_text="The page's address could not be used")
    alert.wait_for(timeout=10 * SECONDS)
    assert sentence in alert.inner_text() and alert.is_visible()
    assert chosen(page)["filters"] == "32" and chosen(page)["epochs"] == "3"


# How it fits


@pytest.mark.parametrize("width", [390, 768])
def test_one_column_and_no_sideways_scrolling(lab, new_page, width):
    page = load(new_page(width, 844), lab + SMALL_RUN)
    if width == 390:
        train(page)
    for step in STEPS:
        page.locator(f"#lab-step-{step}").scroll_into_view_if_needed()
        assert sideways(page) <= 0, f"step {step} makes the page wider than the screen"
    assert len({(box(page, step)["x"], box(page, step)["width"]) for step in STEPS}) == 1


def test_two_columns_on_a_laptop(lab, new_page):
    page = load(new_page(), lab)
    first, second = box(page, 1), box(page, 2)
    assert first["y"] == second["y"] and second["x"] > first["x"] + first["width"]
    assert box(page, 6)["width"] > 1000 and sideways(page) <= 0


def test_light_and_dark(lab, new_page):
    for scheme, is_dark in (("light", False), ("dark", True)):
        page = load(new_page(scheme=scheme), lab)
        for selector in ("body", ".lab-section-5", ".lab-chart"):
            assert (sum(colour(page, selector, "background-color")) < 150) == is_dark, (
                scheme,
                selector,
            )
            assert (sum(colour(page, selector, "color")) > 600) == is_dark, (scheme, selector)
        if is_dark:
            assert colour(page, ".lab-section-4 img", "background-color") == [255, 255, 255]


# Who can use it


def test_the_keyboard_alone_moves_a_slider_and_trains(lab, new_page):
    page = load(new_page(), lab + "?num_train=6000")
    slider = page.get_by_role("slider", name="Epochs")
    before = float(slider.get_attribute("aria-valuenow"))

    def tab_to(target):
        for _ in range(80):
            page.keyboard.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return
        pytest.fail(f"80 times Tab did not lead to {target}")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to training"
    page.keyboard.press("Enter")
    tab_to(slider)
    outline = slider.evaluate("element => getComputedStyle(element).outlineStyle")
    assert outline == "solid", "nobody sees that the slider has the focus"
    page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuenow", f"{before - 1:.1f}")
    tab_to(page.get_by_role("button", name="More"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="More")).to_have_attribute("aria-expanded", "true")
    tab_to(train_button(page))
    page.keyboard.press("Enter")
    page.wait_for_function(
        "document.querySelector('.lab-status')?.innerText === 'training'", timeout=60 * SECONDS
    )
    page.get_by_role("button", name="Stop", exact=True).click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_page(lab, new_page, scheme):
    page = load(new_page(scheme=scheme), lab + SMALL_RUN)
    assert not violations(page)
    page.get_by_role("button", name="More").click()
    train(page)
    assert not violations(page)


def test_axe_finds_nothing_serious_in_our_panels_in_jupyterlab(mnist_npz, new_page, tmp_path):
    lines = [
        "from IPython.display import display",
        "from cnnlab.app.dashboard import dashboard",
        "display(dashboard())",
    ]
    cell = {
        "cell_type": "code",
        "execution_count": None,
        "id": "page",
        "metadata": {},
        "outputs": [],
    }
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = {
        "cells": [cell | {"source": "\n".join(lines)}],
        "metadata": kernel,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    (tmp_path / "page.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    settings = [
        "--no-browser",
        "--IdentityProvider.token=",
        "--ServerApp.disable_check_xsrf=True",
        "--allow-root",
    ]
    settings += [f"--ServerApp.root_dir={tmp_path}", "--LabApp.news_url=None"]
    environment = {
        "LAB_RUNS": str(tmp_path / "runs"),
        "JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / ".workspaces"),
    }
    with server("jupyterlab", *settings, folder=tmp_path, path="lab", **environment) as address:
        page = new_page()
        page.goto(f"{address}lab/tree/page.ipynb?reset")
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60 * SECONDS)
        page.wait_for_timeout(1000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.locator("img[alt^='The network as blocks']").wait_for(timeout=60 * SECONDS)
        page.get_by_role("slider", name="Epochs").wait_for(timeout=10 * SECONDS)
        assert not violations(page, ".lab-dashboard")
        assert not page.locator(".lab-banner").count(), "JupyterLab has a watch of its own"


# When something breaks


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


def expect_banner(page, words, since):
    page.get_by_role("alert").filter(has_text=words).wait_for(
        timeout=2 * SECONDS_TO_SAY_IT * SECONDS
    )
    assert time.monotonic() - since <= SECONDS_TO_SAY_IT


def test_a_kernel_that_ends_is_said_and_a_reload_helps(lab, new_page):
    page = load(new_page(), lab)
    kernel = page.evaluate(
        "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"
    )
    (process,) = processes("ipykernel", kernel)
    process.kill()
    expect_banner(page, "The page's Python has ended", time.monotonic())
    address = page.url
    page.get_by_role("button", name="Reload the page").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("!document.querySelector('.lab-banner')")
    train_button(page).wait_for(timeout=60 * SECONDS)
    assert page.url == address and "book=" in address, "the visitor's runs are not found again"


def test_a_busy_kernel_is_no_fault(plain, new_page):
    page = load(new_page(), plain)
    kernel = page.evaluate(
        "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"
    )
    (process,) = processes("ipykernel", kernel)
    process.suspend()  # it answers nobody, as in a long computation
    page.wait_for_timeout(7 * SECONDS)
    process.resume()
    assert not page.locator(".lab-banner").count()


def test_a_server_that_does_not_answer_is_said_until_it_does(mnist_npz, new_page, tmp_path):
    with server(
        "voila", "notebooks/dashboard.ipynb", "--no-browser", LAB_RUNS=str(tmp_path)
    ) as address:
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
        page.get_by_role("alert").filter(has_text="nobody used the page").wait_for(
            timeout=60 * SECONDS
        )
