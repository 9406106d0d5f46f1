"""The lab's figures: arrays in, a Matplotlib figure out, all in one style and without pyplot.

The network as blocks comes from `diagrams` and the pictures of an evaluation from `result_figures`; all are names
of this module too, so that a notebook needs no other. What is drawn for one lesson alone is in `lessons/`.
"""

import numpy as np

from labhelpers import drawing
from labhelpers.diagrams import plot_network  # noqa: F401
from labhelpers.drawing import BLUE, INK, VERMILLION, figure_png  # noqa: F401
from labhelpers.result_figures import plot_confusion_matrix, plot_mistakes, plot_predictions, plot_race  # noqa: F401


@drawing.styled()
def plot_digits(images, labels=None, titles=None, columns=10, dataset=""):
    """Return a figure of images in rows of `columns`, black to white on one scale.

    images: uint8 in [0, 255] or float, (n, height, width) or (n, height, width, 1).
    labels: int, (n,), or titles: n texts, written above the images.
    """
    images = drawing.as_images(images)
    names = titles if titles is not None else labels
    names = [""] * len(images) if names is None else [str(name) for name in names]
    return drawing.plot_tiles(images, names, columns, dataset)


@drawing.styled()
def plot_class_balance(train_labels, test_labels, dataset=""):
    """Return a figure of how many training and test images there are of each digit.

    train_labels, test_labels: int in 0..9, (n,).
    """
    figure, both = _pair(11, dataset)
    parts = ((train_labels, "training", BLUE), (test_labels, "test", VERMILLION))
    for axes, (labels, name, color) in zip(both, parts, strict=True):
        counts = np.bincount(labels, minlength=10)
        bars = axes.bar(range(10), counts, color=color, width=0.86)
        # Within the bars, where no line crosses the numbers.
        axes.bar_label(bars, fmt="{:,.0f}", label_type="center", color="white", fontsize=8)
        axes.axhline(len(labels) / 10, color=INK, linestyle="--", linewidth=1)
        title = f"{len(labels):,} {name} images (dashed: a tenth)"
        axes.set(title=title, xlabel="Digit", ylabel="Images", xticks=range(10))
        axes.locator_params(axis="y", nbins=6, integer=True)
        axes.yaxis.set_major_formatter("{x:,.0f}")
    return figure


@drawing.styled()
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
        axes.set(title=f"{name}: {image.dtype}", xticks=[], yticks=[], xlabel=f"shape {image.shape}")
        axes.spines[:].set_visible(False)
        place = drawing.add_axes(figure, left + 2.45, 0.4, 0.12, 2.2)
        figure.colorbar(picture, place, ticks=np.linspace(low, high, 6)).outline.set_visible(False)
        counts = drawing.add_axes(figure, left + 3.55, 0.4, 1.7, 2.2)
        counts.hist(pixels.ravel(), bins=16, range=(low, high), color=color, rwidth=0.85, log=True)
        counts.set(xlabel="Pixel value", title="Pixels (log scale)", xmargin=0, ylim=(0.7, 1000), xticks=[low, high])
        counts.yaxis.set_major_formatter("{x:,.0f}")
    return figure


@drawing.styled()
def plot_history(history, dataset=""):
    """Return a figure of loss and accuracy after each epoch; the validation is left out where it was not measured.

    history: {"loss": [...], "accuracy": [...], "val_loss": [...], "val_accuracy": [...]}, as Keras's `History.history`.
    """
    figure, both = _pair(9.5, dataset)
    for axes, key in zip(both, ("loss", "accuracy"), strict=True):
        training, validation = history.get(key, []), history.get(f"val_{key}", [])
        # With markers, because a line through one point cannot be seen.
        axes.plot(range(1, len(training) + 1), training, "-s", color=BLUE, label="Training")
        if validation:
            axes.plot(range(1, len(validation) + 1), validation, "--o", color=VERMILLION, label="Validation")
        axes.set(title=key.capitalize(), xlabel="Epoch", ylabel=key.capitalize())
        axes.locator_params(axis="x", nbins=8, integer=True, min_n_ticks=1)
        axes.legend()
    both[0].set_ylim(bottom=0)
    both[1].yaxis.set_major_formatter(lambda value, _: f"{100 * value:g}%")
    return figure


def _pair(width, dataset):
    """Return a figure so many inches wide and its two axes, side by side."""
    figure, wide = drawing.new_figure(width, 3.4, dataset), (width - 1.8) / 2
    return figure, [drawing.add_axes(figure, left, 0.4, wide, 2.4) for left in (0.75, wide + 1.6)]
