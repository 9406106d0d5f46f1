"""The gallery: pages of one digit, and what a browser may not ask for."""

import pytest

from cnnlab.widgets.gallery import IMAGES_PER_PAGE, gallery_panel
from tests.cnnlab.widgets.pictures import alt_text
from tests.from_browser import send

pytestmark = pytest.mark.panels


def test_the_gallery_shows_the_first_page_and_says_where_the_digits_come_from(digits):
    panel = gallery_panel(digits)
    assert "Page 1 of 3: 30 of the 70 training images of a 0" in panel.caption
    assert "Data set: Made <here> for this test." in panel.caption
    assert alt_text(panel.picture) == "30 handwritten images of the digit 0"
    assert (panel.position, panel.last) == (0, 2)


def test_the_gallery_turns_its_pages(digits):
    panel = gallery_panel(digits)
    first = panel.picture
    send(panel, position=1)
    assert panel.position == 1
    assert panel.picture != first
    send(panel, position=2)
    assert "Page 3 of 3: 10 of the 70" in panel.caption
    send(panel, position=3)
    assert panel.position == 2
    assert "Page came as 3" in panel.message
    send(panel, position=0)
    assert panel.picture == first
    assert panel.message == ""


def test_another_digit_starts_at_its_first_page(digits):
    panel = gallery_panel(digits)
    send(panel, position=1)
    send(panel, digit=3)
    assert "Page 1 of 1: 1 of the 1 training images of a 3" in panel.caption
    assert (panel.position, panel.last) == (0, 0)


def test_a_digit_without_images_is_said(digits):
    panel = gallery_panel(digits)
    send(panel, digit=9)
    assert "no training image of a 9" in panel.picture


def test_the_gallery_refuses_a_digit_and_a_page_that_there_is_not(digits):
    panel = gallery_panel(digits)
    before = panel.picture
    for digit in (10, -1, "3", None, 2.5, True, [1]):
        send(panel, digit=digit)
        assert (panel.digit, panel.picture) == (0, before), repr(digit)
        assert f"Digit came as {digit!r}" in panel.message
    for position in (3, -1, "1", None, 0.5, True):
        send(panel, position=position)
        assert (panel.position, panel.picture) == (0, before), repr(position)
        assert f"Page came as {position!r}" in panel.message
    send(panel, digit=1)
    assert panel.message == ""


def test_the_browser_cannot_change_what_the_gallery_shows(digits):
    panel = gallery_panel(digits)
    panel.set_state({"digit": 3, "last": 10**6, "picture": "<b>"})
    assert (panel.digit, panel.last) == (0, 2)
    assert "<b>" not in panel.picture


def test_a_page_holds_whole_rows():
    assert IMAGES_PER_PAGE % 10 == 0
