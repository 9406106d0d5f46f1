"""One pixel of a feature map, worked out by NumPy alone, so that a page can do it at once."""

from typing import Any

import numpy as np


def convolve_pixel(
    below: np.ndarray,
    learned: dict[str, np.ndarray],
    row: int,
    column: int,
    number: int,
    stride: int = 1,
) -> dict[str, Any]:
    """Return how a convolution comes to the pixel at (row, column) of its feature map `number`.

    below: float32, (height, width, channels), what the convolution takes in, without padding.
    learned: "kernel" (height, width, channels, filters), "bias", "scale", "shift" (filters,),
        as `inspection.kernels`.
    stride: by how many pixels the kernel moves.

    patch, kernel, products: float32, (kernel height, kernel width, channels).
    sums: (channels,) of the products.
    sum, bias, scale, shift, normalized, output: float; output = ReLU(normalized), normalized =
        (sum + bias) * scale + shift. Raises ValueError for a pixel or a map that is not there.
    """
    high, wide, _, filters = learned["kernel"].shape
    rows = (below.shape[0] - high) // stride + 1
    columns = (below.shape[1] - wide) // stride + 1
    _check("row", row, rows)
    _check("column", column, columns)
    _check("feature map", number, filters)
    top = stride * row
    left = stride * column
    patch = below[top : top + high, left : left + wide]
    kernel = learned["kernel"][..., number]
    products = patch * kernel
    sums = products.sum(axis=(0, 1))
    total = float(sums.sum())
    bias = float(learned["bias"][number])
    scale = float(learned["scale"][number])
    shift = float(learned["shift"][number])
    normalized = (total + bias) * scale + shift
    return {
        "patch": patch,
        "kernel": kernel,
        "products": products,
        "sums": sums,
        "sum": total,
        "bias": bias,
        "scale": scale,
        "shift": shift,
        "normalized": normalized,
        "output": max(0.0, normalized),
    }


def pool_pixel(below: np.ndarray, size: int, row: int, column: int, number: int) -> dict[str, Any]:
    """Return the patch, (size, size), under a pixel of a max-pooling layer, and its maximum.

    below: float32, (height, width, channels). Raises ValueError for a pixel or a map that is
        not there.
    """
    _check("row", row, below.shape[0] // size)
    _check("column", column, below.shape[1] // size)
    _check("feature map", number, below.shape[2])
    top = size * row
    left = size * column
    patch = below[top : top + size, left : left + size, number]
    return {"patch": patch, "output": float(patch.max())}


def _check(name, value, count):
    """Raise ValueError unless what the page sent is a whole number from 0 to count - 1."""
    is_whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not is_whole or not 0 <= value < count:
        came = f"The {name} came as {value!r:.40}"
        raise ValueError(f"{came}; expected a whole number from 0 to {count - 1}.")
