"""The panels of steps 02 to 04: real widgets, clicked and moved without a browser."""

import base64
import re
import types

import numpy as np
import pytest
from matplotlib.figure import Figure

from labhelpers.config import CnnConfig, layer_table
from labhelpers.panels import parts
from labhelpers.panels.gallery import IMAGES_PER_PAGE, gallery_panel
from labhelpers.panels.network import network_panel
from labhelpers.panels.preprocessing import preprocess_panel

pytestmark = pytest.mark.panels
WRONG_NUMBERS = [10_000, 0, -1, 3.5, "32", None, True, [8], float("nan")]


@pytest.fixture
def digits():
    """Seventy images of a 0, one of each other digit but 9; each image's corner holds its position."""
    labels = np.array([0] * 70 + list(range(1, 9)), "uint8")
    images = np.zeros((len(labels), 28, 28), "uint8")
    images[:, 10:18, 12:16] = 255
    images[:, 0, 0] = np.arange(len(labels))
    return types.SimpleNamespace(
        train_images=images,
        train_labels=labels,
        test_images=images[:5],
        test_labels=labels[:5],
        name="made digits",
        reason="Made <here> for this test.",
    )


def alt_text(widget):
    return re.search(r'<img alt="([^"]*)"', widget.value).group(1)


# Parts


def test_a_figure_is_an_image_with_alt_text_at_twice_the_resolution():
    image = parts.figure_html(Figure(figsize=(2, 1), dpi=100), 'A "7" & more')
    assert 'alt="A &quot;7&quot; &amp; more"' in image
    assert 'width="200"' in image
    assert "max-width: 100%" in image
    png = base64.b64decode(re.search(r"base64,([^\"]+)", image).group(1))
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == 400


def test_text_is_escaped():
    assert "&lt;b&gt;" in parts.text("<b>").value


@pytest.mark.parametrize("value", [*WRONG_NUMBERS, 7, 65])
def test_a_slider_refuses_what_a_client_should_not_send(value):
    said = []
    slider = parts.Slider("Filters", 32, 8, 64, on_refused=said.append)
    slider.set_state({"value": value})
    assert slider.value == 32
    assert len(said) == 1
    assert said[0].startswith("Filters came as ")
    assert "from 8 to 64" in said[0]


def test_a_slider_keeps_its_bounds_whatever_a_client_sends():
    slider = parts.Slider("Filters", 32, 8, 64)
    slider.set_state({"max": 10_000, "min": -5, "value": 40})
    assert (slider.min, slider.value, slider.max) == (8, 40, 64)
    slider.set_state({"max": 10_000, "value": 5_000})
    assert (slider.min, slider.value, slider.max) == (8, 40, 64)
    slider.set_state({"description": "<script>"})
    assert slider.description == "Filters"


def test_a_slider_grows_to_hold_where_it_starts():
    slider = parts.Slider("Filters", 4, 8, 64)
    assert (slider.min, slider.value, slider.max) == (4, 4, 64)


def test_a_long_wrong_value_is_cut_short():
    said = []
    parts.Slider("Filters", 32, 8, 64, on_refused=said.append).set_state({"value": "x" * 10_000})
    assert len(said[0]) < 200


def test_a_notice_is_read_out_and_can_be_cleared():
    notice = parts.Notice()
    notice.say("Too <many>.")
    assert 'role="alert"' in notice.value
    assert "Too &lt;many&gt;." in notice.value
    notice.say("")
    assert notice.value == ""


def test_a_table_is_escaped_and_keeps_numbers_on_the_right():
    rows = [("<b>", "1,234", "26 × 26"), ("second", "", "64")]
    table = parts.table_html("Runs & more", ("Name", "Count", "Shape"), rows)
    assert 'aria-label="Runs &amp; more"' in table
    assert "&lt;b&gt;" in table
    assert 'text-align: right; padding: 2px 14px 2px 0">1,234</td>' in table
    assert 'text-align: left; padding: 2px 14px 2px 0">64</td>' in table
    assert table.count("scope='row'") == 2


def test_a_table_may_have_no_rows():
    assert "Count" in parts.table_html("Runs", ("Name", "Count"), [])


# Gallery


def test_the_gallery_shows_the_first_page_and_says_where_the_digits_come_from(digits):
    panel = gallery_panel(digits)
    assert "Page 1 of 3: 30 of the 70 training images of a 0" in panel.caption.value
    assert "Data set: Made &lt;here&gt; for this test." in panel.caption.value
    assert alt_text(panel.picture) == "30 handwritten images of the digit 0"
    assert panel.previous.disabled
    assert not panel.next.disabled


def test_the_gallery_turns_its_pages(digits):
    panel = gallery_panel(digits)
    first = panel.picture.value
    panel.next.click()
    assert panel.page == 1
    assert panel.picture.value != first
    panel.next.click()
    assert "Page 3 of 3: 10 of the 70" in panel.caption.value
    assert panel.next.disabled
    # A client can send a click for a button that is disabled on its page.
    panel.next.click()
    assert panel.page == 2
    for _ in range(4):
        panel.previous.click()
    assert panel.page == 0
    assert panel.picture.value == first


