"""The first convolution as a page shows it while a network learns: kernels, and a map of one."""

from typing import Any

import numpy as np


def told_first_layer(kernels: np.ndarray, maps: np.ndarray, number: int) -> dict[str, Any]:
    """Return what is told of a first convolution.

    kernels: float32, (size, size, filters). maps: what it made of an image, float32, (rows,
        columns, filters). number: the map that is wanted, from 0; the last where there are fewer.

    size, filters, kernels: float32 bytes, (filters, size, size). number, rows, columns, pixels:
    the map, a byte a pixel, 255 for its greatest value.
    """
    size, _, filters = kernels.shape
    rows, columns, _ = maps.shape
    number = min(number, filters - 1)
    chosen = maps[:, :, number]
    most = float(chosen.max())
    pixels = 255 * chosen / most if most > 0 else np.zeros_like(chosen)
    return {
        "size": size,
        "filters": filters,
        "kernels": np.ascontiguousarray(kernels.transpose(2, 0, 1), "<f4").tobytes(),
        "number": number,
        "rows": rows,
        "columns": columns,
        "pixels": np.round(pixels).astype(np.uint8).tobytes(),
    }
