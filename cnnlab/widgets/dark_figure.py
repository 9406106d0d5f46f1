"""A figure of Matplotlib's once more, for a page that is dark."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# The page's card and its inks by night, as in the template's theme.css.
PAPER = "#1a2127"
INK = "#e8edf1"
QUIET = "#b0bbc5"
RULE = "#36414b"
ON_BLOCKS = 5  # the zorder from which words lie on a light block, and stay dark
LUMINANCE = (0.299, 0.587, 0.114)


def dark_png(figure: Figure, dpi: float) -> bytes:
    """Return a figure that was drawn dark on white as a PNG that is light on dark.

    What is dark becomes light, and white paper the card's; colours stay. The figure is changed,
    so draw it for the day before.
    """
    _turn(figure)
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=dpi, facecolor=PAPER)
    return picture.getvalue()


def _turn(figure: Figure) -> None:
    for artist in figure.findobj():
        if artist.get_zorder() < ON_BLOCKS:
            _lighten(artist)
    for axes in figure.axes:
        axes.set_facecolor(PAPER)
        axes.tick_params(which="both", color=QUIET, labelcolor=INK)
        for spine in axes.spines.values():
            spine.set_edgecolor(QUIET)
        for line in [*axes.get_xgridlines(), *axes.get_ygridlines()]:
            line.set_color(RULE)


def _lighten(artist: Any) -> None:
    """Make what is drawn in a dark grey light: words, lines, edges and arrows."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch
    from matplotlib.text import Annotation, Text

    if isinstance(artist, Annotation) and artist.arrow_patch is not None:
        artist.arrow_patch.set_color(INK)
    if isinstance(artist, Text | Line2D) and _is_dark(artist.get_color()):
        artist.set_color(INK)
    elif isinstance(artist, Patch) and _is_dark(artist.get_edgecolor()):
        artist.set_edgecolor(INK)


def _is_dark(color: Any) -> bool:
    """Say whether a colour is a dark grey, as inks are; a blue is none."""
    from matplotlib.colors import to_rgba

    *rgb, alpha = to_rgba(color)
    shade = sum(part * share for part, share in zip(rgb, LUMINANCE, strict=True))
    return bool(alpha > 0 and shade < 0.45 and max(rgb) - min(rgb) < 0.1)
