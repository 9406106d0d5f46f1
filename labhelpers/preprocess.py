"""From stored digits to what a network takes in, in pure NumPy.

A drawing becomes a digit the way MNIST's digits were made (Y. LeCun, C. Cortes, C. Burges, "The
MNIST database of
handwritten digits"): cropped to its ink, scaled so that the longest side is 20 pixels, centred
    by its mass in 28 x 28.
"""

import math

import numpy as np

from labhelpers.config import IMAGE_SIZE, MOST_DEGREES, MOST_PIXELS, NUM_CLASSES, SCALES

LEAST_CONTRAST = 40  # in a picture, between paper and ink, of 255
INK_SIZE = 20  # MNIST's digits fill a box of this many pixels on their longest side
# Over MNIST's training images the centre of mass is at row and column 14.0 on average (first
# pixel: 0), never more than half a pixel away unless the border is in the way: measured.
MASS_CENTRE = IMAGE_SIZE // 2


def _require(fits, array, function, expected):
    """Raise a ValueError that says what came in place of the array that the function expected, unless it `fits`."""
    if not fits:
        raise ValueError(
            f"{function} got an array of {array.dtype} with shape {array.shape}; expected {expected}"
        )


def scale_images(images):
    """Return the images with values from 0 to 1.

    images: uint8, (number, 28, 28), in [0, 255]. Returns float32, (number, 28, 28), in [0, 1].
    Raises ValueError for any other array, such as images that are scaled already.
    """
    images = np.asarray(images)
    fits = images.dtype == np.uint8 and images.shape[1:] == (IMAGE_SIZE, IMAGE_SIZE)
    _require(
        fits,
        images,
        "scale_images",
        "uint8 with shape (number, 28, 28). Pass the images of load_digits.",
    )
    return images.astype(np.float32) / np.float32(255)


def add_channel_axis(images):
    """Return the images with a last axis of length 1, the one grey channel that Conv2D expects.

    images: numbers, (number, height, width). Returns a view of the same numbers, (number,
        height, width, 1). Raises ValueError where there are not three axes.
    """
    images = np.asarray(images)
    _require(
        images.ndim == 3,
        images,
        "add_channel_axis",
        "three axes. Pass one image alone as images[:1].",
    )
    return images[..., np.newaxis]


def one_hot(labels, num_classes=NUM_CLASSES):
    """Return a row for each label with a 1 in the label's column and 0 elsewhere.

    labels: whole numbers, (number,), in [0, num_classes - 1]. Returns float32, (number,
        num_classes). Raises ValueError for labels out of range or of another kind.
    """
    labels = np.asarray(labels)
    _require(
        labels.ndim == 1 and labels.dtype.kind in "iu",
        labels,
        "one_hot",
        "whole numbers with shape (number,).",
    )
    if labels.size and not 0 <= labels.min() <= labels.max() < num_classes:
        raise ValueError(
            f"one_hot got labels from {labels.min()} to {labels.max()}; expected 0 to {num_classes - 1}."
        )
    return np.eye(num_classes, dtype=np.float32)[labels]


def split_validation(images, labels, fraction=0.1):
    """Hold the last part out for validation, as `validation_split` of Keras's `fit` does: nothing is shuffled.

    images: (number, ...); labels: (number, ...); fraction: above 0, below 1. Returns
        train_images, train_labels, validation_images, validation_labels: views, none of them
        empty. Raises ValueError where the lengths differ or a part would be empty.
    """
    if len(images) != len(labels):
        raise ValueError(
            f"There are {len(images)} images and {len(labels)} labels; expected a label for each image."
        )
    # Keras's own formula.
    count = math.floor(len(images) * (1 - fraction)) if 0 < fraction < 1 else 0
    if not 0 < count < len(images):
        raise ValueError(
            f"{len(images)} images with fraction {fraction} leave one part empty. Pass more, or 0.1."
        )
    return images[:count], labels[:count], images[count:], labels[count:]


def random_moves(random, count):
    """Draw for each of `count` images how it is turned, scaled and shifted: what augmentation does to it.

    random: numpy.random.Generator. How much is drawn at most is in `config`; the middle of the
        image is what is turned about.
    Returns float32, (count, 8), as `keras.ops.image.affine_transform` takes it: with a row
        (a, b, c, d, e, f, 0, 0) the pixel at column x and row y becomes that of the given image
        at column ax + by + c and row dx + ey + f.
    """
    angle = np.radians(random.uniform(-MOST_DEGREES, MOST_DEGREES, count))
    scale = random.uniform(*SCALES, count)
    right, down = random.uniform(-MOST_PIXELS, MOST_PIXELS, (2, count))
    cos, sin, zero = scale * np.cos(angle), scale * np.sin(angle), np.zeros(count)
    middle = (IMAGE_SIZE - 1) / 2
    row = (
        cos,
        -sin,
        middle * (1 - cos + sin) + right,
        sin,
        cos,
        middle * (1 - cos - sin) + down,
        zero,
        zero,
    )
    return np.stack(row, axis=1).astype(np.float32)


