"""Pictures of an evaluation: the confusion matrix, predictions with probabilities, mistakes."""

from collections.abc import Sequence

import numpy as np
from matplotlib import cm, colormaps
from matplotlib.axes import Axes
from matplotlib.colors import Normalize, to_rgba

from labhelpers.figures import canvas, cells, tiles
from labhelpers.figures.canvas import BLUE, FAINT, VERMILLION
from labhelpers.number_words import percent

LIGHT_BLUE = "#d6eaf5"  # the diagonal, where the model is right


@canvas.styled()
def plot_confusion_matrix(matrix: np.ndarray, dataset: str = "") -> canvas.LabFigure:
    """Return a figure of the counts of true against predicted digits; blank means none.

    matrix: int, (n, n); matrix[true, predicted] is a number of images. A cell off the diagonal
        is the darker the larger its share of its row; the diagonal, where the model is right,
        is left light so that it drowns nothing.
    """
    matrix = np.asarray(matrix)
    shares = 100 * matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    np.fill_diagonal(shares, 0)
    scale = Normalize(0, shares.max() or 1)
    colors = colormaps["Greys"](scale(shares))
    colors[np.diag_indices(len(matrix))] = to_rgba(LIGHT_BLUE)
    figure = canvas.new_figure(8.2, 6.3, dataset)
    axes = canvas.add_axes(figure, 0.6, 0.45, 5.25, 5.25)
    counts = np.where(matrix > 0, matrix, np.nan)
    cells.draw_cells(axes, counts, colors, 9, "{:,.0f}", lines="#e3e3e3")
    digits = range(len(matrix))
    axes.set(
        xlabel="Predicted digit",
        ylabel="True digit",
        xticks=digits,
        yticks=digits,
        title="Confusion matrix",
    )
    _write_recognised(axes, matrix)
    place = canvas.add_axes(figure, 6.85, 1.6, 0.16, 3.0)
    bar = figure.colorbar(cm.ScalarMappable(scale, "Greys"), place, format="{x:.3g}%")
    bar.set_label("A mistake's share of the true digit's images")
    return figure


def _write_recognised(axes: Axes, matrix: np.ndarray) -> None:
    """Write beside each row the share of its images that is recognised."""
    right = len(matrix) - 0.3
    axes.text(right, -0.75, "recognised", fontsize=9, va="center")
    for digit, row in enumerate(matrix):
        words = percent(row[digit] / row.sum(), 1) if row.any() else "no images"
        axes.text(right, digit, words, fontsize=9, va="center_baseline")


@canvas.styled()
def plot_predictions(
    images: np.ndarray,
    labels: Sequence[int | None],
    probabilities: np.ndarray,
    dataset: str = "",
) -> canvas.LabFigure:
    """Return a figure of digits, each with the probabilities of the ten answers.

    A tick says that the answer is right, a cross that it is wrong.

    images: uint8 or float, (n, height, width).   labels: int, (n,); None where nobody knows.
    probabilities: float in [0, 1], (n, 10).
    """
    guesses = np.argmax(probabilities, axis=1)
    names = [
        _judged(label, guess, answer[guess])
        for label, guess, answer in zip(labels, guesses, probabilities, strict=True)
    ]
    figure = tiles.plot_tiles(
        tiles.as_images(images),
        names,
        columns=4,
        dataset=dataset,
        inches=1.245,
        beside=1.155,
    )
    axes = figure.axes[0]
    drawn = zip(axes.images, labels, guesses, probabilities, strict=True)
    for tile, label, guess, answer in drawn:
        colors = ["#b5b5b5"] * 10
        colors[guess] = BLUE if label in (guess, None) else VERMILLION
        _draw_bars(axes, tile.get_extent(), np.asarray(answer), colors)
    return figure


def _judged(label: int | None, guess: int, probability: float) -> str:
    """Return an answer in words: what was read, how sure the model is, and whether it is right."""
    words = f"{guess} ({percent(probability)})"
    if label is None:
        return words
    if guess == label:
        return f"\N{CHECK MARK} {words}"
    return f"\N{BALLOT X} {words}, is {label}"


def _draw_bars(axes, extent, answer, colors):
    """Draw ten bars beside a tile, the longest 0.8 inches.

    extent: the tile's left, right, bottom and top in inches.
    """
    _, right, bottom, top = extent
    left = right + 0.16
    height = (bottom - top) / 10
    middles = top + height * (np.arange(10) + 0.5)
    axes.barh(middles, 0.8 * answer, 0.76 * height, left, color=colors)
    axes.vlines(left, top, bottom, color=FAINT, linewidth=0.8)
    for digit, middle in enumerate(middles):
        axes.text(left - 0.03, middle, digit, ha="right", va="center_baseline", fontsize=7)


@canvas.styled()
def plot_mistakes(
    images: np.ndarray,
    labels: Sequence[int],
    predictions: Sequence[int],
    confidences: Sequence[float],
    dataset: str = "",
) -> canvas.LabFigure:
    """Return a figure of misread digits: the true digit, what was read, how sure the model was.

    images: uint8 or float, (n, height, width).
    labels, predictions: int, (n,).
    confidences: float in [0, 1], (n,).
    """
    if not len(images):
        figure = canvas.new_figure(6, 1, dataset)
        words = "No mistakes: every image was read as the digit it is."
        figure.text(0.5, 0.55, words, ha="center", va="center")
        return figure
    answers = zip(labels, predictions, confidences, strict=True)
    names = [
        f"{label} read as {guess}\n{percent(confidence)} sure"
        for label, guess, confidence in answers
    ]
    return tiles.plot_tiles(tiles.as_images(images), names, 8, dataset, inches=1.15)
