"""Drawn explanations: numbers in their cells, a convolution step by step, the network as blocks."""

import math

import numpy as np
from matplotlib import colormaps, patches, patheffects
from matplotlib.colors import CenteredNorm, LinearSegmentedColormap, Normalize, to_rgb

from labhelpers import drawing
from labhelpers.drawing import BLUE, FAINT, GREEN, INK, ORANGE, PURPLE, VERMILLION

# Beyond this many cells a side a number would be too small to read.
MOST_CELLS = 12
SIGNED = LinearSegmentedColormap.from_list("signed", [VERMILLION, "white", BLUE])
# A layer's colour in the diagram, by the first word of its name, which also stands under its block.
LAYER_COLORS = {"Conv2D": BLUE, "BatchNormalization": PURPLE, "MaxPooling2D": ORANGE, "Dense": GREEN}
# In the diagram, inches: a pixel of a map, what a map stands out behind the next, the blocks' middle from the top.
PIXEL, SHEET, MIDDLE = 1.1 / 28, 0.035, 1.45


def _cell_colors(matrix):
    """Return each cell's RGBA: greys from black to white, or, where there are negative numbers, blue-white-orange."""
    low, high = drawing.image_range(matrix)
    if low >= 0:
        return colormaps["gray"](Normalize(low, high)(matrix))
    return SIGNED(CenteredNorm(0, max(-low, high))(matrix))


@drawing.styled()
def plot_digit_as_numbers(image, dataset=""):
    """Return a figure of one digit with each pixel's number written in the pixel.

    image: uint8 in [0, 255] or float in [0, 1], (28, 28) or (28, 28, 1).
    """
    image = drawing.as_images(image, dimensions=2)
    height, width = 0.32 * np.array(image.shape)
    figure = drawing.new_figure(width, height, dataset)
    size, form = (8, "{:d}") if np.issubdtype(image.dtype, np.integer) else (6, "{:.2g}")
    axes = drawing.add_axes(figure, 0, 0, width, height)
    drawing.draw_cells(axes, image, _cell_colors(image), size, form, lines="none", zero=FAINT)
    return figure


@drawing.styled()
def plot_convolution_steps(image, kernel, result, row=0, column=0):
    """Return a figure of image * kernel = result, side by side, with the numbers in the cells of small matrices.

    The window of a small image at (row, column), and the cell of the result that it gives, are framed.
    image: number, (height, width); kernel: number, (k, k); result: number, (height - k + 1, width - k + 1).
    """
    matrices = [drawing.as_images(matrix, dimensions=2) for matrix in (image, kernel, result)]
    # Large images fill a side each; a kernel keeps cells that can be read.
    sizes = [0.5 * np.array(m.shape) if max(m.shape) <= MOST_CELLS else np.full(2, 3.4) for m in matrices]
    height, width = np.max(sizes, axis=0)[0] + 0.5, np.sum(sizes, axis=0)[1] + 1.6
    figure, left = drawing.new_figure(width, height), 0.15
    titles = (("Image", "∗"), ("Kernel", "="), ("Feature map", ""))
    for matrix, (high, wide), (title, sign) in zip(matrices, sizes, titles, strict=True):
        axes = drawing.add_axes(figure, left, 0.11 + (height - high) / 2, wide, high)
        fontsize = 10 if max(matrix.shape) <= MOST_CELLS else 0
        drawing.draw_cells(axes, matrix, _cell_colors(matrix), fontsize)
        axes.set_title(title, loc="center")
        left += wide + 0.65
        figure.text((left - 0.325) / width, 0.5 - 0.12 / height, sign, ha="center", va="center", fontsize=18)
    if max(matrices[0].shape) <= MOST_CELLS:
        # Framed in orange on white, which shows on black cells and on orange ones.
        white = [patheffects.withStroke(linewidth=6, foreground="white")]
        frame = {"edgecolor": VERMILLION, "linewidth": 3, "path_effects": white, "zorder": 5, "clip_on": False}
        for axes, (rows, columns) in ((figure.axes[0], matrices[1].shape), (figure.axes[2], (1, 1))):
            axes.add_patch(patches.Rectangle((column - 0.5, row - 0.5), columns, rows, fill=False, **frame))
    return figure


@drawing.styled()
def plot_network(layers):
    """Return a diagram of the network, first layer to last: blocks sized by shape, with name, shape, parameters.

    layers: list of `config.Layer`, as `config.layer_table` gives it. An image-shaped layer is a stack of maps, each
    drawn to scale; a flat layer is a column whose height grows with the logarithm of its length.
    """
    blocks = [_block(layer.output_shape) for layer in layers]
    slots = np.array([max(1.12, wide) + 0.16 for wide, _, _ in blocks])
    figure = drawing.new_figure(slots.sum() + 0.1, 3.75)
    axes = drawing.plain_axes(figure)
    total = sum(layer.parameters for layer in layers)
    axes.text(0.15, 0.24, f"From the image to ten probabilities: {total:,} parameters", weight="bold", fontsize=11)
    middles = 0.05 + slots.cumsum() - slots / 2
    for layer, block, middle in zip(layers, blocks, middles, strict=True):
        _draw_layer(axes, layer, middle, *block)
    # One arrow behind all blocks, from the image to the edge of the last.
    end, arrow = middles[-1] - blocks[-1][0] / 2, {"arrowstyle": "-|>", "color": INK, "shrinkA": 0}
    axes.annotate("", (end, MIDDLE), (middles[0], MIDDLE), arrowprops=arrow, zorder=1)
    return figure


def _block(shape):
    """Return the width and height in inches of the block for an output shape, and the number of its sheets."""
    if len(shape) == 1:
        return 0.2, 0.9 + 0.37 * math.log10(shape[0]), 1
    rows, columns, channels = shape
    sheets = min(10, round(channels**0.5))
    return columns * PIXEL + SHEET * (sheets - 1), rows * PIXEL + SHEET * (sheets - 1), sheets


def _draw_layer(axes, layer, middle, wide, high, sheets):
    depth, left, top = SHEET * (sheets - 1), middle - wide / 2, MIDDLE - high / 2
    color = LAYER_COLORS.get(layer.name.split()[0], FAINT)
    light = 0.65 + 0.35 * np.array(to_rgb(color))
    for out in SHEET * np.arange(sheets)[::-1]:
        sheet = patches.Rectangle((left + out, top + depth - out), wide - depth, high - depth)
        axes.add_patch(sheet).set(facecolor=light, edgecolor=color, linewidth=1.2, zorder=3)
    for digit in range(10) if layer.name == "Dense + softmax" else ():
        down = top + high * (digit + 0.5) / 10
        axes.text(middle, down, digit, ha="center", va="center_baseline", fontsize=7.5, zorder=5)
    name = layer.name.replace(" + ", "\n+ ").replace(" (", "\n(").replace("Normalization", "Norm")
    shape = " × ".join(f"{size:,}" for size in layer.output_shape)
    options = {"ha": "center", "va": "top", "linespacing": 1.3}
    axes.text(middle, 2.6, name, weight="bold", fontsize=9, **options)
    axes.text(middle, 2.98, shape, fontsize=9, **options)
    axes.text(middle, 3.2, f"{layer.parameters:,}\nparameters", fontsize=8.5, color="#595959", **options)
