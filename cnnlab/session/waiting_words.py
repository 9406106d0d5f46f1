"""A run's place in the queue, as one says it: "3 runs before yours, about 2 minutes."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labhelpers.number_words import several

if TYPE_CHECKING:
    from cnnlab.engine.forecast import Place

NO_WORKER = "No worker is up at the moment; the run is trained when one is."
PAUSED = "Your teacher has paused the queue."


def waiting_words(place: Place | None) -> str:
    """Return a sentence on a run's place; "" for none."""
    if place is None:
        return ""
    if place.is_paused:
        return f"{PAUSED} {_before(place.before)}." if place.before else PAUSED
    if place.seconds is None:
        return NO_WORKER if not place.before else f"{_before(place.before)}. {NO_WORKER}"
    if not place.before:
        return "Yours is next."
    return f"{_before(place.before)}, {wait_of(place.seconds)}."


def _before(runs: int) -> str:
    return f"{several(runs, 'run')} before yours"


def wait_of(seconds: float) -> str:
    """Return how long one waits, no more exactly than it can be known.

    A screen reader reads each change out, so there are few of them.
    """
    if seconds < 10:
        return "a few seconds"
    if seconds < 55:
        return f"about {round(seconds, -1):.0f} seconds"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"about {several(max(1, minutes), 'minute')}"
    return f"about {several(round(minutes / 60), 'hour')}"
