"""What the page opens on, in a real Chromium: the story on one screen, and nothing that jumps."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.driving import draw_strokes, open_step
from tests.browser.strokes import SHAPES, in_hand
from tests.browser.the_page import SECONDS, chosen, load, train_button

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
    assert page.evaluate("document.scrollingElement.scrollHeight") <= 3 * 844
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390


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


# Guess first

FEW_IMAGES = "?epochs=3&filters=8&num_train=2000"
GUESSED = [(0.4, 0.4), (0.7, 0.2), (0.96, 0.12)]


def unfold_guess(page):
    page.get_by_role("button", name="Guess first").click()
    return page.get_by_role("slider", name="Validation accuracy after each epoch")


def draw_guess(page, pad):
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in GUESSED]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place)
    page.mouse.up()


def guessed_percent(pad):
    """Return the accuracy that the pad says at the epoch where one is, in percent."""
    return float(re.search(r"([\d.]+)%", pad.get_attribute("aria-valuetext"))[1])


def test_a_guess_is_drawn_by_mouse_and_keys_fixed_by_train_and_laid_over_the_curve(lab, new_page):
    page = load(new_page(height=800), lab + FEW_IMAGES)
    pad = unfold_guess(page)
    expect(train_button(page)).to_be_in_viewport()
    draw_guess(page, pad)
    expect(pad).to_have_attribute("aria-valuetext", re.compile("After epoch 3 of 3: 9"))
    drawn = guessed_percent(pad)

    pad.focus()
    for key in ("Home", "ArrowRight", "PageDown", "ArrowDown", "End", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    assert guessed_percent(pad) == drawn + 2
    page.get_by_label("One digit").select_option("9")
    page.get_by_label("The other digit").select_option("9")
    expect(page.get_by_text("Two different digits, please.")).to_be_visible()
    page.get_by_label("The other digit").select_option("4")
    words = page.locator(".lab-guess-words").first
    guessed = f"You drew {drawn + 2:.1f}% after epoch 3 and named 4 and 9."
    expect(words).to_have_text(guessed)
    assert not violations(page, ".lab-card-train")

    load(page, page.url)
    expect(words).to_have_text(guessed)
    line = page.locator(".lab-guess-line").first.get_attribute("d")
    assert line.count("L") == 2
    page.set_viewport_size({"width": 390, "height": 844})
    pad = unfold_guess(page)
    box = pad.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.scrollingElement.scrollWidth") == 390
    page.set_viewport_size({"width": 1280, "height": 800})

    train_button(page).click()
    expect(pad).to_be_hidden()
    came_out = page.locator(".lab-came-out")
    expect(came_out).to_contain_text(f"{guessed} That is fixed now", timeout=60 * SECONDS)
    expect(unfold_guess(page)).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_text("It stays as it was when you pressed Train.")).to_be_visible()
    sentence = re.compile(rf"You drew {drawn + 2:.1f}% after epoch 3; it was .+ You named 4 and 9")
    expect(came_out).to_contain_text(sentence, timeout=120 * SECONDS)
    over = page.locator(".lab-chart-guess").last
    assert over.get_attribute("d").count("L") == 2
    expect(page.locator(".lab-chart-legend")).to_contain_text("Your guess")
    assert "your guess" in page.locator(".lab-chart-plot").last.get_attribute("aria-label")
    expect(words).to_have_text("A curve, and the two digits confused most.")

    load(page, page.url)
    expect(came_out).to_contain_text(sentence, timeout=30 * SECONDS)
    assert over.get_attribute("d").count("L") == 2
    expect(words).to_have_text("A curve, and the two digits confused most.")
