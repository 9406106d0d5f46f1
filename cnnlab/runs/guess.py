"""What a student guessed of a run before it began, in the run's folder: nobody changes it then."""

import dataclasses
import reprlib
from pathlib import Path
from typing import Any

from cnnlab.runs.json_files import DamagedFileError, as_damage, log_once, read_json
from labhelpers.config import CHOICES, NUM_CLASSES

FILE = "guess.json"
MOST_EPOCHS = int(CHOICES["epochs"].high)  # type: ignore[attr-defined]
DECIMALS = 3  # tenths of a percentage point


@dataclasses.dataclass(frozen=True)
class Guess:
    """How the validation accuracy will go, and which two digits will be confused most.

    accuracies: after each epoch, 0 to 1; None where nothing was drawn, but for the last; () for
        no curve.
    pair: two digits, the lower one first; () for none.
    """

    accuracies: tuple[float | None, ...] = ()
    pair: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.accuracies or self.pair)

    @property
    def points(self) -> list[tuple[int, float]]:
        """The epochs for which something was drawn, with the accuracy, first to last."""
        drawn = enumerate(self.accuracies, 1)
        return [(epoch, value) for epoch, value in drawn if value is not None]

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON holds of it."""
        return {"accuracies": list(self.accuracies), "pair": list(self.pair)}


NO_GUESS = Guess()


def guess_in(content: dict[str, Any]) -> Guess:
    """Return the guess that a dictionary from a file or a browser holds.

    ValueError says what came in its place.
    """
    accuracies = content.get("accuracies")
    pair = content.get("pair")
    if not isinstance(accuracies, list) or len(accuracies) > MOST_EPOCHS:
        raise _wrong("curve", accuracies, f"a list of {MOST_EPOCHS} accuracies at most")
    if not all(value is None or _is_share(value) for value in accuracies):
        raise _wrong("curve", accuracies, "accuracies from 0 to 1")
    if not isinstance(pair, list) or (pair and not _is_pair(pair)):
        raise _wrong("pair", pair, "two different digits, or none")
    drawn = [None if value is None else round(float(value), DECIMALS) for value in accuracies]
    while drawn and drawn[-1] is None:
        drawn.pop()
    return Guess(tuple(drawn), tuple(sorted(pair)))


def given_guess(folder: Path) -> tuple[Guess, str]:
    """Return what was guessed of the run in `folder`, and why that cannot be read.

    An empty guess, and "", where nobody guessed.
    """
    path = folder / FILE
    try:
        content = read_json(path)
        return (NO_GUESS if content is None else _whole(path, content)), ""
    except DamagedFileError as error:
        log_once(path, str(error))
        return NO_GUESS, f"{error}, so what was guessed of this run is lost."


def _whole(path: Path, content: dict[str, Any]) -> Guess:
    try:
        guess = guess_in(content)
        if not guess:
            raise ValueError("it holds no guess")
        return guess
    except ValueError as error:
        raise as_damage(path, error) from error


def _wrong(name: str, value: object, expected: str) -> ValueError:
    came = f"The guessed {name} came as {reprlib.repr(value)}"
    return ValueError(f"{came}; expected {expected}. Draw it again.")


def _is_share(value: object) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return 0 <= value <= 1


def _is_pair(pair: list[Any]) -> bool:
    are_digits = all(type(digit) is int and 0 <= digit < NUM_CLASSES for digit in pair)
    return are_digits and len(pair) == 2 and pair[0] != pair[1]
