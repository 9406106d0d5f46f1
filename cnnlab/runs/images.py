"""A run's images found again, wherever they are by now: those, or a sentence, and never others."""

import logging
from collections.abc import Iterator
from pathlib import PureWindowsPath

from labhelpers.archive import DataError
from labhelpers.digits import Digits, file_digits, load_digits, mnist_places
from labhelpers.files import PROJECT_ROOT

logger = logging.getLogger(__name__)

MNIST = "MNIST"


def find_digits(source: str, dataset: str, checksum: str, may_download: bool = True) -> Digits:
    """Return the digits that a run was trained on.

    source, dataset, checksum: what the run says of them; an older run has no checksum.
    Raises DataError, which says why they cannot be had and what to do.
    """
    can_be_told = bool(checksum) or dataset == MNIST
    problems = []
    for place in [source, *(_other_places(source) if can_be_told else [])]:
        try:
            digits = _open(place, may_download)
        except DataError as error:
            logger.info("%s does not give a run's images", place, exc_info=True)
            problems.append(str(error).rstrip("."))
            continue
        if are_those(digits, dataset, checksum):
            return digits
        problems.append(f"{place} holds other digits now")
    if dataset == MNIST and may_download:
        return load_digits("mnist")
    came = f"The images of a run on {dataset or source} cannot be had: {problems[0]}."
    raise DataError(f"{came} {_advice(source, can_be_told)}")


def _open(place: str, may_download: bool) -> Digits:
    if place in ("auto", "mnist"):  # only runs of older versions have such a source
        return load_digits(place, is_cancelled=lambda: not may_download)
    return load_digits(place) if place == "embedded" else file_digits(place)


def _other_places(source: str) -> Iterator[str]:
    """Yield the files, besides the source, that may hold the same images."""
    # A path may come from another system; this reads both kinds.
    name = PureWindowsPath(source).name
    yield str(PROJECT_ROOT / "data" / name)
    yield from (str(place) for place, _, _ in mnist_places())


def are_those(digits: Digits, dataset: str, checksum: str) -> bool:
    """Whether digits are those that a run was trained on; as `find_digits` takes what it says."""
    if checksum:
        return digits.checksum == checksum
    return not dataset or (digits.name == MNIST) == (dataset == MNIST)


def _advice(source: str, can_be_told: bool) -> str:
    if source == "embedded":
        return "This version of the lab brings others: train again."
    if not can_be_told:
        return "Put the file that it was trained on there, or train again."
    elsewhere = "into the folder data of the project, or let MNIST_NPZ name it"
    return f"Put the file that it was trained on there, or {elsewhere}; or train again."
