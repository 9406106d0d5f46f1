"""Who can use the page: someone with a keyboard only, and, as far as axe-core knows, everybody."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations_in_light_and_dark
from tests.browser.driving import draw_strokes, open_step
from tests.browser.strokes import SHAPES, in_hand
from tests.browser.the_page import SECONDS, SMALL_RUN, load, train, train_button

pytestmark = pytest.mark.browser


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
    expect(page.locator(".lab-status")).to_have_text("training", timeout=60 * SECONDS)
    at_pause = "document.activeElement.textContent.trim() === 'Pause'"
    page.wait_for_function(at_pause, timeout=10 * SECONDS)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    at_train = "document.activeElement.textContent.trim() === 'Train'"
    page.wait_for_function(at_train, timeout=30 * SECONDS)


def test_axe_finds_nothing_serious_on_the_page(lab, new_page):
    page = load(new_page(), lab + SMALL_RUN)
    assert not violations_in_light_and_dark(page)
    page.get_by_role("button", name="More").click()
    train(page)
    draw_strokes(page, in_hand(SHAPES[3]["two bows"], "upright"))
    open_probes(page)
    for step in range(1, 6):
        open_step(page, step)
    page.locator(".lab-network .lab-strip").wait_for(timeout=60 * SECONDS)
    assert not violations_in_light_and_dark(page)


def open_probes(page):
    """Cover the digit on the pad, and fool the network with it."""
    for name in ("Cover it", "Fool it"):
        page.locator("summary", has_text=name).click()
    page.get_by_role("button", name="Sweep").click()
    page.get_by_role("button", name="Find the smallest").click()
    page.locator("output", has_text="The smallest step this way").wait_for()
