"""Step 2's pictures: an array's axes, an image as numbers, two data sets, a guesser's luck."""

import numpy as np
from matplotlib import colormaps, patches, patheffects

from labhelpers.figures import canvas, cells, tiles
from labhelpers.figures.canvas import BLUE, FAINT, INK, VERMILLION

# Around words, so that they can be read on bars and lines.
HALO = [patheffects.withStroke(linewidth=4, foreground="white")]
GREY = "#bfbfbf"
# In the picture of a stack, inches: the side of an image, and how far the next one lies behind
# it, to the right and up.
SIDE = 1.7
RIGHT = 0.75
UP = 0.2


@canvas.styled()
def plot_stack(images, dataset=""):
    """Return a figure of the first images as a stack, with an arrow along each of three axes.

    images: uint8 in [0, 255], (number, rows, columns).
    """
    number, rows, columns = images.shape
    figure = canvas.new_figure(7.9, 3.3, dataset)
    axes = canvas.plain_axes(figure)
    shown = images[:5]
    behind = len(shown) - 1
    left = 1.15
    top = 0.35 + behind * UP
    for place in range(behind, -1, -1):
        _draw_image(axes, shown[place], place, left + place * RIGHT, top - place * UP)
    bottom = top + SIDE
    right = left + SIDE
    _draw_depth(axes, right + 0.15, bottom, behind, f"axis 0: {number:,} images")
    _draw_arrow(axes, (left - 0.13, top), (left - 0.13, bottom), BLUE)
    axes.text(
        left - 0.24,
        top + SIDE / 2,
        f"axis 1:\n{rows} rows",
        color=BLUE,
        ha="right",
        va="center",
        linespacing=1.4,
    )
    _draw_arrow(axes, (left, bottom + 0.13), (right, bottom + 0.13), VERMILLION)
    axes.text(
        left + SIDE / 2,
        bottom + 0.22,
        f"axis 2: {columns} columns",
        color=VERMILLION,
        ha="center",
        va="top",
    )
    return figure


def _draw_image(axes, image, place, left, top):
    """Draw one image of a stack, its place from the front in its corner."""
    axes.imshow(
        image,
        extent=(left, left + SIDE, top + SIDE, top),
        vmin=0,
        vmax=255,
        aspect="auto",
        zorder=-place,
    )
    edge = patches.Rectangle(
        (left, top),
        SIDE,
        SIDE,
        fill=False,
        edgecolor=GREY,
        zorder=-place + 0.5,
    )
    axes.add_patch(edge)
    axes.text(
        left + 0.08,
        top + 0.07,
        f"[{place}]",
        color="white",
        va="top",
        zorder=-place + 0.6,
    )


def _draw_depth(axes, x, y, behind, words):
    """Draw the arrow from the image in front to the last one behind it, with words beside."""
    end = (x + behind * RIGHT + 0.4, y - behind * UP - 0.1)
    _draw_arrow(axes, (x, y), end, INK)
    middle = (x + behind * RIGHT / 2 + 0.2, y - behind * UP / 2 + 0.12)
    axes.text(*middle, words, va="top")


def _draw_arrow(axes, start, end, color):
    """Draw an arrow from start to end, each (x, y)."""
    style = {
        "arrowstyle": "-|>",
        "color": color,
        "linewidth": 2,
        "shrinkA": 0,
        "shrinkB": 0,
    }
    axes.annotate("", end, start, arrowprops=style)


@canvas.styled()
def plot_numbers(image, dataset=""):
    """Return a figure of an image with each pixel's value in the pixel.

    The numbers of rows and columns stand around it.

    image: uint8 in [0, 255], (rows, columns).
    """
    rows, columns = image.shape
    width = 0.32 * columns
    height = 0.32 * rows
    figure = canvas.new_figure(width + 0.6, height + 0.6, dataset)
    axes = canvas.add_axes(figure, 0.5, 0.5, width, height)
    greys = colormaps["gray"](image)
    cells.draw_cells(axes, image, greys, 8, "{:d}", lines="none", zero=FAINT)
    axes.set(xticks=range(columns), yticks=range(rows), xlabel="column", ylabel="row")
    # The columns' numbers stand above, where counting begins.
    axes.xaxis.set_label_position("top")
    axes.xaxis.tick_top()
    axes.tick_params(length=0, labelsize=8)
    axes.spines[:].set_visible(False)
    return figure


@canvas.styled()
def plot_two_hands(digits, other_digits, digit):
    """Return a figure of the first ten training images of a digit from two data sets.

    digits, other_digits: `Digits`, a row for each; of fewer than ten images, both rows have as
        many as the shorter one, and of none there is one row.
    digit: 0 to 9.
    """
    above = digits.train_images[digits.train_labels == digit][:10]
    below = other_digits.train_images[other_digits.train_labels == digit][:10]
    columns = min(len(above), len(below)) or len(below)
    images = np.concatenate([above[:columns], below[:columns]])
    names = [str(place) for place in range(columns)] * (len(images) // columns)
    both = f"{digits.name} above, {other_digits.name} below"
    if not len(above):
        both = f"{other_digits.name}; {digits.name} has no {digit}"
    return tiles.plot_tiles(images, names, columns, both)


@canvas.styled()
def plot_views(images, titles, dataset=""):
    """Return a figure of some images side by side, large, black to white on one scale.

    images: list of uint8 in [0, 255], (height, width).   titles: as many texts.
    """
    return tiles.plot_tiles(np.stack(images), titles, len(images), dataset, inches=1.9)


@canvas.styled()
def plot_luck(accuracies, later_accuracy):
    """Return a histogram of many guessers' accuracies, and what the best one reaches later.

    accuracies: float in [0, 1], (guessers,), on the labels by which the best is chosen.
    later_accuracy: of the guesser that was best, on other labels.
    """
    figure = canvas.new_figure(7.4, 3.1)
    axes = canvas.add_axes(figure, 0.75, 0.35, 6.4, 2.15)
    rounded = np.round(accuracies, 8)
    values, counts = np.unique(rounded, return_counts=True)
    axes.bar(values, counts, color=GREY, width=0.008)
    best = values[-1]
    most = counts.max()
    words = f"the best of {len(accuracies):,}: {best:.2f}"
    _mark_guesser(axes, best, 0.62 * most, words, VERMILLION, "-")
    words = f"the same guesser on other images: {later_accuracy:.2f}"
    _mark_guesser(axes, later_accuracy, 1.12 * most, words, BLUE, "--")
    axes.set(
        title="A thousand classifiers that guess",
        xlabel="Accuracy on the images by which you choose",
        ylabel="Guessers",
        xlim=(0, best + 0.07),
        ylim=(0, 1.15 * most),
    )
    return figure


def _mark_guesser(axes, place, top, words, color, line):
    """Draw a line up to `top` at a guesser's accuracy, with words beside it."""
    axes.vlines(place, 0, top, color, linewidth=2, linestyle=line)
    axes.text(place + 0.002, top, words, color=color, va="top", path_effects=HALO)
