"""What a control was moved to last, on its way to the lane that acts on it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from cnnlab.session.lanes import Lane

T = TypeVar("T")

SECONDS_BETWEEN = 0.05  # a drag is drawn 20 times a second at most


class Newest(Generic[T]):
    """The newest of many values, such as a slider's while it is dragged; older ones are dropped.

    A browser sends them faster than a page can be drawn anew. Whatever is handed to the lane
    after a value is done after it, so that a click finds what was chosen before.

    lane: where values are taken; None for the thread that puts them. take: called there.
    """

    def __init__(self, lane: Lane | None, take: Callable[[T], object]) -> None:
        self._lane = lane
        self._take = take
        self._putting = threading.Lock()
        self._waiting: list[T] = []  # one at most
        self._next_at = 0.0

    def put(self, value: T) -> None:
        """Have a value taken soon, in the place of one that waits; returns at once."""
        if self._lane is None:
            self._take(value)
            return
        with self._putting:
            is_first = not self._waiting
            self._waiting = [value]
        if is_first:
            self._lane.later(self._take_waiting)

    def _take_waiting(self) -> None:
        # Meanwhile newer ones come in, which then need not be waited for.
        time.sleep(max(0.0, self._next_at - time.monotonic()))
        with self._putting:
            (value,) = self._waiting
            self._waiting = []
        try:
            self._take(value)
        finally:
            self._next_at = time.monotonic() + SECONDS_BETWEEN
