"""The table of runs, the confusion matrix and "More" on the real page, in a real Chromium."""

import dataclasses

import numpy as np
import pytest
from playwright.sync_api import expect

from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.evaluation import evaluate
from labhelpers.events import Batch, Epoch, Finished, Progress, Started
from tests.browser.driving import open_step
from tests.browser.the_page import SECONDS, load

pytestmark = pytest.mark.browser

FOURS_READ_AS_NINES = 5
NEW_TITLE = "Zoë <b>学生</b>"


@pytest.fixture
def book(new_book):
    """Return a book with two measured runs, the newer of them with 16 filters."""
    digits = load_digits("embedded")
    book = new_book()
    add_run(book, digits, filters=8, created=1000.0)
    add_run(book, digits, filters=16, created=2000.0)
    return book


def add_run(book, digits, filters, created):
    """Put a measured run on disk, whose network reads some 4s as 9s."""
    training = TrainingConfig(epochs=1, seed=filters)
    run = book.new_run(CnnConfig(filters=filters), training, digits.source, digits.name)
    run = dataclasses.replace(run, folder=book.folder / f"with-{filters}", created=created)
    run.save()
    progress = Progress()
    for event in (
        Started(1, 11),
        Batch(11, 1.0, 0.5, 2.0),
        Epoch(1.0, 0.5, 0.9, 0.8, 2.0),
        Finished(),
    ):
        progress = progress.after(event)
    run.save_progress(progress)
    labels = digits.test_labels
    guesses = labels.astype(int)
    guesses[np.flatnonzero(labels == 4)[:FOURS_READ_AS_NINES]] = 9
    probabilities = np.full((len(guesses), 10), 0.02)
    probabilities[np.arange(len(guesses)), guesses] = 0.82
    run.save_probabilities(probabilities)
    run.save_metrics(evaluate(labels, probabilities) | {"dataset": digits.name})


def open_page(page, address, book):
    """Open the page; return its table of runs, once both are there and one is evaluated."""
    load(page, address, book)
    open_step(page, 5)
    open_step(page, 6)
    table = page.get_by_role("region", name="Runs so far")
    table.get_by_role("row").nth(2).wait_for(timeout=60 * SECONDS)
    page.get_by_role("grid", name="Confusion matrix").wait_for(timeout=60 * SECONDS)
    page.locator("img[alt^='Confusion matrix']").wait_for(timeout=60 * SECONDS)
    return table


def titles(table):
    return table.get_by_role("rowheader").locator("bdi").all_inner_texts()


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label')")


def show_with_the_mouse(page, table, newer, older):
    """Show a run: its marks, the chart's legend, the menu of the evaluation, the sliders."""
    row = table.get_by_role("row", name="8 filters").last
    row.get_by_role("button", name=f"Show {older}").click()
    expect(row).to_contain_text("on the chart")
    expect(row).to_contain_text("evaluated")
    expect(page.locator(".lab-chart-legend")).to_contain_text(f"Validation of {newer}")
    expect(page.get_by_role("combobox", name="Run", exact=True)).to_have_value("with-8")
    slider = page.locator(".widget-slider", has_text="Filters")
    expect(slider.locator(".widget-readout")).to_have_text("8")


def rename_with_the_keyboard(page, table, older):
    """Escape keeps the name, a wrong one is answered, Enter gives the new one."""
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
    page.keyboard.type(NEW_TITLE)
    page.keyboard.press("Enter")
    expect(table.locator("bdi", has_text="Zoë")).to_have_text(NEW_TITLE)
    assert focused(page) == f"Rename {NEW_TITLE}"


def delete_and_undo_with_the_keyboard(page, table, book, newer):
    """The keyboard is led to where it goes on."""
    page.get_by_role("button", name="Delete Zoë").press("Enter")
    undo = page.get_by_role("button", name="Undo: bring Zoë")
    expect(undo).to_be_focused()
    expect(page.locator(".lab-runs-bin")).to_contain_text(f"Deleted {NEW_TITLE}.")
    # The rows follow the words.
    expect(table.get_by_role("rowheader").locator("bdi")).to_have_text([newer])
    assert [run.name for run in book.runs()] == ["with-16"]
    undo.press("Enter")
    expect(page.get_by_role("button", name="Show Zoë")).to_be_focused()
    assert [run.name for run in book.runs()] == ["with-16", "with-8"]
    expect(page.locator(".lab-runs-bin")).to_be_hidden()


