"""The network drawn as blocks."""

import math

import numpy as np
from matplotlib import patches
from matplotlib.colors import to_rgb

from labhelpers.figures import canvas
from labhelpers.figures.canvas import BLUE, FAINT, GREEN, INK, ORANGE, PURPLE

# A layer's colour in the diagram, by the first word of its name, which also stands under its
# block.
LAYER_COLORS = {
    "Conv2D": BLUE,
    "BatchNormalization": PURPLE,
    "MaxPooling2D": ORANGE,
    "Dense": GREEN,
}
# In the diagram, inches: a pixel of a map, what a map stands out behind the next, the blocks'
# middle from the top.
PIXEL, SHEET, MIDDLE = 1.1 / 28, 0.035, 1.45


@canvas.styled()
def plot_network(layers):
    """Return a diagram of the network, first layer to last: blocks sized by shape, with name, shape, parameters.

    layers: what `architecture.layer_table` returns. An image-shaped layer is a
        stack of maps, each drawn to scale; a flat layer is a column whose height grows with the
        logarithm of its length.
    """
    blocks = [_block(layer.output_shape) for layer in layers]
    slots = np.array([max(1.12, wide) + 0.16 for wide, _, _ in blocks])
    figure = canvas.new_figure(slots.sum() + 0.1, 3.75)
    axes = canvas.plain_axes(figure)
    total = sum(layer.parameters for layer in layers)
    axes.text(
        0.15,
        0.24,
        f"From the image to ten probabilities: {total:,} parameters",
        weight="bold",
        fontsize=11,
    )
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
    axes.text(
        middle, 3.2, f"{layer.parameters:,}\nparameters", fontsize=8.5, color="#595959", **options
    )
