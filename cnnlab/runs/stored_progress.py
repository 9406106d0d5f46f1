"""Whether what stands in progress.json is a run's state: somebody may have changed the file.

A page calculates with these numbers and sends them to the browser, so one wrong value would stop
all of the table.
"""

import reprlib
from collections.abc import Callable
from typing import Any

from labhelpers.events import Progress

# Those that a run can be in. "damaged" is never stored: it is what a reader makes of a bad file.
STATUSES = ("waiting", "training", "paused", "stopped", "finished", "failed")


def progress_from(state: dict[str, Any]) -> Progress:
    """Return the `Progress` that a dictionary from a file holds; ValueError names what is wrong.

    Fields that are missing have their defaults, as in files of older versions; but a state
    without a status is none.
    """
    known = {"status": None} | state
    for name, fits in CHECKS.items():
        if name in known and not fits(known[name]):
            raise ValueError(f"its {name} is {reprlib.repr(known[name])}")
    progress = Progress.from_dict(state)
    _check_counts(progress)
    return progress


def _check_counts(progress: Progress) -> None:
    """Raise ValueError where more is done than there is to do."""
    if progress.epoch > progress.epochs:
        raise ValueError(f"{progress.epoch} of {progress.epochs} epochs are done")
    if progress.step > progress.steps:
        raise ValueError(f"{progress.step} of {progress.steps} steps are done")
    if progress.epoch and not progress.steps:
        raise ValueError("its epochs have no steps")


def is_text(value: object) -> bool:
    """Whether a value is text that can be sent: JSON may hold half a character."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_number(value: object) -> bool:
    """Whether a value is a number that a float holds, NaN included: a loss may be that."""
    if isinstance(value, int) and not isinstance(value, bool):
        return abs(value) < 2**53
    return isinstance(value, float)


def _is_status(value: object) -> bool:
    return isinstance(value, str) and value in STATUSES


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < 2**53


def _is_duration(value: object) -> bool:
    return isinstance(value, int | float) and is_number(value) and not value < 0


def _is_point(value: object) -> bool:
    return isinstance(value, list) and len(value) == 3 and all(map(is_number, value))


def _are_points(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_point, value))


def _is_history(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    are_lists = all(isinstance(numbers, list) for numbers in value.values())
    return are_lists and all(is_number(number) for row in value.values() for number in row)


CHECKS: dict[str, Callable[[object], bool]] = {
    "status": _is_status,
    "message": is_text,
    "epoch": _is_count,
    "epochs": _is_count,
    "step": _is_count,
    "steps": _is_count,
    "seconds": _is_duration,
    "points": _are_points,
    "validation": _are_points,
    "history": _is_history,
    "running": _is_point,
}
