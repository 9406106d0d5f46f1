"""What the page opens on, in a real Chromium: the story on one screen, and nothing that jumps."""

import pytest
from playwright.sync_api import expect

from tests.browser.driving import draw_strokes, open_step
from tests.browser.strokes import SHAPES, in_hand
from tests.browser.the_page import chosen, load

pytestmark = pytest.mark.browser

PARTS = {
    "the pad": "canvas[aria-label='Draw a digit']",
    "the answer": ".lab-draw-answer table",
    "the network": ".lab-strip",
    "Train": "button.mod-primary",
    "the curves": ".lab-chart-plot >> nth=0",
}
PLACES = """() => [...document.querySelectorAll(
    ".lab-card, .lab-card button, .lab-draw-answer table, .lab-chart"
)].map((part) => part.getBoundingClientRect().top + scrollY)"""


def test_the_first_screen_holds_the_story_and_the_first_stroke_moves_nothing(lab, new_page):
    page = load(new_page(height=800), lab)
    for name, part in PARTS.items():
        place = page.locator(part).bounding_box()
        assert place["y"] + place["height"] <= 800, f"{name} is not on the first screen"
    assert page.evaluate("document.scrollingElement.scrollHeight") <= 3 * 800
    for name in ("Epochs", "Filters"):
        expect(page.get_by_role("slider", name=name)).to_be_in_viewport()
    before = page.evaluate(PLACES)
    draw_strokes(page, in_hand(SHAPES[7]["crossed"], "upright"))
    expect(page.locator(".lab-draw-prediction")).to_have_text("Prediction: 7")
    expect(page.locator(".lab-draw-details")).to_contain_text("Network: the lab's own, trained")
    assert page.evaluate(PLACES) == before


def test_on_a_phone_the_answer_stands_at_the_pad_and_all_in_reading_order(lab, new_page):
    page = load(new_page(width=390, height=844), lab)
    tops = [page.locator(part).bounding_box()["y"] for part in PARTS.values()]
    assert tops == sorted(tops)
    answer = page.locator(PARTS["the answer"]).bounding_box()
    assert answer["y"] + answer["height"] <= 844
    assert page.evaluate("document.scrollingElement.scrollHeight") <= 4 * 844


def test_choices_and_open_steps_survive_a_reload_and_a_number_put_right_is_said(lab, new_page):
    page = load(new_page(), lab)
    assert chosen(page) == {"preset": "fast"}
    readout = page.locator(".widget-slider", has_text="Epochs").locator(".widget-readout")
    readout.fill("300")
    readout.press("Enter")
    remark = page.get_by_role("status").filter(has_text="300 became")
    expect(remark).to_contain_text("Epochs goes from 1 to ")
    page.get_by_role("button", name="More").click()
    page.get_by_label("Seed", exact=True).fill("7")
    page.get_by_label("Seed", exact=True).press("Enter")
    open_step(page, 1)
    expect(page.get_by_label("Preset")).to_have_value('""')
    before = chosen(page)
    assert "seed" not in before
    load(page, page.url)
    assert chosen(page) == before
    page.get_by_role("button", name="More").click()
    expect(page.get_by_label("Seed", exact=True)).to_have_value("7")
    expect(page.get_by_text("28 × 28 grey pixels")).to_be_visible()
