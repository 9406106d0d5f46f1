"""The pieces of HTML that the panels are made of, and figures as pictures with words for who cannot see them."""

import base64
from pathlib import Path

import jinja2

# The macros of markup.html.jinja, as functions that escape whatever comes into them. What they
# return becomes a plain str, because Jinja's own kind of text would escape HTML that is joined
# to it.
TEMPLATE = Path(__file__).with_name("markup.html.jinja")
HTML = jinja2.Environment(autoescape=True).from_string(TEMPLATE.read_text(encoding="utf-8")).module


def figure_html(figure, alt, min_width=0):
    """Return a Matplotlib figure as an <img> at twice the screen's resolution, never wider than the page.

    alt: the picture in words, for a reader who cannot see it.
    min_width: pixels; on a page that is narrower, the picture scrolls sideways in itself, so
        that it can be read.
    """
    # With Matplotlib, half a second: not before there is a figure.
    from labhelpers.figures import figure_png

    png = base64.b64encode(figure_png(figure, 2 * figure.dpi)).decode("ascii")
    width = round(figure.get_figwidth() * figure.dpi)
    return str(HTML.figure(png, alt, width, min(min_width, width)))


def paragraph(sentence):
    """Return plain text as HTML that wraps on a narrow page."""
    return str(HTML.paragraph(sentence))
