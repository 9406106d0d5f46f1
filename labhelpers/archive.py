"""Digits in a .npz file, read without trust: whatever is wrong with it becomes a sentence, and nothing in it runs."""

import hashlib
import io
import zipfile

import numpy as np

from labhelpers.config import IMAGE_SIZE, NUM_CLASSES

KEYS = ("x_train", "y_train", "x_test", "y_test")  # those of Keras's mnist.npz

# SHA-256 of the bytes of MNIST's arrays in C order, one after the other as in KEYS. The arrays are checked and not the
# file, because the same arrays may have been packed by another zip library.
MNIST_SHA256 = "06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16"


class DataError(ValueError):
    """The digits asked for can't be had; the message says what came, what was expected and what to do."""


def read_archive(path):
    """Read a .npz file of digits and check all of it.

    path: pathlib.Path of a file that exists.
    Returns a dictionary: x_train and x_test, uint8, (number, 28, 28); y_train and y_test, uint8, (number,), in [0, 9];
    name, a text array that holds "MNIST" or else the file's name.
    Raises DataError, which names the file, what came and what was expected.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            held = [name.removesuffix(".npy") for name in archive.namelist()]
            # The bytes as a whole, because zipfile compares its own checksum at their end.
            packed = {key: io.BytesIO(archive.read(f"{key}.npy")) for key in KEYS if key in held}
        arrays = {key: np.lib.format.read_array(file, allow_pickle=False) for key, file in packed.items()}
    except Exception as error:  # zipfile, zlib and NumPy have many kinds of their own for bytes that are wrong
        why = "pickled Python objects could run code" if "allow_pickle" in str(error) else error or type(error).__name__
        came = f"{path}, with {path.stat().st_size:,} bytes, can't be read ({why})"
        raise DataError(f"{came}; expected a .npz file of plain numbers, neither cut short nor damaged.") from error
    absent = [key for key in KEYS if key not in held]
    if absent:
        came = f"no {' and no '.join(absent)}; it holds {', '.join(held[:8]) or 'nothing'}"
        raise DataError(f"{path} has {came}; expected {', '.join(KEYS)}.")
    for part in ("train", "test"):
        _check_part(path, part, arrays[f"x_{part}"], arrays[f"y_{part}"])
    arrays = {key: np.ascontiguousarray(arrays[key], np.uint8) for key in KEYS}
    is_mnist = hashlib.sha256(b"".join(arrays.values())).hexdigest() == MNIST_SHA256
    return {"name": np.array("MNIST" if is_mnist else path.name), **arrays}


def _check_part(path, part, images, labels):
    """Raise DataError where the images or the labels of one part, "train" or "test", are not what they should be."""
    if images.dtype != np.uint8 or images.shape[1:] != (IMAGE_SIZE, IMAGE_SIZE) or not len(images):
        came, expected = f"x_{part} is {images.dtype} with shape {images.shape}", "uint8, (1 or more, 28, 28)"
    elif labels.dtype.kind not in "iu" or labels.shape != images.shape[:1]:
        came, expected = f"y_{part} is {labels.dtype} with shape {labels.shape}", f"whole numbers, ({len(images)},)"
    elif labels.min() < 0 or labels.max() >= NUM_CLASSES:
        came, expected = f"y_{part} has labels from {labels.min()} to {labels.max()}", "0 to 9"
    else:
        return
    raise DataError(f"In {path}, {came}; expected {expected}.")
