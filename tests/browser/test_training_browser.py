"""The lab in a real Chromium: the Voila page, and the notebooks in JupyterLab."""

import json
import urllib.request

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.driving import (
    PROJECT,
    chromium_page,
    draw_strokes,
    frames_of_one_epoch,
    jupyterlab_server,
    open_step,
    server,
    wait_for_answer,
)
from tests.browser.strokes import SHAPES, in_hand
from tests.waiting import PATIENT_SECONDS

pytestmark = pytest.mark.browser

SECONDS = PATIENT_SECONDS
PARAMETERS = {"EPOCHS": 1, "FILTERS": 8, "NUM_TRAIN": 6000}


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def voila(mnist_npz, runs):
    """Serve the dashboard as `voila notebooks/dashboard.ipynb` does; give its address."""
    lab = server("voila", "notebooks/dashboard.ipynb", "--no-browser", LAB_RUNS=str(runs))
    with lab as address:
        yield address


@pytest.fixture(scope="module")
def jupyterlab(mnist_npz, runs, tmp_path_factory):
    """Serve copies of the notebooks in JupyterLab, 05 with small parameters; give its address."""
    folder = tmp_path_factory.mktemp("lab")
    for path in sorted((PROJECT / "notebooks").glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        if path.name.startswith("05"):
            make_small(notebook)
        (folder / path.name).write_text(json.dumps(notebook), encoding="utf-8")
    tracker = folder / ".settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
    tracker.parent.mkdir(parents=True)
    tracker.write_text('{"windowingMode": "none"}')  # else only the cells in view are in the page
    with jupyterlab_server(
        folder, LAB_RUNS=str(runs), JUPYTERLAB_SETTINGS_DIR=str(folder / ".settings")
    ) as address:
        yield address


def make_small(notebook):
    """Have a notebook set PARAMETERS after its own."""
    small = [f"{name} = {value!r}" for name, value in PARAMETERS.items()]
    for cell in notebook["cells"]:
        if "parameters" in cell["metadata"].get("tags", ()):
            cell["source"] = "\n".join(["".join(cell["source"]), *small])


def status_of(page):
    return page.locator(".lab-status").last


def expect_status(page, *wanted, seconds=60):
    """Wait until the run's status is one of `wanted`; return it."""
    script = """(wanted) => {
        const statuses = [...document.querySelectorAll(".lab-status")];
        return wanted.includes(statuses.at(-1)?.innerText);
    }"""
    page.wait_for_function(script, arg=list(wanted), timeout=seconds * SECONDS)
    return status_of(page).inner_text()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).last.click()


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


def test_the_dashboard_trains_live_and_stops(voila, chromium):
    with chromium_page(chromium) as page:
        page.goto(voila)
        page.get_by_role("button", name="Train", exact=True).wait_for(timeout=60 * SECONDS)
        assert page.get_by_text("MNIST").count(), "the data set's name is not on the page"
        train_watch_and_stop(page)


def test_the_dashboard_pauses_resumes_and_shows_the_evaluation(voila, chromium):
    with chromium_page(chromium) as page:
        page.goto(voila)
        page.get_by_role("button", name="Train", exact=True).wait_for(timeout=60 * SECONDS)
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


def test_a_reload_in_mid_run_finds_the_run_again(voila, chromium):
    with chromium_page(chromium) as page:
        page.goto(voila)
        page.get_by_role("button", name="Train", exact=True).wait_for(timeout=60 * SECONDS)
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


def test_the_dashboard_fits_a_phone(voila, chromium):
    with chromium_page(chromium, width=390, height=844) as page:
        page.goto(voila)
        page.get_by_role("button", name="Train", exact=True).wait_for(timeout=60 * SECONDS)
        page.wait_for_timeout(500)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 390


def open_notebook(page, address, name):
    page.goto(f"{address}lab/tree/{name}?reset")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60 * SECONDS)
    page.wait_for_timeout(1000)


def choose(page, menu, entry):
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=entry, exact=True).click()


def run_all(page):
    """Clear what is stored, choose Run > Run All Cells, and wait until all code has run."""
    choose(page, "Edit", "Clear Outputs of All Cells")
    choose(page, "Run", "Run All Cells")
    have_run = """() => {
        const prompts = document.querySelectorAll(".jp-Notebook .jp-CodeCell .jp-InputPrompt");
        return [...prompts].every((prompt) => /^\\[\\d+\\]:$/.test(prompt.textContent));
    }"""
    page.wait_for_function(have_run, timeout=300 * SECONDS)


def test_05_in_jupyterlab_trains_live_and_stops(jupyterlab, chromium):
    with chromium_page(chromium) as page:
        open_notebook(page, jupyterlab, "05_train_the_cnn.ipynb")
        run_all(page)
        page.get_by_role("button", name="Train", exact=True).last.wait_for(timeout=30 * SECONDS)
        train_watch_and_stop(page)


