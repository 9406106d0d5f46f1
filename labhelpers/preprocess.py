"""From stored digits to what a network takes in, in pure NumPy."""

import math

import numpy as np
import numpy.typing as npt

from labhelpers.config import IMAGE_SIZE, MOST_DEGREES, MOST_PIXELS, NUM_CLASSES, SCALES


def require(fits: bool, array: np.ndarray, function: str, expected: str) -> None:
    """Raise a ValueError that says which array came to `function`, unless it `fits`."""
    if not fits:
        came = f"{function} got an array of {array.dtype} with shape {array.shape}"
        raise ValueError(f"{came}; expected {expected}")


def scale_images(images: np.ndarray) -> np.ndarray:
    """Return the images with values from 0 to 1.

    images: uint8, (number, 28, 28), in [0, 255]. Returns float32, (number, 28, 28), in [0, 1].
    Raises ValueError for any other array, such as images that are scaled already.
    """
    images = np.asarray(images)
    fits = images.dtype == np.uint8 and images.shape[1:] == (IMAGE_SIZE, IMAGE_SIZE)
    expected = "uint8 with shape (number, 28, 28). Pass the images of load_digits."
    require(fits, images, "scale_images", expected)
    return images.astype(np.float32) / np.float32(255)


def add_channel_axis(images: np.ndarray) -> np.ndarray:
    """Return the images with a last axis of length 1, the one grey channel that Conv2D expects.

    images: numbers, (number, height, width). Returns a view of the same numbers, (number,
        height, width, 1). Raises ValueError where there are not three axes.
    """
    images = np.asarray(images)
    expected = "three axes. Pass one image alone as images[:1]."
    require(images.ndim == 3, images, "add_channel_axis", expected)
    return images[..., np.newaxis]


def one_hot(labels: npt.ArrayLike, num_classes: int = NUM_CLASSES) -> np.ndarray:
    """Return a row for each label with a 1 in the label's column and 0 elsewhere.

    labels: whole numbers, (number,), in [0, num_classes - 1]. Returns float32, (number,
        num_classes). Raises ValueError for labels out of range or of another kind.
    """
    labels = np.asarray(labels)
    fits = labels.ndim == 1 and labels.dtype.kind in "iu"
    require(fits, labels, "one_hot", "whole numbers with shape (number,).")
    if labels.size and not 0 <= labels.min() <= labels.max() < num_classes:
        came = f"one_hot got labels from {labels.min()} to {labels.max()}"
        raise ValueError(f"{came}; expected 0 to {num_classes - 1}.")
    return np.eye(num_classes, dtype=np.float32)[labels]


def split_validation(
    images: np.ndarray, labels: np.ndarray, fraction: float = 0.1
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Hold the last part out for validation, as `validation_split` of Keras's `fit` does.

    Nothing is shuffled. images, labels: (number, ...); fraction: above 0, below 1. Returns
        train_images, train_labels, validation_images, validation_labels: views, none of them
        empty. Raises ValueError where the lengths differ or a part would be empty.
    """
    number = len(images)
    if number != len(labels):
        came = f"There are {number} images and {len(labels)} labels"
        raise ValueError(f"{came}; expected a label for each image.")
    # Keras's own formula.
    count = math.floor(number * (1 - fraction)) if 0 < fraction < 1 else 0
    if not 0 < count < number:
        came = f"{number} images with fraction {fraction} leave one part empty"
        raise ValueError(f"{came}. Pass more, or 0.1.")
    return images[:count], labels[:count], images[count:], labels[count:]


def random_moves(random: np.random.Generator, count: int) -> np.ndarray:
    """Draw for each of `count` images how augmentation turns, scales and shifts it.

    How much is drawn at most is in `config`; the middle of the image is what is turned about.
    Returns float32, (count, 8), as `keras.ops.image.affine_transform` takes it: with a row
        (a, b, c, d, e, f, 0, 0) the pixel at column x and row y becomes that of the given image
        at column ax + by + c and row dx + ey + f.
    """
    angle = np.radians(random.uniform(-MOST_DEGREES, MOST_DEGREES, count))
    scale = random.uniform(*SCALES, count)
    right, down = random.uniform(-MOST_PIXELS, MOST_PIXELS, (2, count))
    cos = scale * np.cos(angle)
    sin = scale * np.sin(angle)
    zero = np.zeros(count)
    middle = (IMAGE_SIZE - 1) / 2
    first_column = middle * (1 - cos + sin) + right
    first_row = middle * (1 - cos - sin) + down
    rows = np.stack([cos, -sin, first_column, sin, cos, first_row, zero, zero], axis=1)
    return rows.astype(np.float32)
