"""Step 6's pictures: how far an accuracy strays, a matrix's row and column, mistakes, kernels.

Arrays in, a figure out, in the style of `labhelpers.figures`.
"""

import numpy as np
from matplotlib import patches
from matplotlib.colors import to_rgba

from labhelpers.figures import canvas, cells, plot_mistakes
from labhelpers.figures.canvas import BLUE, INK, VERMILLION
from labhelpers.figures.results import LIGHT_BLUE
from labhelpers.number_words import with_article
from lessons.step_01.grids import SIGNED

FEW = 10  # answers of one tenth, in `plot_sureness`
KERNEL_SIDE = 0.56  # inches, of a kernel with the gap beside it
STRIP = 1.05  # inches: the height of one number of images in `plot_measured`


def standard_error(accuracy, num_images):
    """Return the standard error of an accuracy that is measured on so many images."""
    return (accuracy * (1 - accuracy) / num_images) ** 0.5


@canvas.styled()
def plot_measured(measured, accuracy):
    """Return a figure of accuracies that were measured on several test sets.

    There is a strip for each number of images, which states its lowest and highest accuracy.
    A bar below it spans two standard errors, sqrt(a (1 - a) / n), to both sides of the true
    accuracy a, and ends at 1, which the formula knows nothing of.

    measured: {number of test images: float in [0, 1], (tests,)}.
    accuracy: float in [0, 1], the true one.
    """
    figure = canvas.new_figure(8.6, STRIP * len(measured) + 0.85)
    reach = 4.6 * standard_error(accuracy, min(measured))
    for strip, (num_images, accuracies) in enumerate(measured.items()):
        axes = canvas.add_axes(figure, 1.5, 0.35 + strip * STRIP, 6.85, STRIP - 0.25)
        _draw_measured(axes, num_images, np.asarray(accuracies), accuracy)
        axes.set(
            xlim=(accuracy - reach, min(1.006, accuracy + reach)),
            ylim=(-0.3, 1.05),
            yticks=[],
        )
        axes.set_ylabel(f"{num_images:,}\ntest images", rotation=0, ha="right", va="center")
        axes.xaxis.set_major_formatter("{x:g}")
        axes.spines["left"].set_visible(False)
        if strip < len(measured) - 1:
            axes.tick_params(axis="x", labelbottom=False)
    axes.set_xlabel(
        "Measured accuracy (bars); below them, the true one ± two standard errors, at most 1"
    )
    figure.axes[0].set_title("The same network, measured again and again")
    return figure


def _draw_measured(axes, num_images, accuracies, accuracy):
    """Draw how often each accuracy was measured, and two standard errors around the true one."""
    # One bar for each number of misread images where there are few of them, else so many
    # together that bars show.
    step = max(1, round(0.0005 * num_images)) / num_images
    bins = np.round((1 - accuracies) / step).astype(int)
    places, counts = np.unique(bins, return_counts=True)
    width = max(0.8 * step, 0.0004)
    axes.bar(1 - places * step, counts / counts.max(), width=width, color=BLUE)
    axes.axvline(accuracy, color=INK, linestyle="--", linewidth=1)
    ends = f"lowest {accuracies.min():.3f}\nhighest {accuracies.max():.3f}"
    axes.text(0.02, 1, ends, transform=axes.transAxes, va="top", fontsize=9, linespacing=1.4)
    error = standard_error(accuracy, num_images)
    upper = min(1, accuracy + 2 * error)
    axes.hlines(-0.17, accuracy - 2 * error, upper, color=VERMILLION, linewidth=4)


@canvas.styled()
def plot_row_and_column(matrix, digit):
    """Return a figure of a small confusion matrix with one digit's row and column framed.

    What they add up to stands beside them.

    matrix: int, (n, n), n <= 5; matrix[true, predicted] is a number of images.
    digit: int, in 0..n-1.
    """
    matrix = np.asarray(matrix)
    count = len(matrix)
    side = 0.72 * count
    colors = np.full((count, count, 4), 1.0)
    colors[np.diag_indices(count)] = to_rgba(LIGHT_BLUE)
    figure = canvas.new_figure(side + 3.5, side + 1.45)
    axes = canvas.add_axes(figure, 0.75, 0.75, side, side)
    cells.draw_cells(axes, matrix, colors, 13, "{:d}")
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.tick_params(length=0)
    axes.set(
        xlabel="Predicted digit",
        ylabel="True digit",
        xticks=range(count),
        yticks=range(count),
    )
    long = count - 0.08
    _draw_frame(axes, (-0.46, digit - 0.46), long, 0.92, BLUE, "-")
    _draw_frame(axes, (digit - 0.46, -0.46), 0.92, long, VERMILLION, "--")
    _write_recall_and_precision(axes, matrix, digit)
    return figure


