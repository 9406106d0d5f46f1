"""The preprocessing panel: any image, before and after."""

import pytest

from cnnlab.widgets.preprocessing import preprocess_panel
from tests.cnnlab.widgets.pictures import alt_text
from tests.from_browser import send

pytestmark = pytest.mark.panels


def test_preprocessing_shows_one_image_before_and_after(digits):
    panel = preprocess_panel(digits)
    assert "uint8, 0 to 255, label 0" in panel.caption
    assert "(28, 28, 1), float32, 0 to 1" in panel.caption
    assert "[1, 0, 0, 0, 0, 0, 0, 0, 0, 0]" in panel.caption
    assert "Data set: Made <here> for this test." in panel.caption
    assert "before and after" in alt_text(panel.picture)


def test_preprocessing_goes_to_any_image(digits):
    panel = preprocess_panel(digits)
    first = panel.picture
    send(panel, position=1)
    assert panel.position == 1
    assert panel.picture != first
    send(panel, position=77)
    assert "label 8" in panel.caption
    assert panel.position == panel.last == 77


def test_preprocessing_refuses_an_image_that_there_is_not(digits):
    panel = preprocess_panel(digits)
    for position in (78, -1, "5", None, 1.5):
        send(panel, position=position)
        assert panel.position == 0, repr(position)
        assert f"Image came as {position!r}" in panel.message
    send(panel, digit=3)  # it has no row of digits
    assert panel.digit is None
    assert "Image came as None" in panel.message
