"""Where the digits come from: MNIST if it can be had, else the embedded digits; and why."""

import dataclasses
import logging
import os
import pathlib
from collections.abc import Callable

import numpy as np

from labhelpers.archive import DataError, open_archive
from labhelpers.download import DownloadError, download_mnist, keras_file
from labhelpers.files import PROJECT_ROOT

logger = logging.getLogger(__name__)

# Scikit-learn's digits in MNIST's form, made by tests/labhelpers/embedded_recipe.py. They are
# the test set of "Optical Recognition of Handwritten Digits", E. Alpaydin, C. Kaynak, 1998:
# https://archive.ics.uci.edu/dataset/80
EMBEDDED_FILE = pathlib.Path(__file__).with_name("embedded_digits.npz")


@dataclasses.dataclass(frozen=True, eq=False)
class Digits:
    """A data set, split for training and testing. The arrays are read-only; processes share them.

    train_images, test_images: uint8, (number, 28, 28), in [0, 255], light ink on black.
    train_labels, test_labels: uint8, (number,), in [0, 9].
    name: "MNIST", "embedded digits" or the file's name. reason: a sentence that says why it is
        this data set.
    source: what gives the same arrays again when passed to `load_digits`: an absolute path or
        "embedded".
    remarks: sentences on what was put right in a file of one's own (`corrections`) and what
        cannot be, "" for none; problem: the one of them that says why nothing can be learned.
    """

    train_images: np.ndarray = dataclasses.field(repr=False)
    train_labels: np.ndarray = dataclasses.field(repr=False)
    test_images: np.ndarray = dataclasses.field(repr=False)
    test_labels: np.ndarray = dataclasses.field(repr=False)
    name: str
    reason: str
    # A path of this machine has no place in a notebook's output.
    source: str = dataclasses.field(repr=False)
    remarks: str = dataclasses.field(default="", repr=False)
    problem: str = dataclasses.field(default="", repr=False)


def load_digits(
    source: str | os.PathLike = "auto",
    on_progress: Callable[[float], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Digits:
    """Return the digits of a source as `Digits`.

    source: "auto", "mnist", "embedded" or the path of a .npz file with the keys of Keras's
        mnist.npz. "auto" takes the first of: the file that MNIST_NPZ names, data/mnist.npz in
        the project, Keras's cache, a download of Keras's file (into that cache), the embedded
        digits. "mnist" is the same without the embedded digits.
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
        path = path or download_mnist(on_progress, is_cancelled)
    except DownloadError as failure:
        absent = f"MNIST is not on this machine and could not be downloaded: {failure}."
        if source == "auto":
            logger.warning("The embedded digits take MNIST's place", exc_info=True)
            return _embedded_digits(f"The embedded digits, because {absent}")
        raise DataError(
            f"{absent} Connect to the internet, or let MNIST_NPZ name a file mnist.npz "
            "that you have copied here."
        ) from failure
    return _file_digits(path, described, advice, must_be_mnist=source == "mnist")


def find_mnist() -> tuple[str | pathlib.Path | None, str, str]:
    """Return the first file here that should hold MNIST, or None.

    With it come two texts: how the file is described, and what to do where it is bad.
    """
    named = os.path.expanduser(os.environ.get("MNIST_NPZ", ""))
    if named:
        # Notebooks run in their own folder.
        path = named if os.path.exists(named) else PROJECT_ROOT / named
        advice = "Let MNIST_NPZ name another file, or unset it."
        return path, "from the file that MNIST_NPZ names", advice
    own = PROJECT_ROOT / "data" / "mnist.npz"
    if os.path.lexists(own):
        return own, "from data/mnist.npz in the project", "Replace data/mnist.npz or delete it."
    cached = keras_file()
    if os.path.lexists(cached):
        advice = "Delete it, unless Keras is downloading it now, and try again."
        return cached, "from Keras's cache", advice
    return None, "downloaded into Keras's cache", "Delete it and try again."


def _file_digits(path, described, advice, must_be_mnist=False):
    """Return the digits of a file; one that is called mnist.npz has to hold MNIST."""
    path = pathlib.Path(os.path.abspath(os.path.expanduser(str(path))))
    try:
        if not os.path.exists(path):
            raise DataError(f"{path} does not exist; expected a .npz file.")
        held = open_archive(path)
        if not held["is_mnist"] and (must_be_mnist or path.name.lower() == "mnist.npz"):
            came = f"{path} does not hold MNIST: its checksum is wrong"
            name = "Give a file of your own another name than mnist.npz."
            raise DataError(f"{came}; expected the arrays of Keras's file. {name}")
    except DataError as error:
        raise DataError(f"{error} {advice}") from error
    name = "MNIST" if held["is_mnist"] else path.name
    return _digits(held, name, f"{name}, {described}.", source=str(path))


def _embedded_digits(reason):
    return _digits(open_archive(EMBEDDED_FILE), "embedded digits", reason, source="embedded")


def _digits(held, name, reason, source):
    # Plain views: shown in a notebook they say "array", as anyone would expect.
    return Digits(
        train_images=np.asarray(held["x_train"]),
        train_labels=np.asarray(held["y_train"]),
        test_images=np.asarray(held["x_test"]),
        test_labels=np.asarray(held["y_test"]),
        name=name,
        reason=f"{reason} {held['remarks']}".rstrip(),
        source=source,
        remarks=str(held["remarks"]),
        problem=str(held["problem"]),
    )
