"""A digit of one's own covered, and changed until it is misread: by keyboard and pointer.

What the page says is compared with what `session/forward.py` reads in the pixels that it shows.
"""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from cnnlab.runs.final_weights import final_weights
from cnnlab.session import forward
from tests.browser.driving import draw_strokes, open_step, wait_for_answer
from tests.browser.strokes import SHAPES, in_hand
from tests.browser.the_page import SECONDS, load, session_of

pytestmark = pytest.mark.browser

SMALL = {"epochs": 1, "filters": 8, "num_train": 6000}
PIXELS = """canvas => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, 28, 28);
    return Array.from(data.filter((_, k) => k % 4 === 0));
}"""


@pytest.fixture(scope="module")
def book(mnist_npz, new_book):
    """Return a visitor's book of two small runs."""
    book = new_book()
    with session_of(book) as session:
        for seed in (1, 2):
            assert session.next_run.choose(seed=seed, **SMALL)
            session.train()
            assert session.wait(300).status == "finished"
    return book


def read_by(run, image):
    """Return the ten probabilities that a run's network gives."""
    weights, _ = final_weights(run)
    inputs = image[None, ..., None] / np.float32(255)
    return forward.predict(run.cnn, weights, inputs)[0]


def pixels_of(canvas):
    return np.array(canvas.evaluate(PIXELS), "uint8").reshape(28, 28)


def share_in(words):
    return float(re.search(r"\((\d+\.\d)%", words).group(1)) / 100


def test_what_is_covered_and_what_is_changed_is_read_as_the_page_says(lab, book, new_page):
    newer, older = book.runs()
    page = load(new_page(), lab, book)
    page.emulate_media(reduced_motion="reduce")
    expect(page.locator(".lab-draw-details")).not_to_contain_text("the lab's own")
    draw_strokes(page, in_hand(SHAPES[3]["two bows"], "slanted"))
    wait_for_answer(page, 10 * SECONDS)
    open_step(page, 6)
    cover, fool = page.locator(".lab-probe").first, page.locator(".lab-probe").last
    look_at_cover(page, cover, newer)
    look_at_fool(page, fool, newer, older)


def look_at_cover(page, cover, run):
    cover.locator("summary").focus()
    page.keyboard.press("Enter")
    sweep = cover.get_by_role("button", name="Sweep")
    expect(sweep).to_be_enabled(timeout=20 * SECONDS)
    expect(cover.locator(".lab-probe-words")).to_have_text(f"Network: {run.title}.")
    digit = cover.get_by_role("application")
    image = pixels_of(digit)
    uncovered = read_by(run, image)
    told = cover.locator("output")

    # The arrow keys move the square, and the bars follow.
    digit.focus()
    for key in ["ArrowDown"] * 7 + ["ArrowRight"] * 9:
        page.keyboard.press(key)
    square = image.copy()
    square[7:14, 9:16] = 128
    covered = read_by(run, square)
    expect(told).to_contain_text("Square at row 11, column 13: ")
    expect(told).to_contain_text(f"read as {covered.argmax()} (")
    assert share_in(told.inner_text()) == pytest.approx(covered.max(), abs=6e-4)
    bars = cover.get_by_role("table", name="Probabilities of the ten digits, covered")
    shown = [float(text.strip("%>")) for text in bars.locator("td:last-child").all_inner_texts()]
    assert shown == pytest.approx(100 * covered, abs=0.06)

    # So does the pointer; the sweep leaves the square where the digit is the least probable.
    box = digit.bounding_box()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.25 * box["height"])
    expect(told).to_contain_text("Square at row 8, column 15: ")
    sweep.click()
    map_words = cover.locator("figcaption", has_text="at the lowest")
    expect(map_words).to_contain_text(f"a {uncovered.argmax()} is less probable")
    row, column = map(int, re.search(r"row (\d+), column (\d+)", told.inner_text()).groups())
    square = image.copy()
    square[max(0, row - 4) : row + 3, max(0, column - 4) : column + 3] = 128
    lowest = read_by(run, square)[uncovered.argmax()]
    assert share_in(map_words.inner_text()) == pytest.approx(lowest, abs=6e-4)
    expect(cover.get_by_role("img", name="Saliency: blue ink speaks for")).to_be_visible()


def look_at_fool(page, fool, run, other):
    fool.locator("summary").click()
    find = fool.get_by_role("button", name="Find the smallest")
    expect(find).to_be_enabled(timeout=20 * SECONDS)
    told = fool.locator(".lab-fool-told")
    canvases = fool.locator("canvas")
    image = pixels_of(canvases.first)
    digit = int(read_by(run, image).argmax())
    slider = fool.get_by_role("slider", name="Step, in grey levels")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(told).to_contain_text("After a step of 1 of 255 grey level")
    assert np.abs(pixels_of(canvases.last).astype(int) - image).max() == 1

    find.click()
    expect(told).to_contain_text("The smallest step")
    levels = int(slider.input_value())
    changed = pixels_of(canvases.last)
    difference = changed.astype(int) - image
    assert np.abs(difference).max() == levels
    fooled = read_by(run, changed)
    assert fooled.argmax() != digit
    expect(fool.locator("figcaption").last).to_contain_text(f"read as {fooled.argmax()} (")
    assert share_in(told.inner_text()) == pytest.approx(fooled.max(), abs=6e-4)
    row = fool.get_by_role("row", name=other.title)
    expect(row).not_to_contain_text("…", timeout=20 * SECONDS)
    now, then = row.get_by_role("cell").all_inner_texts()
    for words, expected in ((now, read_by(other, image)), (then, read_by(other, changed))):
        assert words.startswith(f"{expected.argmax()} (")
        assert share_in(words) == pytest.approx(expected.max(), abs=6e-4)

    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(told).to_contain_text(f"it still reads {digit} (")
    assert read_by(run, pixels_of(canvases.last)).argmax() == digit
    look_at_another_moment(page, fool, run, row)


COUNT = """hint => {
    window.timesShown = 0;
    const count = () => { window.timesShown += Number(!hint.hidden); };
    new MutationObserver(count).observe(hint, { attributes: true });
}"""


def look_at_another_moment(page, fool, run, row):
    """The other run stays in the table until the network of that moment has answered."""
    fool.locator(".lab-fool-others p").evaluate(COUNT)
    page.get_by_role("slider", name="Moment of the training").first.press("ArrowLeft")
    fool.scroll_into_view_if_needed()  # nothing is worked out for nobody
    words = fool.locator(".lab-probe-words")
    expect(words).to_contain_text(f"Network: {run.title}. After", timeout=20 * SECONDS)
    expect(row).not_to_contain_text("…", timeout=20 * SECONDS)
    assert page.evaluate("timesShown") == 0, "it asked for one more network"
