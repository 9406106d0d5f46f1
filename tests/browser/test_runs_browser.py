"""The table of runs, the confusion matrix and "More" in a real Chromium, on the real Voila page."""

import dataclasses

import numpy as np
import pytest
from playwright.sync_api import expect

from cnnlab.runs import Book
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.evaluation import evaluate
from labhelpers.events import Batch, Epoch, Finished, Progress, Started
from tests.browser.driving import chromium_page, server

pytestmark = pytest.mark.browser

SECONDS = 1000  # Playwright counts in milliseconds
FOURS_READ_AS_NINES = 5


@pytest.fixture
def book(tmp_path):
    """Return a book with two measured runs, on few digits, so that a run of this test's own takes a second."""
    digits, path = load_digits("embedded"), tmp_path / "few.npz"
    names = {
        "x_train": "train_images",
        "y_train": "train_labels",
        "x_test": "test_images",
        "y_test": "test_labels",
    }
    np.savez(path, **{key: getattr(digits, name) for key, name in names.items()})
    book = Book("default", tmp_path / "runs")
    for created, filters in ((1000.0, 8), (2000.0, 16)):
        run = book.new_run(
            CnnConfig(filters=filters),
            TrainingConfig(epochs=1, seed=filters),
            str(path),
            "few digits",
        )
        run = dataclasses.replace(run, folder=book.folder / f"with-{filters}", created=created)
        run.save()
        progress = (
            Progress()
            .after(Started(1, 11))
            .after(Batch(11, 1.0, 0.5, 2.0))
            .after(Epoch(1.0, 0.5, 0.9, 0.8, 2.0))
        )
        run.save_progress(progress.after(Finished()))
        guesses = digits.test_labels.astype(int)
        guesses[np.flatnonzero(guesses == 4)[:FOURS_READ_AS_NINES]] = 9
        probabilities = np.full((len(guesses), 10), 0.02)
        probabilities[np.arange(len(guesses)), guesses] = 0.82
        run.save_probabilities(probabilities)
        run.save_metrics(evaluate(digits.test_labels, probabilities) | {"dataset": "few digits"})
    return book


@pytest.fixture
def address(book, tmp_path):
    environment = {"LAB_RUNS": str(tmp_path / "runs"), "MNIST_NPZ": str(tmp_path / "few.npz")}
    with server("voila", "notebooks/dashboard.ipynb", "--no-browser", **environment) as address:
        yield address


def open_page(page, address):
    """Open the page; return its table of runs, once both runs and the evaluation of one are there."""
    page.goto(address)
    table = page.get_by_role("region", name="Runs so far")
    table.get_by_role("row").nth(2).wait_for(timeout=60 * SECONDS)
    page.get_by_role("grid", name="Confusion matrix").wait_for(timeout=60 * SECONDS)
    page.locator("img[alt^='Confusion matrix']").wait_for(timeout=60 * SECONDS)
    return table


def titles(table):
    return table.get_by_role("rowheader").locator("bdi").all_inner_texts()


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label')")


def test_runs_are_shown_renamed_deleted_and_brought_back(address, book, chromium):
    with chromium_page(chromium) as page:
        errors = []
        page.on("pageerror", lambda error: errors.append(error))
        table = open_page(page, address)
        newer, older = titles(table)
        assert newer.startswith("16 filters, 1 epoch")

        # Show, with the mouse: its marks, the chart's legend, the menu of the evaluation, the
        # sliders.
        row = table.get_by_role("row", name="8 filters").last
        row.get_by_role("button", name=f"Show {older}").click()
        expect(row).to_contain_text("on the chart")
        expect(row).to_contain_text("evaluated")
        expect(page.locator(".lab-chart-legend")).to_contain_text(f"Validation of {newer}")
        expect(page.get_by_role("combobox", name="Run", exact=True)).to_have_value("with-8")
        expect(
            page.locator(".widget-slider", has_text="Filters").locator(".widget-readout")
        ).to_have_text("8")

        # Rename, with the keyboard: Escape keeps the name, a wrong one is answered, Enter gives
        # the new one.
        page.get_by_role("button", name=f"Rename {older}").press("Enter")
        page.keyboard.type("never mind")
        page.keyboard.press("Escape")
        assert focused(page) == f"Rename {older}"
        page.keyboard.press("Enter")
        page.keyboard.press("Control+a")
        page.keyboard.type("x" * 61)
        page.keyboard.press("Enter")
        expect(table.get_by_role("alert")).to_contain_text("61 characters")
        page.keyboard.press("Control+a")
        page.keyboard.type("Zoë <b>学生</b>")
        page.keyboard.press("Enter")
        expect(table.locator("bdi", has_text="Zoë")).to_have_text("Zoë <b>学生</b>")
        assert focused(page) == "Rename Zoë <b>学生</b>"
        assert book.run("with-8").title == "Zoë <b>学生</b>"

        # Delete and undo, with the keyboard, which is led to where it goes on.
        page.get_by_role("button", name="Delete Zoë").press("Enter")
        undo = page.get_by_role("button", name="Undo: bring Zoë")
        expect(undo).to_be_focused()
        expect(page.locator(".lab-runs-bin")).to_contain_text("Deleted Zoë <b>学生</b>.")
        expect(table.get_by_role("rowheader").locator("bdi")).to_have_text(
            [newer]
        )  # the rows follow the words
        assert [run.name for run in book.runs()] == ["with-16"]
        undo.press("Enter")
        expect(page.get_by_role("button", name="Show Zoë")).to_be_focused()
        assert [run.name for run in book.runs()] == ["with-16", "with-8"]
        expect(page.locator(".lab-runs-bin")).to_be_hidden()

        # What is left so is found so after a reload.
        page.get_by_role("button", name=f"Delete {newer}").click()
        expect(page.get_by_role("button", name=f"Undo: bring {newer} back")).to_be_visible()
        page.goto(address)
        expect(table.locator("bdi")).to_have_text(["Zoë <b>学生</b>"], timeout=60 * SECONDS)
        assert not errors


