"""Panels of the lessons, and notebooks as they are stored, in JupyterLab in a real Chromium."""

import json
import shutil
import urllib.request

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.driving import (
    PROJECT,
    draw_strokes,
    jupyterlab_server,
    open_step,
    wait_for_answer,
)
from tests.browser.notebook_parts import parts_for
from tests.browser.strokes import SHAPES, in_hand
from tests.browser.the_page import SECONDS, move_slider, press, train_watch_and_stop

pytestmark = pytest.mark.browser

LESSONS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
PARAMETERS = {"EPOCHS": 1, "FILTERS": 8, "NUM_TRAIN": 6000}
DASHBOARD = """\
from IPython.display import display
from cnnlab.app.dashboard import dashboard
display(dashboard())
"""
# In a tab beside the others: JupyterLab need not begin anew for each.
OPEN_BESIDE = "async path => { await jupyterapp.commands.execute('docmanager:open', { path }) }"


@pytest.fixture(scope="module")
def jupyterlab(mnist_npz, tmp_path_factory):
    """Serve copies of the notebooks in JupyterLab; give its address."""
    folder = tmp_path_factory.mktemp("lab")
    for path in LESSONS:
        shutil.copy(path, folder)
    tracker = folder / ".settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
    tracker.parent.mkdir(parents=True)
    tracker.write_text('{"windowingMode": "none"}')  # else only the cells in view are in the page
    with jupyterlab_server(
        folder,
        LAB_RUNS=str(tmp_path_factory.mktemp("runs")),
        JUPYTERLAB_SETTINGS_DIR=str(folder / ".settings"),
    ) as address:
        yield address


@pytest.fixture
def open_cells(jupyterlab, new_page):
    """Give a function that opens a new notebook with the cells of these sources, and runs it."""

    def make(*sources):
        cells = [nbformat.v4.new_code_cell(source) for source in sources]
        notebook = {"type": "notebook", "content": nbformat.v4.new_notebook(cells=cells)}
        notebook["content"].metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        ask("PUT", f"{jupyterlab}api/contents/cells.ipynb", notebook)
        page = new_page()
        open_notebook(page, jupyterlab, "cells.ipynb")
        run_all(page)
        return page

    yield make
    end_kernels(jupyterlab)


def parts_of_lesson(number, *called):
    """Return the sources of a lesson's cells that call these functions, and what they need."""
    cells = json.loads(LESSONS[number - 1].read_text(encoding="utf-8"))["cells"]
    return parts_for(cells, *called)


def ask(method, address, body=None):
    """Return what a JupyterLab's server answers to a request."""
    request = urllib.request.Request(address, json.dumps(body).encode(), method=method)
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def end_kernels(address):
    for session in json.loads(ask("GET", f"{address}api/sessions")):
        ask("DELETE", f"{address}api/sessions/{session['id']}")


def is_saved(answer):
    """Say whether an answer of JupyterLab's server is that a notebook was saved."""
    return answer.request.method == "PUT" and "/api/contents/" in answer.url


def open_notebook(page, address, name):
    page.goto(f"{address}lab/tree/{name}?reset")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60 * SECONDS)
    page.wait_for_timeout(1000)


