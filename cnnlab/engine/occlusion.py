"""Which part of an image a network needs: cover each part in turn, and have it read what is left.

M. Zeiler and R. Fergus, "Visualizing and understanding convolutional networks", 2014.
"""

from collections.abc import Callable

import numpy as np

GREY = 128  # of 255: neither black nor ink


def occlusion(read: Callable, image: np.ndarray, side: int) -> np.ndarray:
    """Return what a network reads where a grey square covers a part of an image.

    read: takes uint8 images, (number, 28, 28), and returns probabilities, (number, 10).
    image: uint8, (28, 28). side: of the square, an odd number of pixels.

    Returns probabilities, (28, 28, 10): those at [row, column] with the square's middle there. At
        the border, what of the square is in the image covers it.
    """
    covered = np.repeat(image[np.newaxis], image.size, axis=0)
    reach = side // 2
    for copy, (row, column) in zip(covered, np.ndindex(image.shape), strict=True):
        rows = slice(max(0, row - reach), row + reach + 1)
        columns = slice(max(0, column - reach), column + reach + 1)
        copy[rows, columns] = GREY
    return read(covered).reshape(*image.shape, -1)
