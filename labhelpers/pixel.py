"""One pixel of a feature map, worked out in numbers: NumPy only, so that a page can do it at once."""

import numpy as np


def convolve_pixel(below, learned, row, column, number, stride=1):
    """Return how a convolution comes to the pixel at (row, column) of its feature map `number`.

    below: float32, (height, width, channels), what the convolution takes in, without padding.
    learned: "kernel" (height, width, channels, filters), "bias", "scale", "shift" (filters,),
        as `inspection.kernels`.
    stride: by how many pixels the kernel moves.

    patch, kernel, products: float32, (kernel height, kernel width, channels).
    sums: (channels,) of the products.
    sum, bias, normalized, output: float; output = ReLU(normalized), normalized = (sum + bias) *
        scale + shift. Raises ValueError for a pixel or a map that is not there.
    """
    high, wide, _, filters = learned["kernel"].shape
    rows, columns = (
        (side - size) // stride + 1 for side, size in zip(below.shape, (high, wide), strict=False)
    )
    _check(row, column, number, rows, columns, filters)
    top, left = stride * row, stride * column
    patch, kernel = below[top : top + high, left : left + wide], learned["kernel"][..., number]
    products = patch * kernel
    sums = products.sum(axis=(0, 1))
    bias, scale, shift = (float(learned[name][number]) for name in ("bias", "scale", "shift"))
    total = float(sums.sum())
    normalized = (total + bias) * scale + shift
    steps = {
        "patch": patch,
        "kernel": kernel,
        "products": products,
        "sums": sums,
        "sum": total,
        "bias": bias,
    }
    return steps | {
        "scale": scale,
        "shift": shift,
        "normalized": normalized,
        "output": max(0.0, normalized),
    }


def pool_pixel(below, size, row, column, number):
    """Return the patch, (size, size), under a pixel of a max-pooling layer's map, and its greatest value, the pixel.

    below: float32, (height, width, channels). Raises ValueError for a pixel or a map that is
        not there.
    """
    _check(row, column, number, below.shape[0] // size, below.shape[1] // size, below.shape[2])
    patch = below[size * row : size * (row + 1), size * column : size * (column + 1), number]
    return {"patch": patch, "output": float(patch.max())}


def _check(row, column, number, rows, columns, filters):
    for name, value, count in (
        ("row", row, rows),
        ("column", column, columns),
        ("feature map", number, filters),
    ):
        if (
            isinstance(value, bool)
            or not isinstance(value, int | np.integer)
            or not 0 <= value < count
        ):
            raise ValueError(
                f"The {name} came as {value!r:.40}; expected a whole number from 0 to {count - 1}."
            )