def run_all(page):
    """Choose Run > Run All Cells, and wait until all code has run."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    have_run = """() => {
        const prompts = document.querySelectorAll(".jp-Notebook .jp-CodeCell .jp-InputPrompt");
        return [...prompts].every((prompt) => /^\\[\\d+\\]:$/.test(prompt.textContent));
    }"""
    page.wait_for_function(have_run, timeout=300 * SECONDS)


def test_a_chart_in_a_cell_and_the_panel_of_05_train_live_and_stop(open_cells):
    first, *others = parts_of_lesson(5, "LivePlot", "training_panel", "wait")
    small = [f"{name} = {value!r}" for name, value in PARAMETERS.items()]
    page = open_cells("\n".join([first, *small]), *others)
    # When `fit` is over, a picture takes its chart's place.
    expect(page.locator(".jp-RenderedImage img")).to_be_visible()
    train_watch_and_stop(page)


def test_the_gallery_of_02_turns_its_pages_and_the_sliders_of_04_redraw(jupyterlab, open_cells):
    gallery = parts_of_lesson(2, "gallery_panel")
    page = open_cells(*gallery, *parts_of_lesson(4, "network_panel"))
    turn_pages(page)
    move_sliders(page)
    save_and_open_again(page, jupyterlab)


def turn_pages(page):
    picture = page.locator("img[alt*='images of the digit']").last
    picture.wait_for(timeout=30 * SECONDS)
    before = picture.get_attribute("src")
    press(page, "Next page")
    page.get_by_text("Page 2 of").wait_for(timeout=10 * SECONDS)
    expect(picture).not_to_have_attribute("src", before)
    page.get_by_role("button", name="7", exact=True).last.click()
    page.locator("img[alt*='images of the digit 7']").wait_for(timeout=10 * SECONDS)


def move_sliders(page):
    table = page.get_by_role("region", name="Layers of the network").last
    table.wait_for(timeout=30 * SECONDS)
    picture = page.locator(".lab-strip").last
    expect(picture).to_contain_text("26 × 26 × 32")
    assert "26 × 26 × 64" not in table.inner_text()
    move_slider(page, "Filters", "End")
    table.get_by_text("26 × 26 × 64").wait_for(timeout=10 * SECONDS)
    expect(picture).to_contain_text("26 × 26 × 64")


def save_and_open_again(page, address):
    """A panel whose kernel is gone says how to bring it back."""
    with page.expect_response(is_saved):
        page.keyboard.press("Control+s")
    end_kernels(address)
    open_notebook(page, address, "cells.ipynb")
    dead = page.locator(".jp-OutputArea-output.jupyter-widgets").last
    dead.wait_for(timeout=30 * SECONDS)
    words = dead.evaluate("element => getComputedStyle(element, '::after').content")
    assert "Run the notebook down to this cell" in words
    # What JupyterLab says itself is there, and takes no place.
    assert dead.evaluate("element => getComputedStyle(element).fontSize") == "0px"


def test_06_in_jupyterlab_shows_the_evaluation_of_a_run(open_cells):
    page = open_cells(*parts_of_lesson(6, "evaluation_panel", "draw_panel"))
    page.locator("img[alt^='Confusion matrix']").last.wait_for(timeout=60 * SECONDS)
    assert page.get_by_role("combobox", name="Run").last.is_visible()
    draw_strokes(page, in_hand(SHAPES[0]["round"], "upright"))
    wait_for_answer(page)
    expect(page.locator(".lab-draw-prediction")).to_contain_text("Prediction: ")
    # A network has two layers of maps at least.
    page.locator(".lab-inside-layer canvas").nth(1).wait_for(timeout=60 * SECONDS)


def test_axe_finds_nothing_serious_in_the_page_s_panels(open_cells):
    page = open_cells(DASHBOARD)
    page.get_by_role("slider", name="Epochs").wait_for(timeout=60 * SECONDS)
    open_step(page, 4)
    page.locator(".lab-network .lab-strip").wait_for(timeout=60 * SECONDS)
    assert not violations(page, ".lab-dashboard")
    assert not page.locator(".lab-banner").count(), "JupyterLab has a watch of its own"


def test_notebooks_opened_without_running_show_no_widget_error(jupyterlab, new_page):
    page = new_page()
    open_notebook(page, jupyterlab, LESSONS[0].name)
    for number, path in enumerate(LESSONS, 1):
        page.evaluate(OPEN_BESIDE, path.name)
        expect(page.locator(".jp-NotebookPanel")).to_have_count(number)
        notebook = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook")
        notebook.locator(".jp-CodeCell").first.wait_for(timeout=60 * SECONDS)
        page.wait_for_timeout(1000)
        text = notebook.inner_text()
        assert "Error displaying widget" not in text, path.name
        assert "model not found" not in text, path.name
