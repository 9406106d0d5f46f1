"""Six sentences for a student, of which two, three or four are right, in a random order."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any


def six(
    pick: Callable[[Sequence[Any]], Any], right: Iterable[str], wrong: Iterable[str]
) -> tuple[str, ...]:
    """Return the names of six sentences.

    pick: picks one of a sequence.
    right, wrong: the names of those that are right, and of the others; four or more of each.
    """
    num_right = pick([2, 3, 4])
    names = _some(pick, right, num_right) + _some(pick, wrong, 6 - num_right)
    return tuple(_some(pick, names, 6))


def _some(pick: Callable[[Sequence[Any]], Any], names: Iterable[str], count: int) -> list[str]:
    """Return so many of the names, no two of them alike, in a random order."""
    left = list(names)
    some = []
    for _ in range(count):
        name = pick(left)
        left.remove(name)
        some.append(name)
    return some
