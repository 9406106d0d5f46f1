"""One pixel of a feature map, worked out by NumPy alone, so that a page can do it at once."""

from typing import Any

import numpy as np

from labhelpers.front_end import whole_number


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
    whole_number("the row", row, 0, rows - 1)
    whole_number("the column", column, 0, columns - 1)
    whole_number("the feature map", number, 0, filters - 1)
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
    rows = below.shape[0] // size
    columns = below.shape[1] // size
    maps = below.shape[2]
    whole_number("the row", row, 0, rows - 1)
    whole_number("the column", column, 0, columns - 1)
    whole_number("the feature map", number, 0, maps - 1)
    top = size * row
    left = size * column
    patch = below[top : top + size, left : left + size, number]
    return {"patch": patch, "output": float(patch.max())}
