"""Images as tiles, black to white on one scale."""

from collections.abc import Sequence

import numpy as np

from labhelpers.figures import canvas

GAP = 0.1  # inches, between tiles


def image_range(images: np.ndarray) -> tuple[float, float]:
    """Return the values that are shown as black and as white.

    They are 0 and 255 for uint8, else 0 (or less) and the greatest value.
    """
    if images.dtype == np.uint8:
        return 0, 255
    low = min(0.0, float(images.min(initial=0)))
    high = float(images.max(initial=0))
    return low, high if high > low else low + 1.0


def as_images(images: np.ndarray) -> np.ndarray:
    """Return images as (n, height, width), whether a channel axis follows or not.

    Raises ValueError for any other shape.
    """
    return _without_channel(images, 3, "several (n, height, width), as images[:10]")


def as_image(image: np.ndarray) -> np.ndarray:
    """Return one image as (height, width), whether a channel axis follows or not.

    Raises ValueError for any other shape.
    """
    return _without_channel(image, 2, "one image, as images[0]")


def _without_channel(images: np.ndarray, dimensions: int, expected: str) -> np.ndarray:
    images = np.asarray(images)
    plain = images
    if images.ndim == dimensions + 1 and images.shape[-1] == 1:
        plain = images[..., 0]
    if plain.ndim != dimensions:
        raise ValueError(f"The images have shape {images.shape}; expected {expected}. Pass it so.")
    return plain


def plot_tiles(
    images: np.ndarray,
    names: Sequence[str],
    columns: int,
    dataset: str,
    inches: float = 1.0,
    beside: float = 0.0,
) -> canvas.LabFigure:
    """Return a figure of images as tiles with a name above each.

    All are in one pair of axes, which is fast.

    images: (n, height, width), as `as_images` gives them.
    inches: the side of a tile.
    beside: the room on the right of each, for what is drawn there later.
    """
    rows = max(1, -(-len(images) // columns))
    columns = max(1, min(columns, len(images)))
    lines = max([name.count("\n") + bool(name) for name in names], default=0)
    head = 0.06 + 0.17 * lines
    wide = inches + GAP + beside
    high = inches + GAP + head
    figure = canvas.new_figure(columns * wide + GAP, rows * high + GAP, dataset)
    axes = canvas.plain_axes(figure)
    black, white = image_range(images)
    for place, (image, name) in enumerate(zip(images, names, strict=True)):
        row, column = divmod(place, columns)
        left = GAP + column * wide
        top = GAP + head + row * high
        axes.imshow(
            image,
            extent=(left, left + inches, top + inches, top),
            vmin=black,
            vmax=white,
            aspect="auto",
        )
        axes.text(
            left + (inches + beside) / 2,
            top - 0.05,
            name,
            ha="center",
            va="bottom",
            fontsize=9.5,
        )
    return figure
