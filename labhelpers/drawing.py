"""From the ink of a drawing or a photograph to an image like MNIST's, in pure NumPy.

A drawing becomes a digit the way MNIST's digits were made (Y. LeCun, C. Cortes, C. Burges, "The
MNIST database of handwritten digits"): cropped to its ink, scaled so that the longest side is
20 pixels, centred by its mass in 28 x 28. A pen thinner than MNIST's is thickened before.
"""

import numpy as np

from labhelpers.config import IMAGE_SIZE
from labhelpers.preprocess import require

INK_SIZE = 20  # MNIST's digits fill a box of this many pixels on their longest side
# Over MNIST's training images the centre of mass is at row and column 14.0 on average (first
# pixel: 0), never more than half a pixel away unless the border is in the way: measured.
MASS_CENTRE = IMAGE_SIZE // 2
THINNEST = 0.07  # of the longest side: only one in twenty of MNIST's strokes is thinner
LEAST_BRIGHTEST = 254  # no image of MNIST's has a brightest pixel below that: measured


def drawing_steps(ink: np.ndarray) -> dict[str, np.ndarray]:
    """Return what becomes of a drawing on its way into the network: uint8 images, light on black.

    ink: uint8, (height, width) of any size, light ink on black (0 is black).
    "cropped": the box that holds the ink. "thickened": the same with strokes as wide as MNIST's,
        only where they are thinner. "scaled": that, 20 pixels on its longest side; each pixel is
        the mean of the area under it, so that edges are grey, and the brightest is white.
        "centred": that, by its mass, in (28, 28). Raises ValueError for another kind of array
        and for a drawing without ink.
    """
    ink = np.asarray(ink)
    fits = ink.dtype == np.uint8 and ink.ndim == 2
    require(fits, ink, "drawing_steps", "uint8 with shape (height, width).")
    if not ink.any():
        raise ValueError("The drawing is empty; expected light ink on black. Draw a digit first.")
    cropped, _ = ink_box(ink)
    thick = thickened(cropped)
    thicker = {} if thick is cropped else {"thickened": thick}
    box, shape = ink_box(thick)
    down, across = map(_area_weights, box.shape, shape)
    means = down @ box @ across.T / box.size
    if means.max() < LEAST_BRIGHTEST:
        means *= 255 / means.max()
    small = np.floor(means + 0.5).astype(np.uint8)
    return {"cropped": cropped, **thicker, "scaled": small, "centred": place_by_mass(small)}


def stroke_width(ink: np.ndarray) -> float:
    """Return how wide the strokes of some ink are, in its pixels: twice their area by outline.

    ink: uint8, (height, width); what is brighter than half of the brightest counts.
    """
    solid = np.pad(ink > ink.max() / 2, 1)
    straight = np.count_nonzero(np.diff(solid, axis=0)) + np.count_nonzero(np.diff(solid, axis=1))
    slanted = np.count_nonzero(solid[1:, 1:] != solid[:-1, :-1])
    slanted += np.count_nonzero(solid[1:, :-1] != solid[:-1, 1:])
    # Crofton's formula: the outline from how often lines in four directions cross it; slanted
    # ones are nearer to each other.
    outline = np.pi / 8 * (straight + slanted / np.sqrt(2))
    return 2 * np.count_nonzero(solid) / outline


def thickened(ink: np.ndarray) -> np.ndarray:
    """Return ink with strokes of `THINNEST` at least; itself where they are that wide.

    ink: uint8, (height, width), cropped. What is returned is larger by what it grew.
    """
    lacking = THINNEST * max(ink.shape) - stroke_width(ink)
    growth = round(lacking / 2 / (1 - THINNEST))  # to each side; the digit grows, too
    if growth < 1:
        return ink
    thick = np.pad(ink, growth)
    for step in range(growth):  # a diamond and a square by turns: an octagon is nearly round
        rows = _brightest_of_three(thick, 0)
        columns = _brightest_of_three(rows if step % 2 else thick, 1)
        thick = np.maximum(rows, columns)
    return thick


def _brightest_of_three(ink, axis):
    return np.maximum(ink, np.maximum(np.roll(ink, 1, axis), np.roll(ink, -1, axis)))


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
