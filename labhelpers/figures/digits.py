"""Pictures of the digits: many at once, how many of each there are, what preprocessing does."""

from collections.abc import Sequence

import numpy as np

from labhelpers.figures import canvas, tiles
from labhelpers.figures.canvas import BLUE, INK, VERMILLION
from labhelpers.number_words import several


@canvas.styled()
def plot_digits(
    images: np.ndarray,
    labels: Sequence[int] | np.ndarray | None = None,
    titles: Sequence[str] | None = None,
    columns: int = 10,
    dataset: str = "",
) -> canvas.LabFigure:
    """Return a figure of images in rows of `columns`, black to white on one scale.

    images: uint8 in [0, 255] or float, (n, height, width) or (n, height, width, 1).
    labels: int, (n,), or titles: n texts, written above the images.
    """
    images = tiles.as_images(images)
    words = labels if titles is None else titles
    names = [""] * len(images) if words is None else [str(word) for word in words]
    return tiles.plot_tiles(images, names, columns, dataset)


@canvas.styled()
def plot_class_balance(
    train_labels: np.ndarray,
    test_labels: np.ndarray,
    dataset: str = "",
) -> canvas.LabFigure:
    """Return a figure of how many training and test images there are of each digit.

    train_labels, test_labels: int in 0..9, (n,).
    """
    figure, both = canvas.new_pair(11, dataset)
    parts = (
        (train_labels, "training", BLUE),
        (test_labels, "test", VERMILLION),
    )
    for axes, (labels, name, color) in zip(both, parts, strict=True):
        counts = np.bincount(labels, minlength=10)
        bars = axes.bar(range(10), counts, color=color, width=0.86)
        # Within the bars, where no line crosses the numbers.
        axes.bar_label(bars, fmt="{:,.0f}", label_type="center", color="white", fontsize=8)
        axes.axhline(len(labels) / 10, color=INK, linestyle="--", linewidth=1)
        title = f"{several(len(labels), f'{name} image')} (dashed: a tenth)"
        axes.set(title=title, xlabel="Digit", ylabel="Images", xticks=range(10))
        axes.locator_params(axis="y", nbins=6, integer=True)
        axes.yaxis.set_major_formatter("{x:,.0f}")
    return figure


@canvas.styled()
def plot_before_after(
    before: np.ndarray,
    after: np.ndarray,
    dataset: str = "",
) -> canvas.LabFigure:
    """Return a figure of one image before and after preprocessing, with histograms of the pixels.

    before: uint8 in [0, 255], (28, 28).      after: float32 in [0, 1], (28, 28) or (28, 28, 1).
    """
    figure = canvas.new_figure(10.8, 3.1, dataset)
    _draw_image_and_pixels(figure, 0, before, "Before", BLUE)
    _draw_image_and_pixels(figure, 5.4, after, "After", VERMILLION)
    return figure


def _draw_image_and_pixels(figure, left, image, name, color):
    """Draw an image with its colour bar and, beside it, how often each pixel value occurs."""
    pixels = tiles.as_image(image)
    low, high = tiles.image_range(pixels)
    axes = canvas.add_axes(figure, left + 0.15, 0.4, 2.2, 2.2)
    picture = axes.imshow(pixels, vmin=low, vmax=high)
    axes.set(
        title=f"{name}: {image.dtype}",
        xticks=[],
        yticks=[],
        xlabel=f"shape {image.shape}",
    )
    axes.spines[:].set_visible(False)
    place = canvas.add_axes(figure, left + 2.45, 0.4, 0.12, 2.2)
    bar = figure.colorbar(picture, place, ticks=np.linspace(low, high, 6))
    bar.outline.set_visible(False)
    counts = canvas.add_axes(figure, left + 3.55, 0.4, 1.7, 2.2)
    counts.hist(
        pixels.ravel(),
        bins=16,
        range=(low, high),
        color=color,
        rwidth=0.85,
        log=True,
    )
    counts.set(
        xlabel="Pixel value",
        title="Pixels (log scale)",
        xmargin=0,
        ylim=(0.7, 1000),
        xticks=[low, high],
    )
    counts.yaxis.set_major_formatter("{x:,.0f}")
