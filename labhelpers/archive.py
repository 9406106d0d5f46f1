"""Digits in a .npz file, read without trust: whatever is wrong with it becomes a sentence, and nothing in it runs.

Digits that were read and found right are kept unpacked, once for each user, in a file that all
processes map into memory and share.
"""

import contextlib
import hashlib
import os
import pathlib
import zipfile

import numpy as np
import platformdirs

from labhelpers.config import IMAGE_SIZE, NUM_CLASSES
from labhelpers.errors import LabError
from labhelpers.files import replacing

KEYS = ("x_train", "y_train", "x_test", "y_test")  # those of Keras's mnist.npz

# SHA-256 of the bytes of MNIST's arrays in C order, one after the other as in KEYS. The arrays
# are checked and not the file, because the same arrays may have been packed by another zip
# library.
MNIST_SHA256 = "06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16"


class DataError(LabError, ValueError):
    """The digits asked for can't be had; the message says what came, what was expected and what to do."""


def read_archive(path):
    """Read a .npz file of digits and check all of it.

    path: pathlib.Path of a file that exists. Returns a record, a structured array with shape ()
        and these fields: x_train and x_test, uint8, (number, 28, 28); y_train and y_test,
        uint8, (number,), in [0, 9]; is_mnist, whether these are MNIST's arrays. Raises
        DataError, which names the file, what came and what was expected.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            held = [name.removesuffix(".npy") for name in archive.namelist()]
            found = [key for key in KEYS if key in held]
            arrays = {
                key: np.lib.format.read_array(archive.open(f"{key}.npy"), allow_pickle=False)
                for key in found
            }
    except (
        Exception
    ) as error:  # zipfile, zlib and NumPy have many kinds of their own for bytes that are wrong
        why = (
            "pickled Python objects could run code"
            if "allow_pickle" in str(error)
            else error or type(error).__name__
        )
        came = f"{path}, with {path.stat().st_size:,} bytes, can't be read ({why})"
        raise DataError(
            f"{came}; expected a .npz file of plain numbers, neither cut short nor damaged."
        ) from error
    if len(found) < len(KEYS):
        absent = " and no ".join(key for key in KEYS if key not in held)
        came = f"no {absent}; it holds {', '.join(held[:8]) or 'nothing'}"
        raise DataError(f"{path} has {came}; expected {', '.join(KEYS)}.")
    for part in ("train", "test"):
        _check_part(path, part, arrays[f"x_{part}"], arrays[f"y_{part}"])
    record = np.empty(
        (), [*((key, np.uint8, arrays[key].shape) for key in KEYS), ("is_mnist", bool)]
    )
    checksum = hashlib.sha256()
    for key in KEYS:
        record[key] = arrays[key]
        checksum.update(record[key])
    record["is_mnist"] = checksum.hexdigest() == MNIST_SHA256
    return record


def _check_part(path, part, images, labels):
    """Raise DataError where the images or the labels of one part, "train" or "test", are not what they should be."""
    if images.dtype != np.uint8 or images.shape[1:] != (IMAGE_SIZE, IMAGE_SIZE) or not len(images):
        came, expected = (
            f"x_{part} is {images.dtype} with shape {images.shape}",
            "uint8, (1 or more, 28, 28)",
        )
    elif labels.dtype.kind not in "iu" or labels.shape != images.shape[:1]:
        came, expected = (
            f"y_{part} is {labels.dtype} with shape {labels.shape}",
            f"whole numbers, ({len(images)},)",
        )
    elif labels.min() < 0 or labels.max() >= NUM_CLASSES:
        came, expected = f"y_{part} has labels from {labels.min()} to {labels.max()}", "0 to 9"
    else:
        return
    raise DataError(f"In {path}, {came}; expected {expected}.")


def cache_folder():
    """Return the folder of the unpacked data sets: the one that LAB_CACHE names, or else this user's own."""
    return pathlib.Path(
        os.environ.get("LAB_CACHE") or platformdirs.user_cache_dir("cnn-lab", appauthor=False)
    )


def open_archive(path):
    """Return what `read_archive` makes of a file, mapped into memory and read-only where the cache can be used."""
    start, state, folder = (
        hashlib.sha256(os.fsencode(path)).hexdigest()[:16],
        path.stat(),
        cache_folder(),
    )
    unpacked = folder / f"{start}-{state.st_size}-{state.st_mtime_ns}.npy"
    with contextlib.suppress(OSError, ValueError):
        return np.lib.format.open_memmap(unpacked, mode="r")
    record = read_archive(path)
    # A full disk or a read-only folder costs memory, not the lesson.
    with contextlib.suppress(OSError):
        with replacing(unpacked) as beside, open(beside, "wb") as file:
            np.save(file, record, allow_pickle=False)
        for outdated in set(folder.glob(f"{start}-*")) - {unpacked}:
            outdated.unlink(missing_ok=True)
        return np.lib.format.open_memmap(unpacked, mode="r")
    return record