def ink_box(image):
    """Return the part of an image, (height, width), that holds its ink, and the shape that MNIST would scale it to."""
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    box = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    longest = max(box.shape)
    return box, [max(1, (2 * INK_SIZE * side + longest) // (2 * longest)) for side in box.shape]


def _area_weights(old_size, new_size):
    """Return how much of each old pixel lies under each new one, in units of 1/new_size: int64, (new_size, old_size).

    These are whole numbers, so that sums of them with uint8 images are exact and the same on
    every machine.
    """
    # An old pixel has new_size of them, and a new one old_size.
    parts = np.arange(old_size * new_size)
    pairs = parts // old_size * old_size + parts // new_size
    return np.bincount(pairs, minlength=old_size * new_size).reshape(new_size, old_size)


def place_by_mass(box):
    """Return a 28 x 28 image that holds the box of ink with its centre of mass in the middle.

    box: uint8, (height, width), both at most 28, with some ink. Returns uint8, (28, 28). A
        lopsided box stays nearer to its side than its mass would have it: no ink is cut off.
    """
    margins = []
    for axis, length in enumerate(box.shape):
        mass = box.sum(axis=1 - axis, dtype=np.int64)
        total, moment = mass.sum(), mass @ np.arange(length)
        # MASS_CENTRE - moment / total, rounded.
        nearest = ((2 * MASS_CENTRE + 1) * total - 2 * moment) // (2 * total)
        start = np.clip(nearest, 0, IMAGE_SIZE - length)
        margins.append((start, IMAGE_SIZE - length - start))
    return np.pad(box, margins)


def drawing_steps(ink):
    """Return what becomes of a drawing on its way into the network: a dictionary of uint8 images, light on black.

    ink: uint8, (height, width) of any size, light ink on black (0 is black).
    "cropped": the box that holds the ink. "scaled": the same, 20 pixels on its longest side;
        each pixel is the mean of the area under it, so that edges are grey. "centred": that, by
        its mass, in (28, 28). Raises ValueError for another kind of array and for a drawing
        without ink.
    """
    ink = np.asarray(ink)
    _require(
        ink.dtype == np.uint8 and ink.ndim == 2,
        ink,
        "drawing_steps",
        "uint8 with shape (height, width).",
    )
    if not ink.any():
        raise ValueError("The drawing is empty; expected light ink on black. Draw a digit first.")
    box, shape = ink_box(ink)
    down, across = map(_area_weights, box.shape, shape)
    small = np.floor(down @ box @ across.T / box.size + 0.5).astype(np.uint8)
    if not small.any():
        raise ValueError(
            "The ink is so thin that nothing of it is left at 20 pixels. Draw with a thicker pen."
        )
    return {"cropped": box, "scaled": small, "centred": place_by_mass(small)}


def ink_of_picture(grey):
    """Return the ink of a picture of one digit, light on black, whether it was written dark on light or light on dark.

    grey: uint8, (height, width), such as a photograph in grey. Its border is taken for the paper.
    Returns uint8, (height, width); the paper and what hardly differs from it are 0.
    Raises ValueError for another kind of array and for a picture on which nothing stands out.
    """
    grey = np.asarray(grey)
    fits = grey.dtype == np.uint8 and grey.ndim == 2 and grey.size
    _require(fits, grey, "ink_of_picture", "uint8 with shape (height, width).")
    paper = np.median(np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]]))
    difference = grey - paper
    if -difference.min() > difference.max():
        difference = -difference
    most = difference.max()
    if most < LEAST_CONTRAST:
        came = f"Nothing stands out from the paper: the greys differ by {most:.0f} of 255; expected {LEAST_CONTRAST}"
        raise ValueError(
            f"{came} or more. Choose a picture of one dark digit on light paper, or the other way round."
        )
    # A third of the contrast is taken for shadows and the paper's grain, the uppermost tenth
    # for full ink.
    return np.clip(255 * (difference / most - 0.33) / 0.57, 0, 255).astype(np.uint8)
