"""What all figures share: the style, the colours, and a figure without pyplot, in inches."""

import contextlib
import io
import pathlib
import threading
from collections.abc import Iterator

import matplotlib.figure
import matplotlib.style
from matplotlib.axes import Axes

# Okabe and Ito's colours, which stay apart for colour-blind eyes.
BLUE = "#0072B2"
VERMILLION = "#D55E00"
GREEN = "#009E73"
PURPLE = "#CC79A7"
ORANGE = "#E69F00"
# Ink, and a grey that steps back.
INK = "#262626"
FAINT = "#8c8c8c"

STYLE = pathlib.Path(__file__).parent / "lab.mplstyle"
# A style is set for a moment in the whole process, so two threads must not do it at once.
_STYLE_LOCK = threading.RLock()


class LabFigure(matplotlib.figure.Figure):
    """A Matplotlib figure that a notebook shows without pyplot."""

    def _repr_png_(self) -> bytes:
        return figure_png(self)


@contextlib.contextmanager
def styled() -> Iterator[None]:
    """Draw in the lab's style, whatever is set outside: as a `with` block or as a decorator."""
    with _STYLE_LOCK, matplotlib.style.context(STYLE):
        yield


@styled()
def figure_png(figure: matplotlib.figure.Figure, dpi: float | None = None) -> bytes:
    """Return the figure as the bytes of a PNG file.

    dpi: dots an inch; the figure's own, 100, without it.
    """
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=dpi or figure.dpi)
    return picture.getvalue()


def new_figure(width: float, height: float, dataset: str = "") -> LabFigure:
    """Return an empty figure of so many inches.

    dataset: its name adds a strip with it below, small, on the right.
    Axes are placed by hand (`add_axes`): Matplotlib's layout engines lay out and draw
    everything twice.
    """
    if dataset:
        height += 0.22
    figure = LabFigure(
        figsize=(width, height),
        layout="none",  # type: ignore[arg-type]  # Matplotlib's own types leave it out
    )
    figure.text(
        1 - 0.1 / width,
        0.07 / figure.get_figheight(),
        dataset,
        ha="right",
        fontsize=8,
        color="#666666",
    )
    return figure


def add_axes(
    figure: LabFigure,
    left: float,
    top: float,
    width: float,
    height: float,
) -> Axes:
    """Return new axes of so many inches, `left` and `top` from the figure's upper left corner."""
    wide, high = figure.get_size_inches()
    bottom = 1 - (top + height) / high
    return figure.add_axes((left / wide, bottom, width / wide, height / high))


def plain_axes(figure: LabFigure) -> Axes:
    """Return axes without ticks over the whole figure, in inches from its upper left corner."""
    width, height = figure.get_size_inches()
    axes = add_axes(figure, 0, 0, width, height)
    axes.set(xlim=(0, width), ylim=(height, 0), autoscale_on=False)
    axes.set_axis_off()
    return axes


def new_pair(width: float, dataset: str) -> tuple[LabFigure, list[Axes]]:
    """Return a figure so many inches wide and its two axes, side by side."""
    figure = new_figure(width, 3.4, dataset)
    wide = (width - 1.8) / 2
    first = add_axes(figure, 0.75, 0.4, wide, 2.4)
    second = add_axes(figure, wide + 1.6, 0.4, wide, 2.4)
    return figure, [first, second]


def as_percent(value: float, _position: float = 0) -> str:
    """Return a share on an axis as percent, with as many digits as it has: "99.25%", "100%"."""
    return f"{100 * value:g}%"
