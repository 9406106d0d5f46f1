"""What all figures share: the style, a figure without pyplot, numbers in cells, images as tiles."""

import contextlib
import io
import pathlib
import threading

import matplotlib.figure
import matplotlib.style
import numpy as np

# Okabe and Ito's colours, which stay apart for colour-blind eyes; ink, and a grey that steps back.
BLUE, VERMILLION, GREEN, PURPLE, ORANGE = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00"
INK, FAINT = "#262626", "#8c8c8c"
STYLE = pathlib.Path(__file__).parent / "lab.mplstyle"
# A style is set for a moment in the whole process, so two threads must not do it at once.
_STYLE_LOCK = threading.RLock()


class LabFigure(matplotlib.figure.Figure):
    """A Matplotlib figure that a notebook shows without pyplot."""

    def _repr_png_(self):
        return figure_png(self)


@contextlib.contextmanager
def styled():
    """Have what is drawn, in a `with` block or a function decorated with this, look like the lab, whatever is set."""
    with _STYLE_LOCK, matplotlib.style.context(STYLE):
        yield


@styled()
def figure_png(figure, dpi=None):
    """Return the figure as the bytes of a PNG file, at `dpi` dots an inch (the figure's own, 100, without it)."""
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=dpi or figure.dpi)
    return picture.getvalue()


def new_figure(width, height, dataset=""):
    """Return an empty figure of so many inches; a data set's name adds a strip with it below, small, on the right.

    Axes are placed by hand (`add_axes`): Matplotlib's layout engines lay out and draw
    everything twice.
    """
    figure = LabFigure(figsize=(width, height + (0.22 if dataset else 0)), layout="none")
    figure.text(
        1 - 0.1 / width,
        0.07 / figure.get_figheight(),
        dataset,
        ha="right",
        fontsize=8,
        color="#666666",
    )
    return figure


def add_axes(figure, left, top, width, height):
    """Return new axes of so many inches, `left` and `top` inches from the figure's upper left corner."""
    wide, high = figure.get_size_inches()
    return figure.add_axes((left / wide, 1 - (top + height) / high, width / wide, height / high))


def plain_axes(figure):
    """Return axes without ticks over the whole figure, measured in inches from its upper left corner."""
    axes = add_axes(figure, 0, 0, *figure.get_size_inches())
    axes.set(xlim=(0, figure.get_figwidth()), ylim=(figure.get_figheight(), 0), autoscale_on=False)
    axes.set_axis_off()
    return axes


def image_range(images):
    """Return the values shown as black and as white: 0 and 255 for uint8, else 0 (or less) and the greatest value."""
    if images.dtype == np.uint8:
        return 0, 255
    low, high = min(0.0, float(images.min(initial=0))), float(images.max(initial=0))
    return low, high if high > low else low + 1.0


def as_images(images, dimensions=3):
    """Return images as (n, height, width), or with 2 `dimensions` one as (height, width); a channel axis is taken off.

    Raises ValueError for any other shape.
    """
    images = np.asarray(images)
    plain = images[..., 0] if images.ndim == dimensions + 1 and images.shape[-1] == 1 else images
    if plain.ndim != dimensions:
        expected = (
            "one image, as images[0]"
            if dimensions == 2
            else "several (n, height, width), as images[:10]"
        )
        raise ValueError(f"The images have shape {images.shape}; expected {expected}. Pass it so.")
    return plain


def draw_cells(axes, matrix, colors, fontsize, form="{:.4g}", lines=FAINT, zero="white"):
    """Draw a (rows, columns) matrix as cells with their numbers, NaN blank; `colors` holds each cell's RGBA.

    fontsize: 0 for no numbers.
    lines, zero: the colours between the cells, and of the number 0 on a dark cell.
    """
    axes.imshow(colors, aspect="auto")
    axes.grid(False)
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    if not fontsize:
        return
    rows, columns = matrix.shape
    axes.hlines(np.arange(rows + 1) - 0.5, -0.5, columns - 0.5, lines, linewidth=0.8)
    axes.vlines(np.arange(columns + 1) - 0.5, -0.5, rows - 0.5, lines, linewidth=0.8)
    brightness = colors[..., :3] @ (0.299, 0.587, 0.114)
    for (row, column), value in np.ndenumerate(matrix):
        ink = INK if brightness[row, column] > 0.5 else "white" if value else zero
        words = "" if np.isnan(value) else form.format(value).replace("-", "\N{MINUS SIGN}")
        axes.text(
            column, row, words, ha="center", va="center_baseline", fontsize=fontsize, color=ink
        )


def plot_tiles(images, names, columns, dataset, inches=1.0, beside=0.0):
    """Return a figure of images as tiles with a name above each: one pair of axes for all, which is fast.

    inches: the side of a tile.
    beside: the room on the right of each, for what is drawn there later.
    """
    rows, columns = max(1, -(-len(images) // columns)), max(1, min(columns, len(images)))
    gap, head = 0.1, 0.06 + 0.17 * max([name.count("\n") + bool(name) for name in names], default=0)
    wide, high = inches + gap + beside, inches + gap + head
    figure = new_figure(columns * wide + gap, rows * high + gap, dataset)
    axes, (black, white) = plain_axes(figure), image_range(images)
    for place, (image, name) in enumerate(zip(images, names, strict=True)):
        left, top = gap + place % columns * wide, gap + head + place // columns * high
        axes.imshow(
            image,
            extent=(left, left + inches, top + inches, top),
            vmin=black,
            vmax=white,
            aspect="auto",
        )
        axes.text(
            left + (inches + beside) / 2, top - 0.05, name, ha="center", va="bottom", fontsize=9.5
        )
    return figure


def new_pair(width, dataset):
    """Return a figure so many inches wide and its two axes, side by side."""
    figure, wide = new_figure(width, 3.4, dataset), (width - 1.8) / 2
    return figure, [add_axes(figure, left, 0.4, wide, 2.4) for left in (0.75, wide + 1.6)]
