"""How labhelpers/embedded_digits.npz was made: scikit-learn's digits, in MNIST's form.

`python -m tests.labhelpers.embedded_recipe` makes it again, with the same arrays to the bit on
every machine.

They are the test set of "Optical Recognition of Handwritten Digits" (E. Alpaydin, C. Kaynak,
UCI, 1998): 1,797 digits of 8 x 8 pixels from 0 to 16, each the number of inked pixels in a 4 x
4 block of the scan.
"""

import functools
import importlib.util
import pathlib

import numpy as np

from labhelpers.config import NUM_CLASSES
from labhelpers.digits import EMBEDDED_FILE
from labhelpers.drawing import ink_box, place_by_mass

TEST_EVERY = 5  # every fifth digit of each class is a test digit
# Smooth enlarging blurs a stroke: what it made of 5 or less becomes black, of 14 or more white.
# These two bring mean, spread and share of inked pixels nearest to MNIST's: 0.13, 0.30 and
# 0.21, where MNIST has 0.13, 0.31 and 0.19.
BLACK, WHITE = 5, 14


def scikit_learns_file():
    """Return the path of scikit-learn's digits.csv.gz, found without importing scikit-learn."""
    package = pathlib.Path(importlib.util.find_spec("sklearn").origin).parent
    return package / "datasets" / "data" / "digits.csv.gz"


def embedded_arrays():
    """Return the embedded digits, split once and for all, with the keys of Keras's mnist.npz.

    x_train and x_test: uint8, (number, 28, 28), in [0, 255]; y_train and y_test: uint8,
        (number,), in [0, 9]. The split is stratified, in a fixed mixed order.
    """
    table = np.loadtxt(scikit_learns_file(), delimiter=",").astype(np.int64)
    small = table[:, :-1].reshape(-1, 8, 8)
    labels = table[:, -1].astype(np.uint8)
    is_test = np.zeros(len(labels), bool)
    # RandomState's stream is frozen by NumPy's compatibility policy; a Generator's may change.
    order = np.random.RandomState(0).permutation(len(labels))
    for label in range(NUM_CLASSES):
        places = np.flatnonzero(labels[order] == label)
        is_test[places[TEST_EVERY - 1 :: TEST_EVERY]] = True
    train = order[~is_test]
    test = order[is_test]
    images = np.stack([_enlarge(digit) for digit in small])
    return {
        "x_train": images[train],
        "y_train": labels[train],
        "x_test": images[test],
        "y_test": labels[test],
    }


def _enlarge(digit):
    """Return an 8 x 8 digit in [0, 16] as one of MNIST's, uint8, (28, 28)."""
    box, shape = ink_box(digit)
    down, across = map(_cubic_weights, box.shape, shape)
    sums = down @ np.pad(box, 2, mode="edge") @ across.T
    unit = down[0].sum() * across[0].sum()
    share = (sums - BLACK * unit) / ((WHITE - BLACK) * unit)
    return place_by_mass(np.floor(share.clip(0, 1) * 255 + 0.5).astype(np.uint8))


@functools.cache
def _cubic_weights(old_size, new_size):
    """Return the weights of cubic interpolation (R. Keys, 1981, a = -1/2).

    Returns int64, (new_size, old_size + 4): for pixels with two more at each end, and whole
    numbers, so that sums are exact and the same on every machine.
    """
    step = 2 * new_size  # an old pixel is this many units wide
    centres = (2 * np.arange(new_size) + 1) * old_size - new_size
    far = np.abs(np.arange(-2, old_size + 2) * step - centres[:, np.newaxis])
    near_weights = 3 * far**3 - 5 * step * far**2 + 2 * step**3
    far_weights = -(far**3) + 5 * step * far**2 - 8 * step**2 * far + 4 * step**3
    return np.select([far <= step, far < 2 * step], [near_weights, far_weights])


if __name__ == "__main__":
    np.savez_compressed(EMBEDDED_FILE, **embedded_arrays())
