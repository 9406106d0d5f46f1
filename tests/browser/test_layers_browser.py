"""A layer of the network picture, opened: its maps, a pixel's window and its numbers."""

import re

import pytest
from playwright.sync_api import expect

from cnnlab.session.own_inside import look_inside
from cnnlab.session.shipped import load_shipped
from labhelpers.digits import load_digits
from tests.browser.axe import violations, violations_in_light_and_dark
from tests.browser.driving import open_step
from tests.browser.the_page import SECONDS, load

pytestmark = pytest.mark.browser

FOCUS = "document.activeElement.getAttribute('aria-label')"


def of_the_sheet(page, part):
    return page.locator(f"dialog[open] {part}")


def values(places):
    return [float(text.replace("−", "-")) for text in places.all_inner_texts()]


def maps_of_test_digit(number):
    """Return what the lab's own network makes of a test image, worked out here."""
    shipped = load_shipped()
    return look_inside(shipped.cnn, shipped.weights, load_digits("mnist").test_images[number])


def shown_pixel(page):
    """Return number, row and column, from 0, of the pixel that is marked, and its value."""
    title = of_the_sheet(page, ".lab-inside-large h4").inner_text()
    said = of_the_sheet(page, ".lab-inside-said").inner_text()
    row, column, value = re.fullmatch(r"Row (\d+), column (\d+): (.+)", said).groups()
    number = int(re.search(r"map (\d+)$", title).group(1))
    return number - 1, int(row) - 1, int(column) - 1, float(value)


def test_the_keyboard_opens_a_layer_and_its_arithmetic_gives_the_map_s_value(lab, new_page):
    page = load(new_page(height=800), lab)
    block = page.get_by_role("button", name="Convolution 1 11 × 11 × 16: open")
    block.focus()
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="Convolution 1")
    expect(sheet).to_contain_text("There is no digit yet")
    sheet.get_by_role("button", name="Take a test digit").click()
    expect(of_the_sheet(page, ".lab-inside-numbers dd")).to_have_count(5)
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    assert page.evaluate(FOCUS).startswith("Convolution 1")

    box = page.get_by_role("spinbutton", name="Test digit")
    box.fill("7")
    box.press("Enter")
    page.get_by_text("It is a 9").wait_for()
    block.focus()
    page.keyboard.press("Enter")
    inside = maps_of_test_digit(7)
    expect(of_the_sheet(page, ".lab-inside-said")).to_contain_text("Row ")
    page.wait_for_function("document.activeElement.matches('dialog .lab-inside-pixels')")
    number, row, column, _value = shown_pixel(page)
    down = row < 5
    page.keyboard.press("ArrowDown" if down else "ArrowUp")
    row += 1 if down else -1
    said = of_the_sheet(page, ".lab-inside-said")
    expect(said).to_contain_text(f"Row {row + 1}, column {column + 1}: ")
    assert shown_pixel(page)[:3] == (number, row, column)
    assert abs(shown_pixel(page)[3] - inside["maps"][0][row, column, number]) < 1e-3
    products = values(of_the_sheet(page, "table[aria-label='Products'] td"))
    names = of_the_sheet(page, ".lab-inside-numbers dt").all_inner_texts()
    sums = of_the_sheet(page, ".lab-inside-numbers dd").all_inner_texts()
    told = dict(zip(names, sums, strict=True))
    scale, shift = map(float, re.findall(r"[\d.]+", told["Batch normalization"]))
    total, bias, before, after = (
        float(told[name].replace("−", "-"))
        for name in ("Sum of the products", "+ bias", "Before the ReLU", "ReLU: max(0, that)")
    )
    assert len(products) == 49
    assert abs(sum(products) - total) < 0.25
    assert abs((total + bias) * scale + shift - before) < 1e-2
    assert after == max(0, before) == shown_pixel(page)[3]


