"""A matrix as cells with their numbers."""

import numpy as np
from matplotlib.axes import Axes

from labhelpers.figures.canvas import FAINT, INK

# How bright red, green and blue look (ITU-R BT.601).
LUMINANCE = (0.299, 0.587, 0.114)


def draw_cells(
    axes: Axes,
    matrix: np.ndarray,
    colors: np.ndarray,
    fontsize: float,
    form: str = "{:.4g}",
    lines: str = FAINT,
    zero: str = "white",
) -> None:
    """Draw a matrix as cells with their numbers, NaN blank.

    matrix: number, (rows, columns). colors: RGB or RGBA in [0, 1], (rows, columns, 3 or 4).
    fontsize: 0 for no numbers. form: how a number is written.
    lines: the colour of the lines between the cells.
    zero: the colour of the number 0 on a dark cell.
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
    brightness = colors[..., :3] @ LUMINANCE
    for (row, column), value in np.ndenumerate(matrix):
        on_dark = "white" if value else zero
        axes.text(
            column,
            row,
            _written(value, form),
            ha="center",
            va="center_baseline",
            fontsize=fontsize,
            color=INK if brightness[row, column] > 0.5 else on_dark,
        )


def _written(value: float, form: str) -> str:
    if np.isnan(value):
        return ""
    return form.format(value).replace("-", "\N{MINUS SIGN}")
