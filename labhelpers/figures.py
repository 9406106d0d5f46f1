"""The lab's figures: arrays in, a Matplotlib figure out, all in one style and without pyplot.

The drawn explanations come from `diagrams` and the pictures of an evaluation from `result_figures`; all are names
of this module too, so that a notebook needs no other.
"""

import math

import matplotlib.ticker
import numpy as np

from labhelpers import drawing
from labhelpers.diagrams import plot_convolution_steps, plot_digit_as_numbers, plot_network  # noqa: F401
from labhelpers.drawing import BLUE, INK, VERMILLION, figure_png  # noqa: F401
from labhelpers.result_figures import plot_confusion_matrix, plot_mistakes, plot_predictions  # noqa: F401


@drawing.styled
def plot_digits(images, labels=None, titles=None, columns=10, dataset=""):
    """Return a figure of images in rows of `columns`, black to white on one scale.

    images: uint8 in [0, 255] or float, (n, height, width) or (n, height, width, 1).
    labels: int, (n,), or titles: n texts, written above the images.
    """
    images = drawing.as_images(images)
    names = titles if titles is not None else labels
    names = [""] * len(images) if names is None else [str(name) for name in names]
    return drawing.plot_tiles(images, names, columns, dataset)


@drawing.styled
def plot_class_balance(train_labels, test_labels, dataset=""):
    """Return a figure of how many training and test images there are of each digit.

    train_labels, test_labels: int in 0..9, (n,).
    """
    figure, both = _pair(11, dataset)
    parts = ((train_labels, "training", BLUE), (test_labels, "test", VERMILLION))
    for axes, (labels, name, color) in zip(both, parts, strict=True):
        counts = np.bincount(labels, minlength=10)
        bars = axes.bar(range(10), counts, color=color, width=0.86)
        for bar, count in zip(bars, counts, strict=True):
            # At the foot of its bar, where no line crosses the number.
            place = {"xy": (bar.get_x() + 0.43, 0), "xytext": (0, 4), "textcoords": "offset points"}
            axes.annotate(f"{count:,}", **place, ha="center", color="white" if count else INK, fontsize=8)
        axes.axhline(len(labels) / 10, color=INK, linestyle="--", linewidth=1)
        axes.set_title(f"{len(labels):,} {name} images (dashed: a tenth)")
        axes.set(xlabel="Digit", ylabel="Images", xticks=range(10))
        axes.yaxis.set_major_formatter("{x:,.0f}")
        axes.yaxis.set_major_locator(matplotlib.ticker.MaxNLocator(6, integer=True))
        axes.tick_params(length=0)
    return figure


@drawing.styled
def plot_before_after(before, after, dataset=""):
    """Return a figure of one image before and after preprocessing, with colour bars and histograms of the pixels.

    before: uint8 in [0, 255], (28, 28).      after: float32 in [0, 1], (28, 28) or (28, 28, 1).
    """
    figure = drawing.new_figure(10.8, 3.1, dataset)
    for left, image, name, color in ((0, before, "Before", BLUE), (5.4, after, "After", VERMILLION)):
        pixels = drawing.as_images(image, dimensions=2)
        low, high = drawing.image_range(pixels)
        axes = drawing.add_axes(figure, left + 0.15, 0.4, 2.2, 2.2)
        picture = axes.imshow(pixels, vmin=low, vmax=high)
        axes.set_title(f"{name}: {image.dtype}")
        axes.set(xticks=[], yticks=[], xlabel=f"shape {image.shape}")
        axes.spines[:].set_visible(False)
        place = drawing.add_axes(figure, left + 2.45, 0.4, 0.12, 2.2)
        figure.colorbar(picture, place, ticks=np.linspace(low, high, 6)).outline.set_visible(False)
        counts = drawing.add_axes(figure, left + 3.55, 0.4, 1.7, 2.2)
        counts.hist(pixels.ravel(), bins=16, range=(low, high), color=color, rwidth=0.85, log=True)
        counts.set(xlabel="Pixel value", title="Pixels (log scale)", xlim=(low, high), xticks=[low, high])
        counts.set(ylim=(0.7, 1000), yticks=[1, 10, 100, 1000], yticklabels=["1", "10", "100", "1,000"])
        counts.minorticks_off()
    return figure


@drawing.styled
def plot_history(history, dataset=""):
    """Return a figure of loss and accuracy after each epoch; the validation is left out where it was not measured.

    history: {"loss": [...], "accuracy": [...], "val_loss": [...], "val_accuracy": [...]}, as Keras's `History.history`.
    """
    figure, both = _pair(9.5, dataset)
    for axes, key in zip(both, ("loss", "accuracy"), strict=True):
        training, validation = history.get(key, []), history.get(f"val_{key}", [])
        # A line through one point cannot be seen without a marker.
        marker = "s" if len(training) == 1 else ""
        axes.plot(range(1, len(training) + 1), training, color=BLUE, marker=marker, label="Training")
        if validation:
            epochs = range(1, len(validation) + 1)
            axes.plot(epochs, validation, color=VERMILLION, linestyle="--", marker="o", label="Validation")
        _finish_curves(axes, key, len(training))
    return figure


def _pair(width, dataset):
    """Return a figure so many inches wide and its two axes, side by side."""
    figure, wide = drawing.new_figure(width, 3.4, dataset), (width - 1.8) / 2
    return figure, [drawing.add_axes(figure, left, 0.4, wide, 2.4) for left in (0.75, wide + 1.6)]


def _finish_curves(axes, key, epochs):
    """Name the axes, count epochs in whole numbers, and show accuracy in percent, never beyond 100 %."""
    axes.set(title=key.capitalize(), xlabel="Epoch", ylabel=key.capitalize(), xlim=(0.7, max(epochs, 1) + 0.3))
    axes.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(8, integer=True, min_n_ticks=1))
    if epochs:
        axes.legend()
    else:
        axes.text(0.5, 0.5, "No epoch yet", transform=axes.transAxes, ha="center")
        axes.set_ylim(0, 1)
    if key == "loss":
        axes.set_ylim(0, 1.05 * axes.get_ylim()[1])
        return
    low, high = axes.get_ylim()
    # A whole percent, so that the title can name it; a little room above 100 %, so that no marker is cut.
    low, high = max(0, math.floor(100 * low) / 100), min(1.0, high)
    axes.set_ylim(low, high + 0.02 * (high - low))
    axes.yaxis.set_major_formatter(lambda value, _: f"{100 * value:g}%")
    if low > 0:
        axes.set_title(f"Accuracy (axis from {100 * low:g}%)")
