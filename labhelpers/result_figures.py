"""Pictures of an evaluation: the confusion matrix, predictions with their probabilities, and mistakes."""

import numpy as np
from matplotlib import cm, colormaps, ticker
from matplotlib.colors import ListedColormap, Normalize, to_rgba

from labhelpers import drawing
from labhelpers.drawing import BLUE, FAINT, INK, VERMILLION

RIGHT, WRONG = "\N{CHECK MARK}", "\N{BALLOT X}"
# Inches in `plot_predictions`: a digit, the longest bar, the line above, and from one digit to the next.
TILE, BARS, HEAD, ACROSS, DOWN = 1.2, 0.8, 0.28, 2.5, 1.6


@drawing.styled
def plot_confusion_matrix(matrix, dataset=""):
    """Return a figure of the counts of true against predicted digits, coloured by the mistakes; blank means none.

    matrix: int, (n, n); matrix[true, predicted] is a number of images. A cell off the diagonal is the darker the
    larger its share of its row; the diagonal, where the model is right, is left light so that it drowns nothing.
    """
    matrix = np.asarray(matrix)
    shares = 100 * matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    np.fill_diagonal(shares, 0)
    scale = Normalize(0, shares.max() or 1)
    greys = ListedColormap(colormaps["Greys"](np.linspace(0, 0.85, 256)))
    colors = greys(scale(shares))
    colors[np.diag_indices(len(matrix))] = to_rgba("#d6eaf5")
    figure = drawing.new_figure(8.2, 6.3, dataset)
    axes = drawing.add_axes(figure, 0.6, 0.45, 5.25, 5.25)
    drawing.draw_cells(axes, np.where(matrix > 0, matrix, np.nan), colors, 9, "{:,.0f}", lines="#e3e3e3")
    _name_rows(axes, matrix)
    if shares.any():
        place = drawing.add_axes(figure, 6.85, 1.6, 0.16, 3.0)
        bar = figure.colorbar(cm.ScalarMappable(scale, greys), place, ticks=ticker.MaxNLocator(5), format="{x:.3g}%")
        bar.set_label("A mistake's share of the true digit's images")
    return figure


def _name_rows(axes, matrix):
    """Name the axes of a confusion matrix, and write the share of each digit that was recognised beside its row."""
    digits = range(len(matrix))
    axes.set(xlabel="Predicted digit", ylabel="True digit", xticks=digits, yticks=digits, title="Confusion matrix")
    axes.tick_params(length=0)
    right = len(matrix) - 0.3
    axes.text(right, -0.75, "recognised", fontsize=9, va="center")
    for digit, row in enumerate(matrix):
        words = f"{row[digit] / row.sum():.1%}" if row.any() else "no images"
        axes.text(right, digit, words, fontsize=9, va="center_baseline")


@drawing.styled
def plot_predictions(images, labels, probabilities, dataset=""):
    """Return a figure of digits, each with the probabilities of the ten answers; a tick is right, a cross is wrong.

    images: uint8 or float, (n, height, width).   labels: int, (n,).   probabilities: float in [0, 1], (n, 10).
    """
    images = drawing.as_images(images)
    columns, rows = min(4, len(images)), -(-len(images) // 4)
    figure = drawing.new_figure(columns * ACROSS + 0.1, rows * DOWN + 0.05, dataset)
    axes, (low, high) = drawing.plain_axes(figure), drawing.image_range(images)
    for place, (image, label, answer) in enumerate(zip(images, labels, probabilities, strict=True)):
        left, top = 0.12 + place % columns * ACROSS, HEAD + place // columns * DOWN
        axes.imshow(image, extent=(left, left + TILE, top + TILE, top), vmin=low, vmax=high, aspect="auto")
        guess = int(np.argmax(answer))
        words, color = f"{guess} ({_percent(answer[guess])})", INK if guess == label else VERMILLION
        words = f"{RIGHT} {words}" if guess == label else f"{WRONG} {words}, is {label}"
        axes.text(left, top - 0.06, words, va="bottom", fontsize=10, weight="bold", color=color)
        _draw_bars(axes, left + TILE + 0.16, top, label, answer, guess)
    return figure


def _draw_bars(axes, left, top, label, answer, guess):
    """Draw ten bars from `left`, the guess in colour (hatched where it is wrong), the true digit with a mark."""
    middles = top + TILE / 10 * (np.arange(10) + 0.5)
    bars = axes.barh(middles, BARS * np.asarray(answer), 0.076 * TILE, left, color="#b5b5b5", linewidth=0.8)
    axes.vlines(left, top, top + TILE, color=FAINT, linewidth=0.8)
    for digit, middle in enumerate(middles):
        weight = "bold" if digit in (label, guess) else "normal"
        axes.text(left - 0.03, middle, str(digit), ha="right", va="center_baseline", fontsize=7, weight=weight)
    if guess == label:
        bars[guess].set(facecolor=BLUE)
        return
    bars[guess].set(facecolor="#f3cfb3", edgecolor=VERMILLION, hatch="////")
    end, mark = left + BARS * answer[label] + 0.04, "\N{BLACK LEFT-POINTING SMALL TRIANGLE} true"
    axes.text(end, middles[label], mark, va="center_baseline", fontsize=7)


@drawing.styled
def plot_mistakes(images, labels, predictions, confidences, dataset=""):
    """Return a figure of misread digits: the true digit, what was read, and how sure the model was.

    images: uint8 or float, (n, height, width).   labels, predictions: int, (n,).   confidences: float in [0, 1], (n,).
    """
    if not len(images):
        figure = drawing.new_figure(6, 1, dataset)
        figure.text(0.5, 0.55, "No mistakes: every image was read as the digit it is.", ha="center", va="center")
        return figure
    answers = zip(labels, predictions, confidences, strict=True)
    names = [f"{label} read as {guess}\n{_percent(confidence)} sure" for label, guess, confidence in answers]
    return drawing.plot_tiles(drawing.as_images(images), names, 8, dataset, inches=1.15)


def _percent(share):
    """Return a share as whole percent, and never a rounded 100 % that was not one."""
    return ">99%" if 0.995 <= share < 1 else f"{share:.0%}"