def test_a_cell_of_the_confusion_matrix_opens_its_digits(address, chromium):
    with chromium_page(chromium) as page:
        open_page(page, address)
        grid = page.get_by_role("grid", name="Confusion matrix")
        words = f"{FOURS_READ_AS_NINES} images of a 4 read as 9"
        grid.get_by_role("gridcell", name="4 read as 9").click()
        page.get_by_role("heading", name=words).wait_for(timeout=10 * SECONDS)
        opened = page.get_by_role("list", name="The digits in the open cell").get_by_role(
            "listitem"
        )
        expect(opened).to_have_text(["82%"] * FOURS_READ_AS_NINES)
        expect(grid.locator("[aria-selected=true]")).to_have_text(str(FOURS_READ_AS_NINES))
        # By keyboard: one stop for Tab, the arrows within, and nothing happens before Enter.
        assert grid.locator("[tabindex='0']").count() == 1
        page.keyboard.press("Control+Home")
        page.keyboard.press("ArrowUp")  # there is nothing above
        for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight"):
            page.keyboard.press(key)
        assert focused(page).startswith("2 read rightly: ")
        assert page.get_by_role("heading", name=words).is_visible()
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="images of a 2 read rightly").wait_for(
            timeout=10 * SECONDS
        )
        page.keyboard.press("End")
        page.keyboard.press("Space")
        page.get_by_role("heading", name="0 images of a 2 read as 9").wait_for(timeout=10 * SECONDS)
        assert grid.locator("[tabindex='0']").count() == 1


def test_what_is_selected_under_more_reaches_the_run(address, book, chromium):
    with chromium_page(chromium) as page:
        table = open_page(page, address)
        assert not page.get_by_label("Dropout").is_visible()
        before = page.get_by_role("region", name="Layers of the network").inner_text()
        page.get_by_text("More", exact=True).click()
        for label, value in (
            ("Kernel size", 5),
            ("Dense units", 20),
            ("Batch size", 64),
            ("Seed", 7),
        ):
            box = page.get_by_label(label, exact=True)
            box.fill(str(value))
            if (
                label == "Dense units"
            ):  # the answer to the choice before does not take away what is being typed
                expect(page.get_by_role("region", name="Layers of the network")).to_contain_text(
                    "24 × 24"
                )
                expect(box).to_have_value("20")
            box.press("Enter")
        for label, value in (
            ("Learning rate", "0.003"),
            ("Dropout", "0.2"),
            ("Batch normalization", "yes"),
            ("Augmentation", "moved images"),
        ):
            page.get_by_label(label, exact=True).select_option(label=value)
        layers = page.get_by_role("region", name="Layers of the network")
        expect(layers).to_contain_text("Dropout", timeout=10 * SECONDS)
        assert layers.inner_text() != before
        expect(page.get_by_text("an epoch").first).to_be_visible()
        page.get_by_role("button", name="Train", exact=True).click()
        row = table.get_by_role("row", name="20 dense units")
        expect(row).to_contain_text("finished", timeout=90 * SECONDS)
        for words in (
            "kernel 5 × 5",
            "batches of 64",
            "learning rate 0.003",
            "seed 7",
            "dropout 0.2",
            "moved images",
        ):
            expect(row).to_contain_text(words)
    cnn, training = book.runs()[0].cnn, book.runs()[0].training
    assert (cnn.kernel_size, cnn.dense_units, cnn.dropout, cnn.batch_normalization) == (
        5,
        20,
        0.2,
        True,
    )
    assert (training.batch_size, training.seed, training.learning_rate) == (64, 7, 0.003)
    assert training.augment and not training.reproducible


def test_on_a_phone_nothing_scrolls_sideways(address, chromium):
    with chromium_page(chromium, width=390) as page:
        table = open_page(page, address)
        page.get_by_text("More", exact=True).click()
        page.get_by_role("gridcell", name="4 read as 9").click()
        page.get_by_role("heading", name="of a 4 read as 9").wait_for(timeout=10 * SECONDS)
        table.get_by_role("button", name="Rename").first.click()
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
        for part in (
            ".lab-runs",
            ".lab-evaluation",
            ".lab-confusion",
            ".lab-choices",
            ".lab-pages >> nth=0",
        ):
            assert page.locator(part).evaluate("node => node.scrollWidth <= node.clientWidth"), part
