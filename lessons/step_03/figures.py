"""The pictures of step 03: a batch, the loss of one answer, what an untrained network answers."""

import numpy as np
from matplotlib import patches

from labhelpers.figures import canvas
from labhelpers.figures.canvas import BLUE, GREEN, INK, PURPLE, VERMILLION

# In the picture of a batch, inches: how far an image lies behind the next, the side of an image.
BEHIND, SIDE = 0.42, 1.8
MINUS_LOG = "\N{MINUS SIGN}log"


@canvas.styled()
def plot_batch(images, dataset=""):
    """Return a figure of a batch as a stack of images with its four axes marked, and one pixel's number.

    images: float in [0, 1], (number, rows, columns, 1); the first four are drawn.
    """
    number, rows, columns, channels = images.shape
    shown = images[:4, ..., 0]
    depth = BEHIND * (len(shown) - 1)
    figure = canvas.new_figure(8.8, SIDE + depth + 0.9, dataset)
    axes, left, top = canvas.plain_axes(figure), 1.35, 0.35 + depth
    for place, image in reversed(list(enumerate(shown))):
        x, y = left + BEHIND * place, top - BEHIND * place
        axes.imshow(
            image,
            extent=(x, x + SIDE, y + SIDE, y),
            vmin=0,
            vmax=1,
            aspect="auto",
            zorder=2 - place / 10,
        )
        edge = patches.Rectangle((x, y), SIDE, SIDE, fill=False, edgecolor="white", linewidth=1.5)
        axes.add_patch(edge).set_zorder(2.05 - place / 10)
    arrow = {"arrowstyle": "<|-|>", "shrinkA": 0, "shrinkB": 0, "linewidth": 1.6}
    _arrow(axes, (left - 0.12, top), (left - 0.12, top + SIDE), arrow | {"color": VERMILLION})
    _arrow(
        axes, (left, top + SIDE + 0.12), (left + SIDE, top + SIDE + 0.12), arrow | {"color": GREEN}
    )
    right, bottom = left + SIDE + 0.1, top + SIDE + 0.06
    _arrow(axes, (right, bottom), (right + depth, bottom - depth), arrow | {"color": BLUE})
    axes.text(
        left - 0.22, top + SIDE / 2, f"{rows} rows", color=VERMILLION, ha="right", va="center"
    )
    axes.text(
        left + SIDE / 2, top + SIDE + 0.2, f"{columns} columns", color=GREEN, ha="center", va="top"
    )
    axes.text(
        right + depth / 2 + 0.1,
        bottom - depth / 2 + 0.16,
        f"{number} images",
        color=BLUE,
        va="center",
    )
    # A grey pixel of the image in front, taken out with its number.
    row, column = np.unravel_index(np.abs(shown[0] - 0.6).argmin(), shown[0].shape)
    pixel = left + SIDE * (column + 0.5) / columns, top + SIDE * (row + 0.5) / rows
    grey = str(float(shown[0, row, column]))  # as Matplotlib writes one
    axes.add_patch(
        patches.Rectangle((5.35, 1.0), 0.75, 0.75, facecolor=grey, edgecolor=PURPLE, linewidth=2)
    )
    _arrow(
        axes, pixel, (5.35, 1.375), {"arrowstyle": "-", "color": PURPLE, "shrinkA": 2, "shrinkB": 0}
    )
    axes.text(
        5.725,
        1.375,
        f"{shown[0, row, column]:.2f}",
        ha="center",
        va="center_baseline",
        fontsize=12,
        color=INK,
    )
    axes.text(6.22, 1.375, f"{channels} channel:\none number a pixel", color=PURPLE, va="center")
    _write_shape(axes, 5.35, 2.45, images.shape)
    return figure


def _arrow(axes, start, end, looks):
    axes.annotate("", end, start, arrowprops=looks, zorder=6)