def _draw_frame(axes, corner, width, height, color, line):
    """Draw a frame around cells."""
    frame = patches.Rectangle(
        corner,
        width,
        height,
        fill=False,
        edgecolor=color,
        linewidth=3,
        linestyle=line,
        clip_on=False,
        zorder=5,
    )
    axes.add_patch(frame)


def _write_recall_and_precision(axes, matrix, digit):
    """Write what a digit's row and column add up to, beside and below them."""
    hits = matrix[digit, digit]
    row = matrix[digit].sum()
    column = matrix[:, digit].sum()
    one = with_article(digit)
    end = len(matrix) - 0.3
    axes.text(
        end,
        digit,
        f"recall: {hits} of the {row} images\nthat are {one} were read as {one}",
        color=BLUE,
        va="center",
        fontsize=10.5,
        linespacing=1.5,
    )
    axes.text(
        digit,
        end,
        f"precision: {hits} of the {column} images\nthat were read as {one} are {one}",
        color=VERMILLION,
        ha="center",
        va="top",
        fontsize=10.5,
        linespacing=1.5,
    )


def plot_surest_mistakes(digits, probabilities, count=16):
    """Return a figure of the misread test images whose wrong answer is the surest, those first.

    digits: `Digits`.
    probabilities: float in [0, 1], (test images, 10).
    count: how many at most.
    """
    predictions = probabilities.argmax(axis=1)
    confidences = probabilities.max(axis=1)
    wrong = np.flatnonzero(predictions != digits.test_labels)
    surest = wrong[np.argsort(-confidences[wrong])][:count]
    return plot_mistakes(
        digits.test_images[surest],
        digits.test_labels[surest],
        predictions[surest],
        confidences[surest],
        dataset=digits.name,
    )


@canvas.styled()
def plot_sureness(confidences, is_right, dataset=""):
    """Return a figure of how often answers of one confidence are right.

    A bar is drawn for each tenth in which there are answers, their number above it; where some
    tenth has FEW or more, only for those: of a few answers the share says nothing.

    confidences: float in [0, 1], (n,), the greatest probability of each answer.
    is_right: bool, (n,).
    """
    confidences = np.asarray(confidences)
    is_right = np.asarray(is_right)
    tenths = np.minimum((10 * confidences).astype(int), 9)
    figure = canvas.new_figure(8.6, 3.6, dataset)
    axes = canvas.add_axes(figure, 0.9, 0.35, 7.4, 2.7)
    counts = np.bincount(tenths, minlength=10)
    shown = np.flatnonzero(counts >= (FEW if counts.max() >= FEW else 1))
    for tenth in shown:
        inside = tenths == tenth
        share = is_right[inside].mean()
        middle = (tenth + 0.5) / 10
        axes.bar(middle, share, width=0.086, color=BLUE)
        axes.text(middle, share + 0.02, f"{inside.sum():,}", ha="center", va="bottom", fontsize=9)
    axes.plot([0, 1], [0, 1], color=VERMILLION, linestyle="--", label="as often right as it says")
    lowest = shown.min()
    axes.set(
        title="How sure the network was, and how often it was right",
        xlabel="Probability of the answer",
        ylabel="Share that is right",
        xlim=(lowest / 10 - 0.02, 1.005),
        ylim=(0, 1.14),
        xticks=np.arange(lowest, 11) / 10,
        yticks=np.linspace(0, 1, 6),
    )
    axes.legend(loc="upper left")
    return figure


@canvas.styled()
def plot_kernels(before, after, dataset=""):
    """Return a figure of kernels before training, and below each of them the same one after it.

    All have one scale: blue is positive, orange negative, and the paler the nearer to 0.

    before, after: float, (k, k, filters).
    """
    count = before.shape[-1]
    figure = canvas.new_figure(1.25 + count * KERNEL_SIDE, 1.7, dataset)
    greatest = float(np.abs([before, after]).max()) or 1.0
    for row, (name, kernels) in enumerate({"before": before, "after": after}.items()):
        top = 0.4 + row * 0.6
        for number in range(count):
            left = 1.2 + number * KERNEL_SIDE
            side = KERNEL_SIDE - 0.08
            axes = canvas.add_axes(figure, left, top, side, side)
            axes.imshow(kernels[:, :, number], cmap=SIGNED, vmin=-greatest, vmax=greatest)
            axes.grid(False)
            axes.set(xticks=[], yticks=[])
            axes.spines[:].set_visible(False)
            if number == 0:
                axes.set_ylabel(f"{name}\ntraining", rotation=0, ha="right", va="center")
            if row == 0:
                axes.set_title(f"{number + 1}", fontsize=9.5)
    return figure
