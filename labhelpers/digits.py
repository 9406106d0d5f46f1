"""Where the digits come from: MNIST if it can be had, the embedded digits if not, and never without saying which."""

import dataclasses
import os
import pathlib

import numpy as np

from labhelpers import download
from labhelpers.archive import KEYS, DataError, open_archive
from labhelpers.files import PROJECT_ROOT

# Scikit-learn's digits in MNIST's form, made by tests/labhelpers/embedded_recipe.py. They are
# the test set of "Optical Recognition of Handwritten Digits", E. Alpaydin, C. Kaynak, 1998:
# https://archive.ics.uci.edu/dataset/80
EMBEDDED_FILE = pathlib.Path(__file__).with_name("embedded_digits.npz")


@dataclasses.dataclass(frozen=True, eq=False)
class Digits:
    """A data set, split for training and testing; its arrays are read-only, and a file's are shared by all processes.

    train_images, test_images: uint8, (number, 28, 28), in [0, 255], light ink on black.
    train_labels, test_labels: uint8, (number,), in [0, 9].
    name: "MNIST", "embedded digits" or the file's name. reason: a sentence that says why it is
        this data set.
    source: what gives the same arrays again when passed to `load_digits`: an absolute path or
        "embedded".
    """

    train_images: np.ndarray = dataclasses.field(repr=False)
    train_labels: np.ndarray = dataclasses.field(repr=False)
    test_images: np.ndarray = dataclasses.field(repr=False)
    test_labels: np.ndarray = dataclasses.field(repr=False)
    name: str
    reason: str
    # A path of this machine has no place in a notebook's output.
    source: str = dataclasses.field(repr=False)


def load_digits(source="auto", on_progress=None, is_cancelled=None):
    """Return the digits of a source as `Digits`.

    source: "auto", "mnist", "embedded" or the path of a .npz file with the keys of Keras's
        mnist.npz. "auto" takes the first of: the file that MNIST_NPZ names, data/mnist.npz in
        the project, Keras's cache, a download by Keras, the embedded digits. "mnist" is the
        same without the embedded digits.
    on_progress: called with the fraction of a download that is done, 0 to 1.
    is_cancelled: called while a download goes on; True ends it.
    Raises DataError, a ValueError, where a file is wrong or MNIST can't be had.
    """
    if source == "embedded":
        return _embedded_digits('The embedded digits, because the source is "embedded".')
    if source not in ("auto", "mnist"):
        advice = 'Choose "auto", "mnist", "embedded" or the path of another .npz file.'
        return _file_digits(source, "from the file that was asked for", advice)
    path, described, advice = find_mnist()
    try:
        path = path or download.download_mnist(on_progress, is_cancelled)
    except download.DownloadError as failure:
        absent = f"MNIST is not on this machine and could not be downloaded: {failure}."
        if source == "auto":
            return _embedded_digits(f"The embedded digits, because {absent}")
        advice = "Connect to the internet, or let MNIST_NPZ name a file mnist.npz that you have copied here."
        raise DataError(f"{absent} {advice}") from failure
    return _file_digits(path, described, advice, must_be_mnist=source == "mnist")


def find_mnist():
    """Return the first file here that should hold MNIST (or None), how it is described, and advice for a bad one."""
    named = os.path.expanduser(os.environ.get("MNIST_NPZ", ""))
    if named:
        # Notebooks run in their own folder.
        path = named if os.path.exists(named) else PROJECT_ROOT / named
        return (
            path,
            "from the file that MNIST_NPZ names",
            "Let MNIST_NPZ name another file, or unset it.",
        )
    own, cached = PROJECT_ROOT / "data" / "mnist.npz", download.keras_file()
    if os.path.lexists(own):
        return own, "from data/mnist.npz in the project", "Replace data/mnist.npz or delete it."
    if os.path.lexists(cached):
        return (
            cached,
            "from Keras's cache",
            "Delete it, unless Keras is downloading it now, and try again.",
        )
    return None, "downloaded by Keras", "Delete it and try again."


def _file_digits(path, described, advice, must_be_mnist=False):
    """Return the digits of a file; one that is called mnist.npz has to hold MNIST."""
    path = pathlib.Path(os.path.abspath(os.path.expanduser(str(path))))
    try:
        if not os.path.exists(path):
            raise DataError(f"{path} does not exist; expected a .npz file.")
        record = open_archive(path)
        if not record["is_mnist"] and (must_be_mnist or path.name.lower() == "mnist.npz"):
            raise DataError(
                f"{path} does not hold MNIST: its checksum is wrong; expected the arrays of Keras's file."
            )
    except DataError as error:
        raise DataError(f"{error} {advice}") from error
    name = "MNIST" if record["is_mnist"] else path.name
    return _digits(record, name, f"{name}, {described}.", str(path))


def _embedded_digits(reason):
    return _digits(open_archive(EMBEDDED_FILE), "embedded digits", reason, "embedded")


def _digits(held, name, reason, source):
    # Plain views: shown in a notebook they say "array", as anyone would expect.
    arrays = [np.asarray(held[key]) for key in KEYS]
    for array in arrays:
        array.flags.writeable = False
    return Digits(*arrays, name, reason, source)