def test_another_digit_starts_at_its_first_page(digits):
    panel = gallery_panel(digits)
    panel.next.click()
    panel.chooser.set_state({"index": 3})
    assert "Page 1 of 1: 1 of the 1 training images of a 3" in panel.caption.value
    assert panel.previous.disabled
    assert panel.next.disabled


def test_a_digit_without_images_is_said(digits):
    panel = gallery_panel(digits)
    panel.chooser.set_state({"index": 9})
    assert "no training image of a 9" in panel.picture.value


@pytest.mark.parametrize("index", [10, -1, "3", None, 2.5, True])
def test_the_gallery_refuses_a_digit_that_there_is_not(digits, index):
    panel = gallery_panel(digits)
    before = panel.picture.value
    panel.chooser.set_state({"index": index})
    assert panel.chooser.value == 0
    assert "Digit came as" in panel.notice.sentence
    assert panel.picture.value == before
    panel.chooser.set_state({"index": 1})
    assert panel.notice.sentence == ""


def test_a_page_holds_whole_rows():
    assert IMAGES_PER_PAGE % 10 == 0


# Preprocessing


def test_preprocessing_shows_one_image_before_and_after(digits):
    panel = preprocess_panel(digits)
    assert "uint8, 0 to 255, label 0" in panel.caption.value
    assert "(28, 28, 1), float32, 0 to 1" in panel.caption.value
    assert "[1, 0, 0, 0, 0, 0, 0, 0, 0, 0]" in panel.caption.value
    assert "Data set: Made &lt;here&gt; for this test." in panel.caption.value
    assert "before and after" in alt_text(panel.picture)


def test_preprocessing_goes_to_the_neighbours_and_stops_at_the_ends(digits):
    panel = preprocess_panel(digits)
    first = panel.picture.value
    panel.previous.click()
    assert panel.position.value == 0
    panel.next.click()
    assert panel.position.value == 1
    assert panel.picture.value != first
    panel.position.set_state({"value": 77})
    assert "label 8" in panel.caption.value
    assert panel.next.disabled
    panel.next.click()
    assert panel.position.value == 77


@pytest.mark.parametrize("value", [78, -1, "5", None, 1.5])
def test_preprocessing_refuses_an_image_that_there_is_not(digits, value):
    panel = preprocess_panel(digits)
    panel.position.set_state({"value": value})
    assert panel.position.value == 0
    assert "Image came as" in panel.notice.sentence


# Network


def test_the_network_starts_at_the_given_configuration():
    config = CnnConfig(filters=16, kernel_size=5, dense_units=20, dropout=0.5)
    panel = network_panel(config)
    assert (panel.filters.value, panel.kernel_size.value) == (16, 5)
    assert panel.config == config
    assert network_panel().config == CnnConfig()


def test_moving_the_sliders_redraws_table_and_diagram():
    panel = network_panel(CnnConfig(dense_units=20))
    first = panel.picture.value
    panel.filters.set_state({"value": 64})
    second = panel.picture.value
    panel.kernel_size.set_state({"value": 9})
    assert len({first, second, panel.picture.value}) == 3
    assert panel.config == CnnConfig(filters=64, kernel_size=9, dense_units=20)
    for layer in layer_table(panel.config):
        assert f">{layer.parameters:,}<" in panel.table.value
        assert layer.arithmetic in panel.table.value
    total = sum(layer.parameters for layer in layer_table(panel.config))
    assert f">{total:,}<" in panel.table.value
    assert f"{total:,} parameters" in alt_text(panel.picture)


def test_the_configuration_can_be_observed():
    panel = network_panel()
    seen = []
    panel.observe(lambda change: seen.append((change.new.filters, panel.table.value)), "config")
    panel.filters.value = 8
    assert [filters for filters, _ in seen] == [8]
    assert seen[0][1] == panel.table.value


@pytest.mark.parametrize("value", WRONG_NUMBERS)
@pytest.mark.parametrize("name", ["filters", "kernel_size"])
def test_the_network_refuses_wrong_numbers_and_stays_as_it_is(name, value):
    panel = network_panel()
    before = panel.table.value
    getattr(panel, name).set_state({"value": value})
    assert panel.config == CnnConfig()
    assert panel.table.value == before
    assert "Choose one in that range." in panel.notice.sentence
    panel.filters.set_state({"value": 9})
    assert panel.notice.sentence == ""


def test_a_number_that_only_the_configuration_refuses_is_a_sentence():
    panel = network_panel()
    panel.kernel_size.max = 40
    panel.kernel_size.value = 29
    assert "kernel_size is 29" in panel.notice.sentence
    assert panel.config == CnnConfig()


# All


def test_the_text_form_is_constant(digits):
    for panel, expected in (
        (gallery_panel(digits), "Gallery of digits (run this cell to use it)"),
        (preprocess_panel(digits), "A digit before and after preprocessing (run this cell to use it)"),
        (network_panel(), "The network, layer by layer (run this cell to use it)"),
    ):
        assert repr(panel) == expected
        assert panel._repr_mimebundle_()["text/plain"] == expected
