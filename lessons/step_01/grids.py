"""Small matrices as cells with their numbers, side by side, with a sign after each."""

import dataclasses

import numpy as np
from matplotlib import colormaps, patches, patheffects
from matplotlib.colors import CenteredNorm, LinearSegmentedColormap, Normalize

from labhelpers.figures import canvas, cells, tiles
from labhelpers.figures.canvas import BLUE, VERMILLION

CELL = 0.46  # inches, the side of a number's cell
GAP = 0.6  # inches between two matrices, where the sign stands
SIGNED = LinearSegmentedColormap.from_list("signed", [VERMILLION, "white", BLUE])


@dataclasses.dataclass(frozen=True)
class Grid:
    """A matrix as it is drawn.

    matrix: number, (rows, columns).
    title: what stands above it. sign: what stands after it, "" for nothing.
    is_signed: whether it is blue above 0 and orange below, else grey.
    """

    matrix: np.ndarray
    title: str
    sign: str = ""
    is_signed: bool = True

    @property
    def height(self):
        """The height of its cells, in inches."""
        return CELL * len(self.matrix)

    @property
    def width(self):
        """The width of its cells, in inches."""
        return CELL * self.matrix.shape[1]

    @property
    def room(self):
        """The room from left to right, in inches: a title may be wider than a single cell."""
        return max(self.width, 0.09 * len(self.title))


def plot_grids(grids):
    """Return a figure of some `Grid`s, one pair of axes for each."""
    width = sum(grid.room for grid in grids) + GAP * (len(grids) - 0.5)
    height = max(grid.height for grid in grids) + 0.55
    figure = canvas.new_figure(width, height)
    left = 0.2
    for grid in grids:
        axes = canvas.add_axes(
            figure,
            left + (grid.room - grid.width) / 2,
            0.4 + (height - 0.5 - grid.height) / 2,
            grid.width,
            grid.height,
        )
        _draw_grid(axes, grid)
        left += grid.room + GAP
        figure.text(
            (left - GAP / 2) / figure.get_figwidth(),
            1 - (0.4 + (height - 0.5) / 2) / height,
            grid.sign,
            ha="center",
            va="center",
            fontsize=18,
        )
    return figure


def _draw_grid(axes, grid):
    cells.draw_cells(axes, grid.matrix, _colors(grid), 10)
    # The outer lines, too, as wide as the others: a white cell at the border needs them.
    for lines in axes.collections:
        lines.set_clip_on(False)
    axes.set_title(grid.title, loc="center", pad=5)


def _colors(grid):
    """Return each cell's RGBA: blue above 0 and orange below, or greys from black, 0, to white."""
    low, high = tiles.image_range(grid.matrix)
    if grid.is_signed:
        # Half as strong again as the numbers ask for, so that the ink on each cell stays dark.
        reach = max(-low, high) or 1
        return SIGNED(CenteredNorm(0, 1.6 * reach)(grid.matrix))
    return colormaps["gray"](Normalize(low, high)(grid.matrix))


def frame_cells(axes, row, column, size, inset=0.0):
    """Frame `size` x `size` cells from (row, column) on, in orange on white, seen on any cell.

    inset: how far inside the cells the frame lies, as a part of a cell.
    """
    side = size - 2 * inset
    frame = patches.Rectangle(
        (column + inset - 0.5, row + inset - 0.5),
        side,
        side,
        fill=False,
        edgecolor=VERMILLION,
        linewidth=2.6,
        path_effects=[patheffects.withStroke(linewidth=5, foreground="white")],
        zorder=5,
        clip_on=False,
    )
    axes.add_patch(frame)
