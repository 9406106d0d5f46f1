"""Pieces of HTML: escaped, with words for those who cannot see a picture."""

import base64
import io
import re

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from cnnlab.widgets import markup, panel
from labhelpers.architecture import Layer

pytestmark = pytest.mark.panels


def test_a_figure_is_an_image_with_alt_text_at_twice_the_resolution():
    image = markup.figure_html(Figure(figsize=(2, 1), dpi=100), 'A "7" & more')
    assert 'alt="A &#34;7&#34; &amp; more"' in image
    assert 'width="200"' in image
    assert "max-width: 100%" in image
    png = base64.b64decode(re.search(r"base64,([^\"]+)", image).group(1))
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == 400


def test_text_is_escaped():
    assert "&lt;b&gt;" in panel.text("<b>").value


def test_the_table_of_layers_is_escaped_and_keeps_numbers_on_the_right():
    layers = [Layer("<b>", (1234,), 0), Layer("second", (26, 26, 32), 5678, "a & b")]
    table = markup.layers_table(layers)
    assert 'aria-label="Layers of the network"' in table
    assert "&lt;b&gt;" in table
    assert "a &amp; b" in table
    assert 'text-align: right; padding: 2px 14px 2px 0">5,678</td>' in table
    assert 'text-align: left; padding: 2px 14px 2px 0">26 × 26 × 32</td>' in table
    assert ">1,234</td>" in table
    assert table.count('scope="row"') == 3  # with the sum
    assert table.count("5,678") == 2


def test_by_night_a_figure_comes_once_more_light_on_dark():
    figure = Figure(figsize=(2, 1), dpi=100, facecolor="white")
    figure.text(0.1, 0.4, "words", color="#262626", fontsize=20)
    figure.text(0.1, 0.1, "on a block", color="#262626", zorder=5)
    image = markup.figure_html(figure, "words", by_night=True)
    night, day = re.findall(r"base64,([^\"]+)", image)
    assert '<source media="(prefers-color-scheme: dark)"' in image
    levels = [
        np.asarray(Image.open(io.BytesIO(base64.b64decode(png))).convert("L"), int)
        for png in (night, day)
    ]
    assert levels[0][0, 0] < 40 and levels[0].max() > 220
    assert levels[1][0, 0] == 255 and levels[1].min() < 60
    assert figure.texts[1].get_color() == "#262626"
