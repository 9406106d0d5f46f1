"""The pictures of step 02: an array's axes, an image as numbers, a digit from two data sets, a guesser's luck."""

import numpy as np
from matplotlib import colormaps, patches, patheffects

from labhelpers.figures import canvas
from labhelpers.figures.canvas import BLUE, FAINT, INK, VERMILLION

# Around words, so that they can be read on bars and lines.
HALO = [patheffects.withStroke(linewidth=4, foreground="white")]


@canvas.styled()
def plot_stack(images, dataset=""):
    """Return a figure of the first images as a stack, with an arrow along each of the array's three axes.

    images: uint8 in [0, 255], (number, rows, columns).
    """
    number, rows, columns = images.shape
    figure = canvas.new_figure(7.9, 3.3, dataset)
    axes, side, (right, up) = canvas.plain_axes(figure), 1.7, (0.75, 0.2)
    last = len(images[:5]) - 1
    left, top = 1.15, 0.35 + last * up
    for place in range(last, -1, -1):
        x, y = left + place * right, top - place * up
        axes.imshow(
            images[place],
            extent=(x, x + side, y + side, y),
            vmin=0,
            vmax=255,
            aspect="auto",
            zorder=-place,
        )
        edge = patches.Rectangle(
            (x, y), side, side, fill=False, edgecolor="#bfbfbf", zorder=-place + 0.5
        )
        axes.add_patch(edge)
        axes.text(x + 0.08, y + 0.07, f"[{place}]", color="white", va="top", zorder=-place + 0.6)
    start = left + side + 0.15, top + side
    _arrow(axes, start, (start[0] + last * right + 0.4, start[1] - last * up - 0.1), INK)
    _arrow(axes, (left - 0.13, top), (left - 0.13, top + side), BLUE)
    _arrow(axes, (left, top + side + 0.13), (left + side, top + side + 0.13), VERMILLION)
    beside = start[0] + last * right / 2 + 0.2, top + side - last * up / 2 + 0.12
    axes.text(*beside, f"axis 0: {number:,} images", va="top")
    words = {"color": BLUE, "ha": "right", "va": "center", "linespacing": 1.4}
    axes.text(left - 0.24, top + side / 2, f"axis 1:\n{rows} rows", **words)
    axes.text(
        left + side / 2,
        top + side + 0.22,
        f"axis 2: {columns} columns",
        color=VERMILLION,
        ha="center",
        va="top",
    )
    return figure


@canvas.styled()
def plot_numbers(image, dataset=""):
    """Return a figure of an image with each pixel's value in the pixel, and the numbers of rows and columns around it.

    image: uint8 in [0, 255], (rows, columns).
    """
    rows, columns = image.shape
    figure = canvas.new_figure(0.32 * columns + 0.6, 0.32 * rows + 0.6, dataset)
    axes = canvas.add_axes(figure, 0.5, 0.5, 0.32 * columns, 0.32 * rows)
    canvas.draw_cells(axes, image, colormaps["gray"](image), 8, "{:d}", lines="none", zero=FAINT)
    axes.set(xticks=range(columns), yticks=range(rows), xlabel="column", ylabel="row")
    _columns_on_top(axes)
    axes.tick_params(labelsize=8)
    return figure


@canvas.styled()
def plot_two_hands(digits, other_digits, digit):
    """Return a figure of the first ten training images of a digit from two data sets, a row for each.

    digits, other_digits: `Digits`; of fewer than ten images, both rows have as many as the
        shorter one.
    digit: 0 to 9.
    """
    hands = [some.train_images[some.train_labels == digit][:10] for some in (digits, other_digits)]
    columns = min(len(hand) for hand in hands)
    images, names = (
        np.concatenate([hand[:columns] for hand in hands]),
        [str(place) for place in range(columns)] * 2,
    )
    return canvas.plot_tiles(
        images, names, columns, f"{digits.name} above, {other_digits.name} below"
    )


@canvas.styled()
def plot_views(images, titles, dataset=""):
    """Return a figure of some images side by side, large, black to white on one scale.

    images: list of uint8 in [0, 255], (height, width).   titles: as many texts.
    """
    return canvas.plot_tiles(np.stack(images), titles, len(images), dataset, inches=1.9)


@canvas.styled()
def plot_luck(accuracies, later_accuracy):
    """Return a histogram of many guessers' accuracies, with the best one's, and what the best one reaches later.

    accuracies: float in [0, 1], (guessers,), on the labels by which the best is chosen.
    later_accuracy: of the guesser that was best, on other labels.
    """
    figure = canvas.new_figure(7.4, 3.1)
    axes = canvas.add_axes(figure, 0.75, 0.35, 6.4, 2.15)
    values, counts = np.unique(np.round(100 * accuracies, 6), return_counts=True)
    axes.bar(values, counts, color="#bfbfbf", width=0.8)
    best, high = values[-1], counts.max()
    for place, top, color, line, words in (
        (best, 0.62, VERMILLION, "-", f"the best of {len(accuracies):,}: {best:.0f}%"),
        (
            100 * later_accuracy,
            1.12,
            BLUE,
            "--",
            f"the same guesser on other images: {100 * later_accuracy:.0f}%",
        ),
    ):
        axes.vlines(place, 0, top * high, color, linewidth=2, linestyle=line)
        axes.text(place + 0.2, top * high, words, color=color, va="top", path_effects=HALO)
    axes.set(
        xlabel="Accuracy on the images by which you choose, in percent",
        ylabel="Guessers",
        xlim=(0, best + 7),
    )
    axes.set(ylim=(0, 1.15 * high), title="A thousand classifiers that guess")
    return figure


def _columns_on_top(axes):
    """Put the columns' numbers above, where counting begins, and take away the lines around."""
    axes.xaxis.set_label_position("top")
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def _arrow(axes, start, end, color):
    """Draw an arrow from start to end, each (x, y)."""
    style = {"arrowstyle": "-|>", "color": color, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", end, start, arrowprops=style)
