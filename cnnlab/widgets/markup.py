"""The pieces of HTML that panels are made of, and figures as pictures with their words."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from cnnlab.widgets.dark_figure import dark_png
from labhelpers.architecture import Layer
from labhelpers.events import Progress

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# The macros of markup.html.jinja, as functions that escape whatever comes into them. What they
# return becomes a plain str, because Jinja's own kind of text would escape HTML that is joined
# to it.
TEMPLATE = Path(__file__).with_name("markup.html.jinja")
ENVIRONMENT = jinja2.Environment(autoescape=True)
HTML: Any = ENVIRONMENT.from_string(TEMPLATE.read_text(encoding="utf-8")).module

STEP_TITLES: list[str] = HTML.step_titles
STEP_SUMMARIES: list[str] = HTML.step_summaries


def paragraph(sentence: str) -> str:
    """Return plain text as HTML that wraps on a narrow page."""
    return str(HTML.paragraph(sentence))


def alert(sentence: str) -> str:
    """Return a sentence that asks for attention, and that screen readers read out."""
    return str(HTML.alert(sentence))


def spoken(sentence: str) -> str:
    """Return a sentence that screen readers read out when it comes, in their own time."""
    return str(HTML.spoken(sentence))


def status(progress: Progress, left: str = "") -> str:
    """Return a run's status as a bar and a sentence; left: what is still to come, in words."""
    return str(HTML.status(progress, left))


def layers_table(layers: Sequence[Layer]) -> str:
    """Return a network's layers as a table, with their sum."""
    return str(HTML.layers_table(layers))


def figure_html(figure: Figure, alt: str, min_width: int = 0, by_night: bool = False) -> str:
    """Return a figure as an <img> at twice the screen's resolution, never wider than the page.

    alt: the picture in words, for a reader who cannot see it.
    min_width: pixels; on a page that is narrower, the picture scrolls sideways in itself, so
        that it can be read.
    by_night: whether it comes once more, for a dark page; what shows cells of a colour map, or is
        to be saved, stays as it is.
    """
    # With Matplotlib, half a second: not before there is a figure.
    from labhelpers.figures import figure_png

    png = base64.b64encode(figure_png(figure, 2 * figure.dpi)).decode("ascii")
    night = base64.b64encode(dark_png(figure, 2 * figure.dpi)).decode("ascii") if by_night else ""
    width = round(figure.get_figwidth() * figure.dpi)
    return str(HTML.figure(png, alt, width, min(min_width, width), night))
