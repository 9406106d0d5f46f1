"""The network drawn as blocks."""

import dataclasses
import math
from collections.abc import Sequence

import numpy as np
from matplotlib import patches
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from labhelpers.architecture import Layer
from labhelpers.figures import canvas
from labhelpers.figures.canvas import BLUE, FAINT, GREEN, INK, ORANGE, PURPLE

# A layer's colour, by the first word of its name, which also stands under its block.
LAYER_COLORS = {
    "Conv2D": BLUE,
    "BatchNormalization": PURPLE,
    "MaxPooling2D": ORANGE,
    "Dense": GREEN,
}
PIXEL = 1.1 / 28  # inches, of a pixel of a map
SHEET = 0.035  # inches that a map stands out behind the next
MIDDLE = 1.45  # inches, of the blocks' middle from the top


@dataclasses.dataclass(frozen=True)
class _Block:
    """The block that stands for a layer: its size in inches, sheets included, and their number."""

    width: float
    height: float
    sheets: int

    @property
    def depth(self) -> float:
        """How far the last sheet stands out behind the first, in inches."""
        return SHEET * (self.sheets - 1)


@canvas.styled()
def plot_network(layers: Sequence[Layer]) -> canvas.LabFigure:
    """Return a diagram of the network, first layer to last: a block for each, with its numbers.

    layers: as `architecture.layer_table` gives them. An image-shaped layer is a stack of maps,
        each drawn to scale; a flat layer is a column whose height grows with the logarithm of its
        length.
    """
    blocks = [_block(layer.output_shape) for layer in layers]
    slots = np.array([max(1.12, block.width) + 0.16 for block in blocks])
    figure = canvas.new_figure(slots.sum() + 0.1, 3.75)
    axes = canvas.plain_axes(figure)
    total = sum(layer.parameters for layer in layers)
    title = f"From the image to ten probabilities: {total:,} parameters"
    axes.text(0.15, 0.24, title, weight="bold", fontsize=11)
    middles = 0.05 + slots.cumsum() - slots / 2
    for layer, block, middle in zip(layers, blocks, middles, strict=True):
        _draw_block(axes, layer, block, middle)
        _write_below(axes, layer, middle)
    # One arrow behind all blocks, from the image to the edge of the last.
    end = middles[-1] - blocks[-1].width / 2
    arrow = {"arrowstyle": "-|>", "color": INK, "shrinkA": 0}
    axes.annotate("", (end, MIDDLE), (middles[0], MIDDLE), arrowprops=arrow, zorder=1)
    return figure


def _block(shape: tuple[int, ...]) -> _Block:
    """Return the block for an output shape."""
    if len(shape) == 1:
        return _Block(0.2, 0.9 + 0.37 * math.log10(shape[0]), 1)
    rows, columns, channels = shape
    sheets = min(10, round(channels**0.5))
    behind = SHEET * (sheets - 1)
    return _Block(columns * PIXEL + behind, rows * PIXEL + behind, sheets)


def _draw_block(axes: Axes, layer: Layer, block: _Block, middle: float) -> None:
    left = middle - block.width / 2
    top = MIDDLE - block.height / 2
    color = LAYER_COLORS.get(layer.name.split()[0], FAINT)
    light = 0.65 + 0.35 * np.array(to_rgb(color))
    for out in SHEET * np.arange(block.sheets)[::-1]:
        sheet = patches.Rectangle(
            (left + out, top + block.depth - out),
            block.width - block.depth,
            block.height - block.depth,
        )
        sheet.set(facecolor=light, edgecolor=color, linewidth=1.2, zorder=3)
        axes.add_patch(sheet)
    if layer.name == "Dense + softmax":
        for digit in range(10):
            down = top + block.height * (digit + 0.5) / 10
            axes.text(
                middle,
                down,
                str(digit),
                ha="center",
                va="center_baseline",
                fontsize=7.5,
                zorder=5,
            )


def _write_below(axes: Axes, layer: Layer, middle: float) -> None:
    """Write a layer's name, shape and parameters below its block."""
    name = layer.name.replace(" + ", "\n+ ")
    name = name.replace(" (", "\n(").replace("Normalization", "Norm")
    shape = " × ".join(f"{size:,}" for size in layer.output_shape)
    parameters = f"{layer.parameters:,}\nparameters"
    _write(axes, middle, 2.6, name, weight="bold", fontsize=9)
    _write(axes, middle, 2.98, shape, fontsize=9)
    _write(axes, middle, 3.2, parameters, fontsize=8.5, color="#595959")


def _write(axes, middle, top, words, **looks):
    axes.text(middle, top, words, ha="center", va="top", linespacing=1.3, **looks)
