"""Whose run is next: fair between visitors, not between clicks.

Start-time fair queueing (P. Goyal et al., "Start-time fair queueing", 1996). Each visitor has a
tag: how far they have been served, in seconds of a worker. Who waits with the lowest tag is
next, and of equal ones who came first. Who comes, or comes back after a rest, begins at the tag
in service: nobody saves time up, and nobody pays for a time when they were alone. A run's
expected seconds are charged when it begins and put right when it leaves, so a run that is
stopped costs what it took.
"""

import collections
import dataclasses
from collections.abc import Mapping
from typing import Self

from dask.typing import Key

NOTHING: Mapping[Key, float] = {}


@dataclasses.dataclass(frozen=True)
class Job:
    """A run that waits, or is on. seconds: what it is expected to take from now."""

    visitor: str
    seconds: float
    number: int  # in the order in which they came


class FairQueue:
    """The runs that wait and those that are on, by their keys.

    tag: that of the run which began last.
    """

    def __init__(self) -> None:
        self.waiting: dict[Key, Job] = {}
        self.on: dict[Key, Job] = {}
        self.tag = 0.0
        self._starts: dict[Key, float] = {}
        self._tags: dict[str, float] = {}
        self._runs: collections.Counter[str] = collections.Counter()  # of each visitor, here now
        self._came = 0

    def copy(self) -> Self:
        """Return a queue that can be played through without a change to this one."""
        other = type(self)()
        other.waiting = dict(self.waiting)
        other.on = dict(self.on)
        other.tag = self.tag
        other._starts = dict(self._starts)
        other._tags = dict(self._tags)
        other._runs = self._runs.copy()
        other._came = self._came
        return other

    def arrive(
        self, key: Key, visitor: str, seconds: float, used: Mapping[Key, float] = NOTHING
    ) -> None:
        """Have a run wait, new or back from its turn.

        used: how long those that are on have been on.
        """
        if not self._runs[visitor]:
            now = [self._starts[on] + used.get(on, 0.0) for on in self.on]
            in_service = max(self.tag, min(now, default=self.tag))
            self._tags[visitor] = max(in_service, self._tags.get(visitor, 0.0))
        self._runs[visitor] += 1
        self._came += 1
        self.waiting[key] = Job(visitor, seconds, self._came)

    def next(self) -> Key | None:
        """Return the key of the run whose turn it is, None where none waits."""
        return min(self.waiting, key=self._place, default=None)

    def _place(self, key: Key) -> tuple[float, int]:
        job = self.waiting[key]
        return self._tags[job.visitor], job.number

    def begin(self, key: Key) -> None:
        """Take a run that waits out of the queue, to a worker."""
        job = self.waiting.pop(key)
        self.on[key] = job
        self._starts[key] = self._tags[job.visitor]
        self.tag = max(self.tag, self._tags[job.visitor])
        self._tags[job.visitor] += job.seconds

    def leave(self, key: Key, seconds: float = 0.0) -> None:
        """Take a run out that was on for so many seconds, or that waited."""
        self._starts.pop(key, None)
        waited = self.waiting.pop(key, None)
        job = waited or self.on.pop(key, None)
        if job is None:
            return
        if waited is None:
            self._tags[job.visitor] += seconds - job.seconds
        self._runs[job.visitor] -= 1
        if not self._runs[job.visitor]:
            self._see_off(job.visitor)

    def _see_off(self, visitor: str) -> None:
        """Forget a visitor who would begin anew without a tag, and all when nobody is here."""
        del self._runs[visitor]
        if not self._runs:
            self.tag = max(self.tag, *self._tags.values())
            self._tags.clear()
        elif self._tags[visitor] <= self.tag:
            del self._tags[visitor]