def test_the_way_through_the_layers_leads_to_the_answer_and_axe_finds_nothing(lab, new_page):
    page = load(new_page(height=800), lab)
    box = page.get_by_role("spinbutton", name="Test digit")
    box.fill("7")
    box.press("Enter")
    page.get_by_text("It is a 9").wait_for()
    page.get_by_role("button", name="Convolution 2 3 × 3 × 32: open").click()
    inside = maps_of_test_digit(7)
    expect(of_the_sheet(page, ".lab-inside-said")).to_contain_text("Row ")
    number, row, column, value = shown_pixel(page)
    assert abs(value - inside["maps"][1][row, column, number]) < 1e-3
    menu = of_the_sheet(page, "select")
    menu.select_option("3")
    expect(of_the_sheet(page, ".lab-inside-titles span")).to_have_text("Convolution 1, map 4")
    # axe knows no fade: what is half there has half the contrast.
    page.wait_for_timeout(300)
    assert not violations_in_light_and_dark(page)
    way = page.get_by_role("navigation", name="Layers, from left to right")
    way.get_by_role("button", name="Answer").click()
    expect(of_the_sheet(page, "h3")).to_have_text("Answer: ten probabilities")
    expect(of_the_sheet(page, ".lab-inside-fan h4")).to_have_text("Answer 9, from Dense")
    products = [text.split("= ")[1] for text in _products(page)]
    total = sum(float(text.replace("−", "-")) for text in products)
    sums = of_the_sheet(page, ".lab-inside-numbers dd").all_inner_texts()
    shown, rest, bias, score = (float(text.replace("−", "-")) for text in sums[:4])
    assert abs(total - shown) < 0.05
    assert abs(shown + rest + bias - score) < 1e-3
    dense = inside["dense"][1]
    assert abs(score - (dense["sums"][9] + dense["bias"][9])) < 1e-2
    assert not violations(page)
    close_from_beside(page)


def close_from_beside(page):
    """A press beside the sheet closes it, but no drag that begins within it and ends there."""
    head = of_the_sheet(page, "h3").bounding_box()
    page.mouse.move(head["x"] + 5, head["y"] + 5)
    page.mouse.down()
    page.mouse.move(5, 5, steps=4)
    page.mouse.up()
    expect(page.get_by_role("dialog")).to_have_count(1)
    page.mouse.click(5, 5)
    expect(page.get_by_role("dialog")).to_have_count(0)


def _products(page):
    places = of_the_sheet(page, ".lab-inside-product")
    expect(places).to_have_count(8)
    return places.all_inner_texts()


def test_on_a_phone_a_sheet_comes_from_below_and_the_picture_of_step_4_opens_too(lab, new_page):
    page = load(new_page(width=390, height=844), lab)
    open_step(page, 4)
    picture = page.locator(".lab-network .lab-strip")
    picture.get_by_role("button", name="Convolution 1").click()
    page.get_by_role("button", name="Take a test digit").click()
    expect(of_the_sheet(page, ".lab-inside-numbers dd")).to_have_count(5)
    page.wait_for_timeout(400)
    sheet = page.get_by_role("dialog").bounding_box()
    assert sheet["height"] <= 0.85 * 844 + 1
    assert abs(sheet["y"] + sheet["height"] - 844) <= 1
    assert sheet["width"] == 390
    sides = "document.scrollingElement.scrollWidth <= innerWidth"
    assert page.evaluate(sides), "the page is wider than the phone"
    large = of_the_sheet(page, ".lab-inside-pixels").bounding_box()
    assert large["x"] >= 0
    assert large["x"] + large["width"] <= 390
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=5 * SECONDS)
    assert page.evaluate(FOCUS).startswith("Convolution 1")

    picture.get_by_role("button", name="Answer").click()
    expect(of_the_sheet(page, ".lab-inside-fan h4")).to_contain_text("Answer ")
    page.wait_for_timeout(400)
    head = of_the_sheet(page, ".lab-sheet-head").bounding_box()
    page.mouse.move(100, head["y"] + 5)
    page.mouse.down()
    page.mouse.move(100, head["y"] + 200, steps=4)
    page.mouse.up()
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=5 * SECONDS)
