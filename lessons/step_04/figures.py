"""Step 4's pictures: a row layer by layer, where parameters and work are, untrained answers."""

import numpy as np
from matplotlib import patches

from labhelpers.figures import canvas, cells
from labhelpers.figures.canvas import BLUE, GREEN, INK, VERMILLION
from labhelpers.number_words import several
from lessons.step_04.padding_figure import plot_padding
from lessons.step_04.row_figure import plot_row

__all__ = ["plot_answers", "plot_padding", "plot_row", "plot_shares"]


@canvas.styled()
def plot_shares(parameters, multiplications):
    """Return a figure of the layers' shares of all parameters and of all multiplications.

    parameters, multiplications: {layer's name: whole number}, of the same layers; one with no
        parameters is left out.
    """
    names = [name for name, number in parameters.items() if number]
    figure = canvas.new_figure(9.6, 0.55 + 0.4 * len(names))
    height = 0.4 * len(names)
    left = canvas.add_axes(figure, 1.35, 0.4, 3.4, height)
    _draw_shares(left, names, parameters, "parameters", GREEN)
    left.set_yticks(range(len(names)), names)
    right = canvas.add_axes(figure, 5.6, 0.4, 3.4, height)
    _draw_shares(right, names, multiplications, "multiplications for one image", BLUE)
    right.set_yticks(range(len(names)), [""] * len(names))
    for axes in (left, right):
        axes.tick_params(left=False, labelsize=10)
        axes.invert_yaxis()
        axes.grid(False)
        axes.spines["bottom"].set_visible(False)
    return figure


def _draw_shares(axes, names, numbers, what, color):
    """Draw a bar for each name: its share of all numbers, with the number beside it."""
    total = sum(numbers.values())
    shares = [100 * numbers[name] / total for name in names]
    bars = axes.barh(range(len(names)), shares, color=color, height=0.7)
    words = [
        f"{numbers[name]:,} ({share:.2g} %)"  # two digits: the shares differ by magnitudes
        for name, share in zip(names, shares, strict=True)
    ]
    axes.bar_label(bars, words, padding=4, fontsize=9)
    axes.set(title=f"{total:,} {what}", xlim=(0, 140), xticks=[])


@canvas.styled()
def plot_answers(probabilities, labels, answers, dataset=""):
    """Return a figure of the probabilities for some images, and of how often each digit wins.

    probabilities: float, (n, 10), one row for each image; the highest is framed.
    labels: int in 0..9, (n,).
    answers: int in 0..9, (m,).
    """
    probabilities = np.asarray(probabilities, dtype=float)
    height = 0.3 * len(probabilities)
    room = max(height, 1.5)  # a few images leave the words no room
    figure = canvas.new_figure(10.6, 0.8 + room, dataset)
    table = canvas.add_axes(figure, 0.75, 0.65, 5.0, height)
    _draw_table(table, probabilities, labels)
    bars = canvas.add_axes(figure, 6.75, 0.65, 3.6, room - 0.35)
    shares = 100 * np.bincount(answers, minlength=10) / len(answers)
    bars.bar(range(10), shares, color=BLUE, width=0.8)
    bars.axhline(10, color=INK, linestyle="--", linewidth=1)
    bars.set(xlabel="Digit", xticks=range(10), ylim=(0, 100))
    bars.set_title(f"Answers to {several(len(answers), 'image')} (dashed: a tenth)")
    bars.yaxis.set_major_formatter("{x:g}%")
    return figure


def _draw_table(axes, probabilities, labels):
    """Draw a row of ten probabilities for each image, the highest framed."""
    shades = 1 - 0.75 * np.clip(probabilities, 0, 1)[..., np.newaxis] * (1, 1, 1)
    cells.draw_cells(axes, probabilities, shades, 9, form="{:.2f}", lines="#d0d0d0")
    for row, column in enumerate(probabilities.argmax(axis=1)):
        frame = patches.Rectangle(
            (column - 0.5, row - 0.5),
            1,
            1,
            fill=False,
            edgecolor=VERMILLION,
            linewidth=2,
            zorder=4,
            clip_on=False,
        )
        axes.add_patch(frame)
    axes.set(
        xticks=range(10),
        yticks=range(len(probabilities)),
        yticklabels=labels,
        ylabel="Label of the image",
    )
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.set_title("Probability of each digit", pad=6)
