"""Slips: the usual mistakes of an exercise, each with what it gives and the hint that helps."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from lessons.answers import is_close


class Slip(NamedTuple):
    """A usual mistake.

    value: what it gives, a number or an array.
    hint: what a student is told whose answer that is.
    within: how far an answer may be from the value.
    """

    value: float | np.ndarray
    hint: str
    within: float = 1e-6


def hint_for(answer: float | np.ndarray, slips: Iterable[Slip]) -> str | None:
    """Return the hint of the first slip that gives this answer; None where none does."""
    for slip in slips:
        if is_close(answer, slip.value, slip.within):
            return slip.hint
    return None


def are_apart(right: float | np.ndarray, slips: Iterable[Slip], within: float = 1e-6) -> bool:
    """Say whether no slip is taken for the right answer, nor for a slip with another hint.

    within: how far an answer may be from the right one. Whatever is nearer than both tolerances
        together could be either.
    """
    known = [Slip(right, "", within)]
    for slip in slips:
        for other in known:
            reach = slip.within + other.within
            if other.hint != slip.hint and is_close(slip.value, other.value, reach):
                return False
        known.append(slip)
    return True
