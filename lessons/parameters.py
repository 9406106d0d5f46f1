"""The parameters of a notebook: what its first code cell sets, or papermill's `-p NAME VALUE`."""

from typing import Any

from cnnlab.runs.exercises import seed_for
from labhelpers.config import CHOICES
from lessons import student
from lessons.student_number import as_text

NUMBERS = ("SEED", "EPOCHS", "FILTERS", "NUM_TRAIN")


def check_parameters(names: dict[str, Any]) -> None:
    """Check those of a notebook's names, its `globals()`, that are choices of a run.

    A whole number that came as a float, 8.0, becomes an int; an empty STUDENT becomes the number
    that was typed in another lesson. Raises a ValueError that says which parameter is wrong, what
    came and what was expected.
    """
    for name in NUMBERS:
        if name in names:
            names[name] = CHOICES[name.lower()].checked(name, names[name])
    if "STUDENT" in names:
        names["STUDENT"] = student.settled(names["STUDENT"], names)


def own_seed(seed: int, number: str | float | None) -> int:
    """Return the seed of the run that a student trains for the hand-in.

    It is the notebook's SEED, or where that is 0, its first value, the one of the student's
    number, STUDENT; the page's runs have the same. The lesson's code cells keep SEED, which the
    text's numbers are of.
    """
    return seed_for(seed, as_text(number))
