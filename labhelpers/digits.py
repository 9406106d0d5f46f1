"""Where the digits come from: MNIST if it can be had, else the embedded digits; and why."""

import dataclasses
import logging
import os
import pathlib
from collections.abc import Callable, Iterator

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
    checksum: the arrays' SHA-256 as they stand in the file, as `archive.MNIST_SHA256` is.
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
    checksum: str = dataclasses.field(default="", repr=False)
    remarks: str = dataclasses.field(default="", repr=False)
    problem: str = dataclasses.field(default="", repr=False)


def load_digits(
    source: str | os.PathLike = "auto",
    on_progress: Callable[[float], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Digits:
    """Return the digits of a source as `Digits`.

    source: "auto", "mnist", "embedded" or the path of a .npz file with the keys of Keras's
        mnist.npz, which may be relative to the working folder or to the project. "auto" takes
        the first of: the file that MNIST_NPZ names, data/mnist.npz in the project, Keras's
        cache, a download of Keras's file (into that cache), the embedded digits. "mnist" is
        the same without the embedded digits.
    on_progress: called with the fraction of a download that is done, 0 to 1.
    is_cancelled: called while a download goes on; True ends it.
    Raises DataError, a ValueError, where a file is wrong or MNIST can't be had.
    """
    if source == "embedded":
        return _embedded_digits('The embedded digits, because the source is "embedded".')
    if source not in ("auto", "mnist"):
        advice = 'Choose "auto", "mnist", "embedded" or the path of another .npz file.'
        return _advised(advice, source, "from the file that was asked for")
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
    return _advised(advice, path, described, must_be_mnist=source == "mnist")


def find_mnist() -> tuple[str | pathlib.Path | None, str, str]:
    """Return the first file here that should hold MNIST, or None.

    With it come two texts: how the file is described, and what to do where it is bad.
    """
    downloaded = (None, "downloaded into Keras's cache", "Delete it and try again.")
    return next(mnist_places(), downloaded)


def mnist_places() -> Iterator[tuple[str | pathlib.Path, str, str]]:
    """Yield each file here that should hold MNIST, as `find_mnist` returns the first."""
    named = os.environ.get("MNIST_NPZ", "")
    if named:
        advice = "Let MNIST_NPZ name another file, or unset it."
        yield named, "from the file that MNIST_NPZ names", advice
    own = PROJECT_ROOT / "data" / "mnist.npz"
    if os.path.lexists(own):
        yield own, "from data/mnist.npz in the project", "Replace data/mnist.npz or delete it."
    cached = keras_file()
    if os.path.lexists(cached):
        advice = "Delete it, unless Keras is downloading it now, and try again."
        yield cached, "from Keras's cache", advice


def _advised(advice, *arguments, **options):
    """Return a file's digits; its DataError says what to do, too."""
    try:
        return file_digits(*arguments, **options)
    except DataError as error:
        raise DataError(f"{error} {advice}") from error


def file_digits(
    path: str | os.PathLike, described: str = "", must_be_mnist: bool = False
) -> Digits:
    """Return the digits of a file; DataError says what is wrong, and not where else to look.

    One that is called mnist.npz has to hold MNIST. A relative path is looked for in the working
    folder, which for a notebook is its own, then in the project.
    """
    named = pathlib.Path(os.path.expanduser(str(path)))
    place = named if os.path.exists(named) else PROJECT_ROOT / named
    place = pathlib.Path(os.path.abspath(place))
    if not os.path.exists(place):
        places = dict.fromkeys([str(place), os.path.abspath(named)])
        raise DataError(f"{' or '.join(places)} does not exist; expected a .npz file.")
    held = open_archive(place)
    is_called_mnist = place.name.lower() == "mnist.npz"
    if not held["is_mnist"] and (must_be_mnist or is_called_mnist):
        came = f"{place} does not hold MNIST: its checksum is wrong"
        own = 'A file of your own needs DATASET = "auto", or its path there.'
        if is_called_mnist:
            own = "A file of your own needs another name, which DATASET or MNIST_NPZ then says."
        raise DataError(f"{came}; expected the arrays of Keras's file. {own}")
    name = "MNIST" if held["is_mnist"] else place.name
    return _digits(held, name, f"{name}, {described}.", source=str(place))


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
        checksum=held["checksum"].item().decode(),
        remarks=str(held["remarks"]),
        problem=str(held["problem"]),
    )
