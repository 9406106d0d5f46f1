"""A data set of one's own, small and made up, as arrays and as a file."""

import numpy as np

from labhelpers.digits import load_digits


def own_arrays(count=30):
    """Return noise on black with the keys of Keras's mnist.npz: `count` to train, 10 to test."""
    generator = np.random.default_rng(0)
    return {
        "x_train": _noise(generator, count),
        "y_train": (np.arange(count) % 10).astype(np.uint8),
        "x_test": _noise(generator, 10),
        "y_test": np.arange(10, dtype=np.uint8),
    }


def _noise(generator, count):
    """Return images of noise within a black border, as light ink on black is."""
    noise = generator.integers(0, 256, (count, 26, 26), np.uint8)
    return np.pad(noise, [(0, 0), (1, 1), (1, 1)])


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


def embedded_arrays():
    """Return the embedded digits with the keys of Keras's mnist.npz."""
    digits = load_digits("embedded")
    return {
        "x_train": digits.train_images,
        "y_train": digits.train_labels,
        "x_test": digits.test_images,
        "y_test": digits.test_labels,
    }


def save_disorder(path, dark=slice(None)):
    """Write the embedded digits, sorted, and those that `dark` takes dark on light."""
    arrays = embedded_arrays()
    places = np.argsort(arrays["y_train"], kind="stable")
    for key in ("x_train", "y_train"):
        arrays[key] = arrays[key][places]
    for key in ("x_train", "x_test"):
        arrays[key] = arrays[key].copy()
        arrays[key][dark] = 255 - arrays[key][dark]
    np.savez(path, **arrays)
    return path