def test_runs_are_shown_renamed_deleted_and_brought_back(lab, book, new_page):
    page = new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    table = open_page(page, lab, book)
    newer, older = titles(table)
    assert newer.startswith("16 filters, 1 epoch")
    show_with_the_mouse(page, table, newer, older)
    rename_with_the_keyboard(page, table, older)
    assert book.run("with-8").title == NEW_TITLE
    delete_and_undo_with_the_keyboard(page, table, book, newer)

    # What is left so is found so after a reload.
    page.get_by_role("button", name=f"Delete {newer}").click()
    expect(page.get_by_role("button", name=f"Undo: bring {newer} back")).to_be_visible()
    page.goto(lab)
    expect(table.locator("bdi")).to_have_text([NEW_TITLE], timeout=60 * SECONDS)
    assert not errors


def test_a_cell_of_the_confusion_matrix_opens_its_digits(lab, book, new_page):
    page = new_page()
    open_page(page, lab, book)
    grid = page.get_by_role("grid", name="Confusion matrix")
    words = f"{FOURS_READ_AS_NINES} images of a 4 read as 9"
    grid.get_by_role("gridcell", name="4 read as 9").click()
    page.get_by_role("heading", name=words).wait_for(timeout=10 * SECONDS)
    opened = page.get_by_role("list", name="The digits in the open cell")
    shares = opened.get_by_role("listitem")
    expect(shares).to_have_text(["82%"] * FOURS_READ_AS_NINES)
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
    heading = page.locator(".lab-confusion-digits h4")
    expect(heading).to_contain_text("images of a 2 read rightly", timeout=10 * SECONDS)
    page.keyboard.press("End")
    page.keyboard.press("Space")
    expect(heading).to_have_text("0 images of a 2 read as 9", timeout=10 * SECONDS)
    assert grid.locator("[tabindex='0']").count() == 1


def choose_under_more(page, layers):
    """Choose with every kind of control."""
    page.get_by_text("More", exact=True).click()
    numbers = {"Kernel size": 5, "Dense units": 20, "Batch size": 64, "Seed": 7}
    for label, value in numbers.items():
        box = page.get_by_label(label, exact=True)
        box.fill(str(value))
        if label == "Dense units":
            # The answer to the choice before does not take away what is being typed.
            expect(layers).to_contain_text("24 × 24")
            expect(box).to_have_value("20")
        box.press("Enter")
    options = {
        "Learning rate": "0.003",
        "Dropout": "0.2",
        "Batch normalization": "yes",
        "Augmentation": "turned, scaled, shifted",
    }
    for label, words in options.items():
        page.get_by_label(label, exact=True).select_option(label=words)


def test_what_is_selected_under_more_reaches_the_run(lab, book, new_page):
    page = new_page()
    table = open_page(page, f"{lab}?preset=plain&num_train=1000", book)
    open_step(page, 4)
    layers = page.get_by_role("region", name="Layers of the network")
    assert not page.get_by_label("Dropout").is_visible()
    before = layers.inner_text()
    choose_under_more(page, layers)
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
        "images turned, scaled and shifted",
    ):
        expect(row).to_contain_text(words)
    run = book.runs()[0]
    chosen = CnnConfig(kernel_size=5, dense_units=20, dropout=0.2, batch_normalization=True)
    assert run.cnn == chosen
    assert run.training.batch_size == 64
    assert run.training.seed == 7
    assert run.training.learning_rate == 0.003
    assert run.training.augment
    assert not run.training.reproducible


def test_on_a_phone_nothing_scrolls_sideways(lab, book, new_page):
    page = new_page(width=390)
    table = open_page(page, lab, book)
    open_step(page, 2)
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
        fits = "node => node.scrollWidth <= node.clientWidth"
        assert page.locator(part).evaluate(fits), part
