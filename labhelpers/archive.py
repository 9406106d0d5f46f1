"""Digits in a .npz file, read without trust: nothing in it runs, what is wrong is said.

Digits that were read and found right are kept unpacked, once for each user, in a file that all
processes map into memory and share.
"""

import contextlib
import hashlib
import logging
import os
import pathlib
import zipfile

import numpy as np
import platformdirs

from labhelpers import corrections, mending
from labhelpers.config import IMAGE_SIZE, NUM_CLASSES
from labhelpers.errors import LabError
from labhelpers.files import replacing

logger = logging.getLogger(__name__)

KEYS = ("x_train", "y_train", "x_test", "y_test")  # those of Keras's mnist.npz

# SHA-256 of the bytes of MNIST's arrays in C order, one after the other as in KEYS. The arrays
# are checked and not the file, because the same arrays may have been packed by another zip
# library.
MNIST_SHA256 = "06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16"
# The lessons show so many training images, and the last tenth of fewer would be a single one.
FEWEST_IMAGES = 20

# What an entry of the cache is: raised where a record has other fields, or holds them otherwise.
CACHE_FORMAT = 2


class DataError(LabError, ValueError):
    """The digits can't be had; the message says what came, what was expected and what to do."""


def read_archive(path: pathlib.Path) -> np.ndarray:
    """Read a .npz file of digits, which exists, and check all of it.

    Returns a record, a read-only structured array with shape () and these fields: x_train and
        x_test, uint8, (number, 28, 28); y_train and y_test, uint8, (number,), in [0, 9];
        checksum, the arrays' SHA-256 as they stand in the file, in hexadecimal; is_mnist,
        whether these are MNIST's arrays; and of any other the FIELDS of `corrections`: what was
        put right. Raises DataError, which names the file, what came, what was expected and how
        to mend it.
    """
    try:
        return _read_checked(path)
    except DataError as error:
        raise DataError(f"{error} {mending.advice(path)}".rstrip()) from error


def _read_checked(path):
    arrays = _read_arrays(path)
    for part in ("train", "test"):
        _check_images(path, f"x_{part}", arrays[f"x_{part}"])
        _check_labels(path, f"y_{part}", arrays[f"y_{part}"], len(arrays[f"x_{part}"]))
    fields = [(key, np.uint8, arrays[key].shape) for key in KEYS]
    about = [("checksum", "S64"), ("is_mnist", bool), *corrections.FIELDS]
    record = np.zeros((), [*fields, *about])
    checksum = hashlib.sha256()
    for key in KEYS:
        record[key] = arrays[key]
        checksum.update(record[key].data)
    record["checksum"] = checksum.hexdigest()
    record["is_mnist"] = checksum.hexdigest() == MNIST_SHA256
    if not record["is_mnist"]:
        corrections.correct(record)
    record.flags.writeable = False
    return record


def _read_arrays(path):
    """Return the arrays of a .npz file by their KEYS, as they are; raise DataError."""
    try:
        with zipfile.ZipFile(path) as archive:
            held = [name.removesuffix(".npy") for name in archive.namelist()]
            arrays = {key: _read_array(archive, key) for key in KEYS if key in held}
    except Exception as error:  # zipfile, zlib and NumPy have many kinds for bytes that are wrong
        logger.warning("%s can't be read", path, exc_info=True)
        why = error or type(error).__name__
        if "allow_pickle" in str(error):
            why = "pickled Python objects could run code"
        raise DataError(
            f"{path}, with {path.stat().st_size:,} bytes, can't be read ({why}); "
            "expected a .npz file of plain numbers, neither cut short nor damaged."
        ) from error
    if len(arrays) < len(KEYS):
        absent = " and no ".join(key for key in KEYS if key not in held)
        found = ", ".join(held[:8]) or "nothing"
        expected = ", ".join(KEYS)
        raise DataError(f"{path} has no {absent}; it holds {found}; expected {expected}.")
    return arrays


def _read_array(archive, key):
    with archive.open(f"{key}.npy") as member:
        return np.lib.format.read_array(member, allow_pickle=False)


def _check_images(path, key, images):
    is_right = images.dtype == np.uint8 and images.shape[1:] == (IMAGE_SIZE, IMAGE_SIZE)
    fewest = FEWEST_IMAGES if key == "x_train" else 1
    if not is_right or len(images) < fewest:
        came = f"{key} is {images.dtype} with shape {images.shape}"
        needed = " The lessons need so many." if is_right and len(images) else ""
        raise DataError(f"In {path}, {came}; expected uint8, ({fewest} or more, 28, 28).{needed}")


def _check_labels(path, key, labels, count):
    if labels.dtype.kind not in "iu" or labels.shape != (count,):
        came = f"{key} is {labels.dtype} with shape {labels.shape}"
        raise DataError(f"In {path}, {came}; expected whole numbers, ({count},).")
    if labels.min() < 0 or labels.max() >= NUM_CLASSES:
        came = f"{key} has labels from {labels.min()} to {labels.max()}"
        raise DataError(f"In {path}, {came}; expected 0 to 9.")


def cache_folder() -> pathlib.Path:
    """Return the folder of the unpacked data sets: LAB_CACHE, or else this user's own."""
    own = platformdirs.user_cache_dir("cnn-lab", appauthor=False)
    return pathlib.Path(os.environ.get("LAB_CACHE") or own)


def open_archive(path: pathlib.Path) -> np.ndarray:
    """Return what `read_archive` makes of a file: mapped into memory, if the cache can be used.

    The cache knows a file by all of its bytes, since another may have its size and its time.
    """
    try:
        unpacked = _unpacked(path)
    except OSError:
        return read_archive(path)  # which says why
    with contextlib.suppress(OSError, ValueError):
        return np.lib.format.open_memmap(unpacked, mode="r")
    record = read_archive(path)
    try:
        if _unpacked(path) != unpacked:
            return record  # somebody has written to the file since
        # What is in a file of one's own is nobody else's.
        unpacked.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with replacing(unpacked) as beside, open(beside, "wb") as file:
            np.save(file, record, allow_pickle=False)
        start, _, _ = unpacked.name.partition("-")
        for outdated in set(unpacked.parent.glob(f"{start}-*")) - {unpacked}:
            outdated.unlink(missing_ok=True)
        return np.lib.format.open_memmap(unpacked, mode="r")
    except OSError:
        # A full disk or a read-only folder costs memory, not the lesson.
        logger.warning("%s can't be kept in the cache", path, exc_info=True)
        return record


def _unpacked(path):
    """Return where a file's digits are kept: it is named after its path and its content."""
    start = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    with open(path, "rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    return cache_folder() / f"{start}-{content}-{CACHE_FORMAT}.npy"
