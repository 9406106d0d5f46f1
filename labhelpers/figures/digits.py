"""Pictures of the digits themselves: many at once, how many of each there are, and what preprocessing does."""

import numpy as np

from labhelpers.figures import canvas
from labhelpers.figures.canvas import BLUE, INK, VERMILLION


@canvas.styled()
def plot_digits(images, labels=None, titles=None, columns=10, dataset=""):
    """Return a figure of images in rows of `columns`, black to white on one scale.

    images: uint8 in [0, 255] or float, (n, height, width) or (n, height, width, 1).
    labels: int, (n,), or titles: n texts, written above the images.
    """
    images = canvas.as_images(images)
    names = titles if titles is not None else labels
    names = [""] * len(images) if names is None else [str(name) for name in names]
    return canvas.plot_tiles(images, names, columns, dataset)


@canvas.styled()
def plot_class_balance(train_labels, test_labels, dataset=""):
    """Return a figure of how many training and test images there are of each digit.

    train_labels, test_labels: int in 0..9, (n,).
    """
    figure, both = canvas.new_pair(11, dataset)
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


@canvas.styled()
def plot_before_after(before, after, dataset=""):
    """Return a figure of one image before and after preprocessing, with colour bars and histograms of the pixels.

    before: uint8 in [0, 255], (28, 28).      after: float32 in [0, 1], (28, 28) or (28, 28, 1).
    """
    figure = canvas.new_figure(10.8, 3.1, dataset)
    for left, image, name, color in (
        (0, before, "Before", BLUE),
        (5.4, after, "After", VERMILLION),
    ):
        pixels = canvas.as_images(image, dimensions=2)
        low, high = canvas.image_range(pixels)
        axes = canvas.add_axes(figure, left + 0.15, 0.4, 2.2, 2.2)
        picture = axes.imshow(pixels, vmin=low, vmax=high)
        axes.set(
            title=f"{name}: {image.dtype}", xticks=[], yticks=[], xlabel=f"shape {image.shape}"
        )
        axes.spines[:].set_visible(False)
        place = canvas.add_axes(figure, left + 2.45, 0.4, 0.12, 2.2)
        figure.colorbar(picture, place, ticks=np.linspace(low, high, 6)).outline.set_visible(False)
        counts = canvas.add_axes(figure, left + 3.55, 0.4, 1.7, 2.2)
        counts.hist(pixels.ravel(), bins=16, range=(low, high), color=color, rwidth=0.85, log=True)
        counts.set(
            xlabel="Pixel value",
            title="Pixels (log scale)",
            xmargin=0,
            ylim=(0.7, 1000),
            xticks=[low, high],
        )
        counts.yaxis.set_major_formatter("{x:,.0f}")
    return figure
