"""A data set of one's own, small and made up, as arrays and as a file."""

import numpy as np


def own_arrays(count=30):
    """Return digits of noise with the keys of Keras's mnist.npz: `count` to train, 10 to test."""
    generator = np.random.default_rng(0)
    return {
        "x_train": generator.integers(0, 256, (count, 28, 28), np.uint8),
        "y_train": (np.arange(count) % 10).astype(np.uint8),
        "x_test": generator.integers(0, 256, (10, 28, 28), np.uint8),
        "y_test": np.arange(10, dtype=np.uint8),
    }


def save_own(path, **replaced):
    """Write own_arrays(), some of them replaced (None: left out), to `path`, and return that."""
    arrays = own_arrays() | replaced
    kept = {key: array for key, array in arrays.items() if array is not None}
    np.savez_compressed(path, **kept)
    return path


def save_filled(path, fill, count=30):
    """Write a file all of whose training pixels are `fill`; return the path."""
    images = np.full((count, 28, 28), fill, np.uint8)
    return save_own(path, x_train=images, y_train=np.zeros(count, np.uint8))
