"""From a drawing or a picture of a digit to an image like MNIST's, in pure NumPy.

A drawing becomes a digit the way MNIST's digits were made (Y. LeCun, C. Cortes, C. Burges, "The
MNIST database of handwritten digits"): cropped to its ink, scaled so that the longest side is
20 pixels, centred by its mass in 28 x 28.
"""

import numpy as np

from labhelpers.config import IMAGE_SIZE
from labhelpers.preprocess import require

INK_SIZE = 20  # MNIST's digits fill a box of this many pixels on their longest side
# Over MNIST's training images the centre of mass is at row and column 14.0 on average (first
# pixel: 0), never more than half a pixel away unless the border is in the way: measured.
MASS_CENTRE = IMAGE_SIZE // 2
LEAST_CONTRAST = 40  # in a picture, between paper and ink, of 255
# A third of a picture's contrast is taken for shadows and the paper's grain, the uppermost tenth
# for full ink; what lies between is grey.
PAPER_SHARE = 0.33
GREY_SHARE = 0.57


def drawing_steps(ink: np.ndarray) -> dict[str, np.ndarray]:
    """Return what becomes of a drawing on its way into the network: uint8 images, light on black.

    ink: uint8, (height, width) of any size, light ink on black (0 is black).
    "cropped": the box that holds the ink. "scaled": the same, 20 pixels on its longest side;
        each pixel is the mean of the area under it, so that edges are grey. "centred": that, by
        its mass, in (28, 28). Raises ValueError for another kind of array and for a drawing
        without ink.
    """
    ink = np.asarray(ink)
    fits = ink.dtype == np.uint8 and ink.ndim == 2
    require(fits, ink, "drawing_steps", "uint8 with shape (height, width).")
    if not ink.any():
        raise ValueError("The drawing is empty; expected light ink on black. Draw a digit first.")
    box, shape = ink_box(ink)
    down, across = map(_area_weights, box.shape, shape)
    small = np.floor(down @ box @ across.T / box.size + 0.5).astype(np.uint8)
    if not small.any():
        came = "The ink is so thin that nothing of it is left at 20 pixels"
        raise ValueError(f"{came}. Draw with a thicker pen.")
    return {"cropped": box, "scaled": small, "centred": place_by_mass(small)}


def ink_box(image: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Return the box of an image, (height, width), that holds its ink, and its shape in MNIST."""
    rows = np.flatnonzero(image.any(axis=1))
    columns = np.flatnonzero(image.any(axis=0))
    box = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    longest = max(box.shape)
    # INK_SIZE * side / longest, rounded in whole numbers.
    sides = ((2 * INK_SIZE * side + longest) // (2 * longest) for side in box.shape)
    return box, [max(1, side) for side in sides]


def _area_weights(old_size, new_size):
    """Return how much of each old pixel lies under each new one, in units of 1/new_size.

    Returns int64, (new_size, old_size): whole numbers, so that sums of them with uint8 images
    are exact and the same on every machine.
    """
    # An old pixel has new_size of them, and a new one old_size.
    parts = np.arange(old_size * new_size)
    pairs = parts // old_size * old_size + parts // new_size
    return np.bincount(pairs, minlength=old_size * new_size).reshape(new_size, old_size)


def place_by_mass(box: np.ndarray) -> np.ndarray:
    """Return a 28 x 28 image that holds the box of ink with its centre of mass in the middle.

    box: uint8, (height, width), both at most 28, with some ink. Returns uint8, (28, 28). A
        lopsided box stays nearer to its side than its mass would have it: no ink is cut off.
    """
    margins = []
    for axis, length in enumerate(box.shape):
        mass = box.sum(axis=1 - axis, dtype=np.int64)
        total = mass.sum()
        moment = mass @ np.arange(length)
        # MASS_CENTRE - moment / total, rounded.
        nearest = ((2 * MASS_CENTRE + 1) * total - 2 * moment) // (2 * total)
        start = np.clip(nearest, 0, IMAGE_SIZE - length)
        margins.append((start, IMAGE_SIZE - length - start))
    return np.pad(box, margins)


def ink_of_picture(grey: np.ndarray) -> np.ndarray:
    """Return the ink of a picture of one dark digit on light paper, or a light one on dark.

    grey: uint8, (height, width), such as a photograph in grey. Its border is taken for the paper.
    Returns uint8, (height, width), light on black; paper and what hardly differs from it are 0.
    Raises ValueError for another kind of array and for a picture on which nothing stands out.
    """
    grey = np.asarray(grey)
    fits = bool(grey.dtype == np.uint8 and grey.ndim == 2 and grey.size)
    require(fits, grey, "ink_of_picture", "uint8 with shape (height, width).")
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    difference = grey - np.median(border)
    if -difference.min() > difference.max():
        difference = -difference
    most = difference.max()
    if most < LEAST_CONTRAST:
        came = f"Nothing stands out from the paper: the greys differ by {most:.0f} of 255"
        raise ValueError(
            f"{came}; expected {LEAST_CONTRAST} or more. "
            "Choose a picture of one dark digit on light paper, or the other way round."
        )
    ink = 255 * (difference / most - PAPER_SHARE) / GREY_SHARE
    return np.clip(ink, 0, 255).astype(np.uint8)