def test_the_gallery_of_02_turns_its_pages(jupyterlab, chromium):
    with chromium_page(chromium) as page:
        open_notebook(page, jupyterlab, "02_load_the_data.ipynb")
        run_all(page)
        picture = page.locator("img[alt*='images of the digit']").last
        picture.wait_for(timeout=30 * SECONDS)
        before = picture.get_attribute("src")
        press(page, "Next page")
        page.get_by_text("Page 2 of").wait_for(timeout=10 * SECONDS)
        expect(picture).not_to_have_attribute("src", before)
        page.get_by_role("button", name="7", exact=True).last.click()
        page.locator("img[alt*='images of the digit 7']").wait_for(timeout=10 * SECONDS)


def test_the_sliders_of_04_redraw_table_and_picture(jupyterlab, chromium):
    with chromium_page(chromium) as page:
        open_notebook(page, jupyterlab, "04_build_the_cnn.ipynb")
        run_all(page)
        table = page.get_by_role("region", name="Layers of the network").last
        table.wait_for(timeout=30 * SECONDS)
        picture = page.locator(".lab-strip").last
        expect(picture).to_contain_text("26 × 26 × 32")
        assert "26 × 26 × 64" not in table.inner_text()
        move_slider(page, "Filters", "End")
        table.get_by_text("26 × 26 × 64").wait_for(timeout=10 * SECONDS)
        expect(picture).to_contain_text("26 × 26 × 64")


def test_06_in_jupyterlab_shows_the_evaluation_of_a_run(jupyterlab, chromium):
    with chromium_page(chromium) as page:
        open_notebook(page, jupyterlab, "06_evaluate_the_cnn.ipynb")
        run_all(page)
        page.locator("img[alt^='Confusion matrix']").last.wait_for(timeout=60 * SECONDS)
        assert page.get_by_role("combobox", name="Run").last.is_visible()
        draw_strokes(page, in_hand(SHAPES[0]["round"], "upright"))
        wait_for_answer(page)
        expect(page.locator(".lab-draw-prediction")).to_contain_text("Prediction: ")
        # A run of the page's preset "fast" may be the best one: it has two layers of maps.
        page.locator(".lab-inside-layer canvas").nth(1).wait_for(timeout=60 * SECONDS)


def test_notebooks_opened_without_running_show_no_widget_error(jupyterlab, chromium):
    with chromium_page(chromium) as page:
        for name in sorted(path.name for path in (PROJECT / "notebooks").glob("*.ipynb")):
            open_notebook(page, jupyterlab, name)
            text = page.locator(".jp-Notebook").last.inner_text()
            assert "Error displaying widget" not in text and "model not found" not in text, name


def ask(method, address, body=None):
    """Return what a JupyterLab's server answers to a request."""
    request = urllib.request.Request(address, json.dumps(body).encode(), method=method)
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def test_a_panel_in_a_notebook_that_is_opened_again_says_how_to_bring_it_back(
    jupyterlab, chromium
):
    cell = nbformat.v4.new_code_cell("from cnnlab.widgets import network_panel; network_panel()")
    notebook = {"type": "notebook", "content": nbformat.v4.new_notebook(cells=[cell])}
    notebook["content"].metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    ask("PUT", f"{jupyterlab}api/contents/panel.ipynb", notebook)
    with chromium_page(chromium) as page:
        open_notebook(page, jupyterlab, "panel.ipynb")
        choose(page, "Run", "Run All Cells")
        page.locator(".widget-slider").first.wait_for(timeout=30 * SECONDS)
        with page.expect_response(lambda answer: answer.request.method == "PUT"):
            page.keyboard.press("Control+s")
        for session in json.loads(ask("GET", f"{jupyterlab}api/sessions")):
            ask("DELETE", f"{jupyterlab}api/sessions/{session['id']}")
        open_notebook(page, jupyterlab, "panel.ipynb")
        dead = page.locator(".jp-OutputArea-output.jupyter-widgets")
        dead.wait_for(timeout=30 * SECONDS)
        words = dead.evaluate("element => getComputedStyle(element, '::after').content")
        assert "Run the notebook down to this cell" in words
        # What JupyterLab says itself is there, and takes no place.
        assert dead.evaluate("element => getComputedStyle(element).fontSize") == "0px"


def test_each_visitor_has_a_book_that_their_browser_or_its_address_brings_back(
    mnist_npz, chromium, tmp_path
):
    with server("cnnlab", "serve", "--visitors", LAB_RUNS=str(tmp_path)) as address:
        with chromium_page(chromium) as page:
            page.goto(address)
            page.get_by_role("button", name="Train", exact=True).wait_for()
            press(page, "Train")
            expect_status(page, "training")
            press(page, "Stop")
            expect_status(page, "stopped", seconds=20)
            page.goto(address)
            expect_status(page, "stopped")
            page.get_by_role("button", name="Take my runs to another computer").click()
            box = page.get_by_label("Address that brings your runs along")
            box.wait_for()
            link = box.input_value()
        with chromium_page(chromium) as page:
            page.goto(address)
            open_step(page, 5)
            runs = page.get_by_role("region", name="Runs so far")
            assert not runs.count()
            page.goto(link)
            open_step(page, 5)
            runs.get_by_text("stopped").wait_for(timeout=60 * SECONDS)
