"""The picture of a row, layer by layer, and of what one value is made from."""

import dataclasses
import itertools

from matplotlib import patches

from labhelpers.config import IMAGE_SIZE
from labhelpers.figures import canvas
from labhelpers.figures.canvas import BLUE, FAINT, INK
from lessons.step_04.strips import Strip, row_strips

# Inches: a pixel's width, the first strip's place, a strip's height, from one to the next.
PIXEL = 0.27
LEFT = 2.0
TOP = 0.12
HEIGHT = 0.3
APART = 0.66


@dataclasses.dataclass(frozen=True)
class _Placed:
    """A strip where it is drawn.

    number: of the strip, the image's 0.
    first, last: its values that are filled; none where last is below first.
    """

    strip: Strip
    number: int
    first: int = 0
    last: int = -1

    @property
    def left(self):
        """The left edge of its first cell, in inches."""
        return LEFT + PIXEL * (self.strip.seen - self.strip.spacing) / 2

    @property
    def top(self):
        """Its upper edge, in inches from the figure's."""
        return TOP + APART * self.number

    @property
    def cell(self):
        """The width of a cell, in inches."""
        return PIXEL * self.strip.spacing

    @property
    def filled(self):
        """The left and right edges of the filled cells, in inches."""
        west = self.left + self.cell * self.first
        east = self.left + self.cell * (self.last + 1)
        return west, east


@canvas.styled()
def plot_row(kernel_size=3, layer=1, value=0):
    """Return a figure of one row of the image and the rows that the layers make of it.

    A value stands below the middle of the pixels that it depends on; what the next pooling
    drops is hatched. One value is filled, and so are the values above it that it is made from.
    kernel_size: 1 to 9 pixels.
    layer: 1 to 4, the filled value's strip.
    value: its number, from 0. Raises ValueError where there is no such value.
    """
    strips = row_strips(kernel_size)
    if layer not in range(1, 5) or value not in range(strips[layer].length):
        raise ValueError(
            f"Strip {layer!r} has no value {value!r} here. Try plot_row(3, layer=4, value=2)."
        )
    spans = _spans(strips[: layer + 1], value)
    filled = [
        _Placed(strip, number, *span)
        for number, (strip, span) in enumerate(zip(strips, spans, strict=False))
    ]
    below = [_Placed(strips[number], number) for number in range(layer + 1, len(strips))]
    width = LEFT + PIXEL * IMAGE_SIZE + 0.15
    height = TOP + 4 * APART + HEIGHT + 0.12
    axes = canvas.plain_axes(canvas.new_figure(width, height))
    for placed in (*filled, *below):
        _draw_strip(axes, placed)
        _write_beside(axes, placed)
    for above, lower in itertools.pairwise(filled):
        _draw_beam(axes, above, lower)
    return axes.figure


def _spans(strips, value):
    """Return the values that one value of the last strip is made from: (first, last) a strip.

    The first strip's come first.
    """
    spans = [(value, value)]
    for strip in reversed(strips[1:]):
        first, last = spans[0]
        above = (first * strip.stride, last * strip.stride + strip.window - 1)
        spans.insert(0, above)
    return spans


def _draw_strip(axes, placed):
    """Draw a strip's cells with their numbers; what is dropped is hatched and has none."""
    strip = placed.strip
    kept = strip.length - strip.dropped
    for number in range(strip.length):
        is_filled = placed.first <= number <= placed.last
        cell = patches.Rectangle(
            (placed.left + placed.cell * number, placed.top),
            placed.cell,
            HEIGHT,
            edgecolor=FAINT,
            linewidth=0.8,
            facecolor=strip.color if is_filled else "white",
            hatch="////" if number >= kept else None,
        )
        axes.add_patch(cell)
        if number < kept:
            axes.text(
                placed.left + placed.cell * (number + 0.5),
                placed.top + HEIGHT / 2,
                number,
                ha="center",
                va="center_baseline",
                fontsize=8.5,
                color="white" if is_filled and strip.color == BLUE else INK,
            )


def _write_beside(axes, placed):
    """Write a strip's layer and its arithmetic on its left."""
    strip = placed.strip
    right = LEFT - 0.12
    axes.text(right, placed.top + 0.06, strip.name, ha="right", va="center", weight="bold")
    axes.text(right, placed.top + 0.25, strip.arithmetic, ha="right", va="center", fontsize=9)


def _draw_beam(axes, above, below):
    """Join what is filled in one strip with what is filled in the next."""
    west, east = above.filled
    lower_west, lower_east = below.filled
    corners = [
        (west, above.top + HEIGHT),
        (east, above.top + HEIGHT),
        (lower_east, below.top),
        (lower_west, below.top),
    ]
    beam = patches.Polygon(corners, facecolor="#e6e6e6", edgecolor="none", zorder=0)
    axes.add_patch(beam)
