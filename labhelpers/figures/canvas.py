"""What all figures share: the style, the colours, and a figure without pyplot, in inches."""

import base64
import contextlib
import functools
import html
import io
import pathlib
import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

import matplotlib.figure
import matplotlib.style
from IPython.display import display
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


_Draw = TypeVar("_Draw", bound=Callable[..., Any])
# For screen readers alone: an <img> of a notebook has no text of its own.
# And in JupyterLab's dark theme white paper does not glare; digits keep black for black.
DIMMED = "[data-jp-theme-light=false] .jp-RenderedImage img{filter:brightness(.8)}"
UNSEEN = "position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)"


class LabFigure(matplotlib.figure.Figure):
    """A Matplotlib figure that a notebook shows without pyplot, with a text for screen readers.

    about: what it is a picture of; functions that are `styled` say it in their docstring.
    """

    about = ""

    def _repr_png_(self) -> bytes:
        return figure_png(self)

    def _ipython_display_(self) -> None:
        picture = base64.b64encode(self._repr_png_()).decode("ascii")
        display({"image/png": picture, "text/plain": repr(self)}, raw=True)
        words = html.escape(self.in_words)
        unseen = f'<style>{DIMMED}</style><p style="{UNSEEN}">{words}</p>'
        display({"text/html": unseen}, raw=True)

    @property
    def in_words(self) -> str:
        """What it is a picture of, and the titles and labels of its axes."""
        told = [f"Picture: {self.about}"]
        for axes in self.axes:
            titles = [axes.get_title(loc=place) for place in ("left", "center")]
            words = [*titles, axes.get_xlabel(), axes.get_ylabel()]
            told.append(", ".join(word for word in words if word))
        return " | ".join(" ".join(part.split()) for part in told if part)


class styled(contextlib.ContextDecorator):  # noqa: N801 (it reads as a decorator)
    """Draw in the lab's style, whatever is set outside: as a `with` block or as a decorator."""

    def __init__(self) -> None:
        self._open: list[contextlib.ExitStack] = []

    def __enter__(self) -> None:
        with contextlib.ExitStack() as opened:
            opened.enter_context(_STYLE_LOCK)
            opened.enter_context(matplotlib.style.context(STYLE))
            self._open.append(opened.pop_all())

    def __exit__(self, *_error: object) -> None:
        self._open.pop().close()

    def __call__(self, draw: _Draw) -> _Draw:
        """Return `draw` in the lab's style; a figure is about what its docstring says first."""
        in_style = super().__call__(draw)
        first_line = (draw.__doc__ or "").partition("\n")[0].removeprefix("Return ")

        @functools.wraps(draw)
        def drawn(*arguments: Any, **named: Any) -> Any:
            result = in_style(*arguments, **named)
            if isinstance(result, LabFigure):
                result.about = result.about or first_line
            return result

        return cast(_Draw, drawn)


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
