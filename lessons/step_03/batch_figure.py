"""The picture of a batch: a stack of images with its four axes, and one pixel's number."""

import numpy as np
from matplotlib import patches

from labhelpers.figures import canvas
from labhelpers.figures.canvas import BLUE, GREEN, INK, PURPLE, VERMILLION

# Inches: how far an image lies behind the next, and the side of an image.
BEHIND = 0.42
SIDE = 1.8
AXES = (
    ("images", BLUE),
    ("rows", VERMILLION),
    ("columns", GREEN),
    ("channels", PURPLE),
)


@canvas.styled()
def plot_batch(images, dataset=""):
    """Return a figure of a batch as a stack of images with its four axes marked.

    images: float in [0, 1], (number, rows, columns, 1); the first four are drawn, and of the
        first one a pixel with its number.
    """
    shown = images[:4, ..., 0]
    depth = BEHIND * (len(shown) - 1)
    figure = canvas.new_figure(8.8, SIDE + depth + 0.9, dataset)
    axes = canvas.plain_axes(figure)
    left = 1.35
    top = 0.35 + depth
    for place, image in reversed(list(enumerate(shown))):
        _draw_image(axes, image, place, left + BEHIND * place, top - BEHIND * place)
    _draw_axes(axes, left, top, depth, images.shape)
    _take_out_pixel(axes, left, top, shown[0], images.shape[-1])
    _write_shape(axes, 5.35, 2.45, images.shape)
    return figure


def _draw_image(axes, image, place, left, top):
    """Draw one image of the stack; place: how many are in front of it."""
    axes.imshow(
        image,
        extent=(left, left + SIDE, top + SIDE, top),
        vmin=0,
        vmax=1,
        aspect="auto",
        zorder=2 - place / 10,
    )
    edge = patches.Rectangle(
        (left, top),
        SIDE,
        SIDE,
        fill=False,
        edgecolor="white",
        linewidth=1.5,
        zorder=2.05 - place / 10,
    )
    axes.add_patch(edge)


def _draw_axes(axes, left, top, depth, shape):
    """Draw an arrow along rows, columns and images, with their numbers beside."""
    number, rows, columns, _ = shape
    bottom = top + SIDE
    right = left + SIDE
    _draw_arrow(axes, (left - 0.12, top), (left - 0.12, bottom), VERMILLION)
    _draw_arrow(axes, (left, bottom + 0.12), (right, bottom + 0.12), GREEN)
    x = right + 0.1
    y = bottom + 0.06
    _draw_arrow(axes, (x, y), (x + depth, y - depth), BLUE)
    axes.text(
        left - 0.22,
        top + SIDE / 2,
        f"{rows} rows",
        color=VERMILLION,
        ha="right",
        va="center",
    )
    axes.text(
        left + SIDE / 2,
        bottom + 0.2,
        f"{columns} columns",
        color=GREEN,
        ha="center",
        va="top",
    )
    axes.text(
        x + depth / 2 + 0.1,
        y - depth / 2 + 0.16,
        f"{number} images",
        color=BLUE,
        va="center",
    )


def _take_out_pixel(axes, left, top, image, channels):
    """Draw a grey pixel of the image in front once more, large, with its number."""
    rows, columns = image.shape
    row, column = np.unravel_index(np.abs(image - 0.6).argmin(), image.shape)
    grey = float(image[row, column])
    large = patches.Rectangle(
        (5.35, 1.0),
        0.75,
        0.75,
        facecolor=str(grey),  # as Matplotlib writes a grey
        edgecolor=PURPLE,
        linewidth=2,
    )
    axes.add_patch(large)
    pixel = (left + SIDE * (column + 0.5) / columns, top + SIDE * (row + 0.5) / rows)
    line = {"arrowstyle": "-", "color": PURPLE, "shrinkA": 2, "shrinkB": 0}
    axes.annotate("", (5.35, 1.375), pixel, arrowprops=line, zorder=6)
    axes.text(
        5.725,
        1.375,
        f"{image[row, column]:.2f}",
        ha="center",
        va="center_baseline",
        fontsize=12,
        color=INK,
    )
    axes.text(
        6.22,
        1.375,
        f"{channels} channel:\none number a pixel",
        color=PURPLE,
        va="center",
    )


def _draw_arrow(axes, start, end, color):
    """Draw an arrow with two heads between two places, each (x, y)."""
    looks = {
        "arrowstyle": "<|-|>",
        "shrinkA": 0,
        "shrinkB": 0,
        "linewidth": 1.6,
        "color": color,
    }
    axes.annotate("", end, start, arrowprops=looks, zorder=6)


def _write_shape(axes, left, top, shape):
    """Write a batch's shape, each number in its axis's colour with the axis's name below."""
    axes.text(left - 0.05, top, "(", ha="right", fontsize=15)
    for place, (size, (name, color)) in enumerate(zip(shape, AXES, strict=True)):
        middle = left + 0.3 + 0.78 * place
        axes.text(
            middle,
            top,
            str(size),
            ha="center",
            fontsize=15,
            color=color,
            weight="bold",
        )
        after = "," if place < 3 else ")"
        axes.text(middle + 0.39, top, after, ha="center", fontsize=15)
        axes.text(middle, top + 0.26, name, ha="center", fontsize=9, color=color)