def _write_shape(axes, left, top, shape):
    """Write a batch's shape with each number in the colour of its axis and the axis's name below."""
    axes.text(left - 0.05, top, "(", ha="right", fontsize=15)
    for place, (size, name, color) in enumerate(
        zip(
            shape,
            ("images", "rows", "columns", "channels"),
            (BLUE, VERMILLION, GREEN, PURPLE),
            strict=True,
        )
    ):
        middle = left + 0.3 + 0.78 * place
        axes.text(middle, top, str(size), ha="center", fontsize=15, color=color, weight="bold")
        axes.text(middle + 0.39, top, "," if place < 3 else ")", ha="center", fontsize=15)
        axes.text(middle, top + 0.26, name, ha="center", fontsize=9, color=color)


@canvas.styled()
def plot_loss_of_answers(answers, label):
    """Return a figure of -log p with a point for each answer, and the answers' ten probabilities as bars.

    answers: {name: float in [0, 1], (10,)}, three of them; label: the right digit, 0..9.
    """
    figure = canvas.new_figure(10.2, 3.9)
    curve, axis = canvas.add_axes(figure, 0.7, 0.4, 4.9, 2.95), np.linspace(0.004, 1, 500)
    curve.plot(axis, -np.log(axis), color=INK, linewidth=1.6)
    curve.set(xlim=(-0.03, 1.03), ylim=(-0.25, 5.6), xticks=np.linspace(0, 1, 6))
    curve.set(
        xlabel="p, the right digit's probability",
        ylabel=f"Loss {MINUS_LOG} p",
        title="The loss of one answer",
    )
    for place, ((name, probabilities), color, mark) in enumerate(
        zip(answers.items(), (GREEN, BLUE, VERMILLION), "os^", strict=True)
    ):
        right = probabilities[label]
        loss = -np.log(right)
        curve.plot(right, loss, mark, color=color, markersize=10, zorder=3)
        beside = (
            {"ha": "right", "xytext": (0, 16)} if right > 0.5 else {"ha": "left", "xytext": (12, 4)}
        )
        words = f"{name}\n{MINUS_LOG} {right:.4g} = {loss:.2f}"
        curve.annotate(
            words, (right, loss), textcoords="offset points", color=color, weight="bold", **beside
        )
        bars = canvas.add_axes(figure, 6.3, 0.4 + 1.1 * place, 3.7, 0.62)
        colors = [color if digit == label else "#bdbdbd" for digit in range(10)]
        bars.bar(range(10), probabilities, color=colors, width=0.8)
        bars.set(ylim=(0, 1), yticks=[0, 1], xticks=range(10), xlim=(-0.6, 9.6))
        bars.set_title(
            f"{name}: p = {right:.4g} for the right {label}", fontsize=9.5, color=color, pad=4
        )
    bars.set_xlabel("Digit")
    return figure


@canvas.styled()
def plot_answers(answers, label, dataset=""):
    """Return bar charts of ten probabilities each, side by side, with the right digit's bar in colour.

    answers: {title: float in [0, 1], (10,)}; label: the right digit, 0..9.
    """
    figure = canvas.new_figure(5 * len(answers) + 0.1, 2.6, dataset)
    for place, (title, probabilities) in enumerate(answers.items()):
        axes = canvas.add_axes(figure, 0.75 + 5 * place, 0.4, 4.0, 1.6)
        colors = [VERMILLION if digit == label else "#9d9d9d" for digit in range(10)]
        axes.bar(range(10), probabilities, color=colors, width=0.8)
        axes.axhline(0.1, color=INK, linestyle="--", linewidth=1)
        axes.set(
            ylim=(0, 1.02), xticks=range(10), xlim=(-0.6, 9.6), xlabel="Digit", ylabel="Probability"
        )
        right = f"= {probabilities[label]:.2f}" if probabilities[label] >= 0.005 else "< 0.005"
        axes.set_title(f"{title}: p {right} for the right {label}")
    return figure
