"""The pictures of step 6: how far a measured accuracy strays, a matrix's row and column, how sure mistakes are.

Arrays in, a figure out, in the style of `labhelpers.figures`.
"""

import numpy as np
from matplotlib import patches
from matplotlib.colors import to_rgba

from labhelpers.figures import canvas, plot_mistakes
from labhelpers.figures.canvas import BLUE, INK, VERMILLION

LIGHT_BLUE = "#d6eaf5"  # the diagonal, as in the large confusion matrix
STRIP = 1.05  # inches: the height of one number of images in `plot_measured`


def percent(value, _=None):
    """Return a share as percent, for the numbers of an axis."""
    return f"{100 * value:.3g}%"


@canvas.styled()
def plot_measured(measured, accuracy):
    """Return a figure of accuracies that were measured on several test sets, a strip for each number of images.

    measured: {number of test images: float in [0, 1], (tests,)}.
    accuracy: float in [0, 1], the true one. Each strip states its lowest and highest accuracy.
        A bar below it spans two standard errors, sqrt(a (1 - a) / n), to both sides of the true
        accuracy a, and ends at 100%, which the formula knows nothing of.
    """
    figure = canvas.new_figure(8.6, STRIP * len(measured) + 0.85)
    widest = 4.6 * (accuracy * (1 - accuracy) / min(measured)) ** 0.5
    for strip, (num_images, accuracies) in enumerate(measured.items()):
        axes = canvas.add_axes(figure, 1.5, 0.35 + strip * STRIP, 6.85, STRIP - 0.25)
        # One bar for each number of misread images where there are few of them, else so many
        # together that bars show.
        step = max(1, round(0.0005 * num_images)) / num_images
        bins = np.round((1 - np.asarray(accuracies)) / step).astype(int)
        places, counts = np.unique(bins, return_counts=True)
        axes.bar(
            1 - places * step, counts / counts.max(), width=max(0.8 * step, 0.0004), color=BLUE
        )
        axes.axvline(accuracy, color=INK, linestyle="--", linewidth=1)
        ends = f"lowest {np.min(accuracies):.3f}\nhighest {np.max(accuracies):.3f}"
        axes.text(0.02, 1, ends, transform=axes.transAxes, va="top", fontsize=9, linespacing=1.4)
        error = (accuracy * (1 - accuracy) / num_images) ** 0.5
        axes.hlines(
            -0.17, accuracy - 2 * error, min(1, accuracy + 2 * error), color=VERMILLION, linewidth=4
        )
        axes.set(
            xlim=(accuracy - widest, min(1.006, accuracy + widest)), ylim=(-0.3, 1.05), yticks=[]
        )
        axes.set_ylabel(f"{num_images:,}\ntest images", rotation=0, ha="right", va="center")
        axes.xaxis.set_major_formatter(percent)
        axes.spines["left"].set_visible(False)
        if strip < len(measured) - 1:
            axes.tick_params(axis="x", labelbottom=False)
    axes.set_xlabel(
        "Measured accuracy (bars); below them, two standard errors to both sides of the true one"
    )
    figure.axes[0].set_title("The same network, measured again and again")
    return figure


@canvas.styled()
def plot_row_and_column(matrix, digit):
    """Return a figure of a small confusion matrix with one digit's row and column framed, and what they add up to.

    matrix: int, (n, n), n <= 5; matrix[true, predicted] is a number of images.
    digit: int, in 0..n-1.
    """
    matrix = np.asarray(matrix)
    count, cell = len(matrix), 0.72
    colors = np.full((count, count, 4), 1.0)
    colors[np.diag_indices(count)] = to_rgba(LIGHT_BLUE)
    side = count * cell
    figure = canvas.new_figure(side + 3.5, side + 1.45)
    axes = canvas.add_axes(figure, 0.75, 0.75, side, side)
    canvas.draw_cells(axes, matrix, colors, 13, "{:d}")
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.tick_params(length=0)
    axes.set(
        xlabel="Predicted digit", ylabel="True digit", xticks=range(count), yticks=range(count)
    )
    frame = {"fill": False, "linewidth": 3, "clip_on": False, "zorder": 5}
    axes.add_patch(
        patches.Rectangle((-0.46, digit - 0.46), count - 0.08, 0.92, edgecolor=BLUE, **frame)
    )
    column = patches.Rectangle(
        (digit - 0.46, -0.46), 0.92, count - 0.08, edgecolor=VERMILLION, **frame
    )
    axes.add_patch(column).set_linestyle("--")
    hits, row, down = matrix[digit, digit], matrix[digit].sum(), matrix[:, digit].sum()
    recall = f"recall: {hits} of the {row} images\nthat are a {digit} were read as a {digit}"
    precision = f"precision: {hits} of the {down} images\nthat were read as a {digit} are a {digit}"
    words = {"fontsize": 10.5, "linespacing": 1.5}
    axes.text(count - 0.3, digit, recall, color=BLUE, va="center", **words)
    axes.text(digit, count - 0.3, precision, color=VERMILLION, ha="center", va="top", **words)
    return figure


def plot_surest_mistakes(digits, probabilities, count=16):
    """Return a figure of the misread test images whose wrong answer has the greatest probability, the surest first.

    digits: `Digits`.
    probabilities: float in [0, 1], (test images, 10).
    count: how many at most.
    """
    predictions, confidences = probabilities.argmax(axis=1), probabilities.max(axis=1)
    wrong = np.flatnonzero(predictions != digits.test_labels)
    wrong = wrong[np.argsort(-confidences[wrong])][:count]
    images, labels = digits.test_images[wrong], digits.test_labels[wrong]
    return plot_mistakes(
        images, labels, predictions[wrong], confidences[wrong], dataset=digits.name
    )


@canvas.styled()
def plot_sureness(confidences, is_right, dataset=""):
    """Return a figure of how often answers of one confidence are right: what a network says against what happened.

    confidences: float in [0, 1], (n,), the greatest probability of each answer.
    is_right: bool, (n,). A bar is drawn for each tenth in which there are answers, their number
        above it.
    """
    confidences, is_right = np.asarray(confidences), np.asarray(is_right)
    tenths = np.minimum((10 * confidences).astype(int), 9)
    figure = canvas.new_figure(8.6, 3.6, dataset)
    axes = canvas.add_axes(figure, 0.9, 0.35, 7.4, 2.7)
    for tenth in np.unique(tenths):
        inside = tenths == tenth
        share, middle = is_right[inside].mean(), (tenth + 0.5) / 10
        axes.bar(middle, share, width=0.086, color=BLUE)
        axes.text(middle, share + 0.02, f"{inside.sum():,}", ha="center", va="bottom", fontsize=9)
    axes.plot([0, 1], [0, 1], color=VERMILLION, linestyle="--", label="as often right as it says")
    axes.set(xlabel="Probability of the answer", ylabel="Share that is right", ylim=(0, 1.14))
    axes.set(xlim=(tenths.min() / 10 - 0.02, 1.005), xticks=np.arange(tenths.min(), 11) / 10)
    axes.set(
        yticks=np.linspace(0, 1, 6), title="How sure the network was, and how often it was right"
    )
    axes.xaxis.set_major_formatter(percent)
    axes.yaxis.set_major_formatter(percent)
    axes.legend(loc="upper left")
    return figure
