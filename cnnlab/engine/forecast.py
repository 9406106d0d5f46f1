"""When each run that waits will begin: the queue, played through with what runs will take."""

import dataclasses
import heapq
from collections.abc import Mapping

from dask.typing import Key

from cnnlab.engine.fair_queue import FairQueue

# A run that is nearly over when its turn ends is left to end: so much of a turn more.
SHARE_TO_END = 1 / 6


@dataclasses.dataclass(frozen=True)
class Place:
    """A waiting run's place: how many runs begin before it, and in how many seconds it does.

    before: those that are on now, too. seconds: None where there is no worker.
    is_paused: whether the teacher has paused the queue; then nobody knows when it begins.
    """

    before: int
    seconds: float | None
    is_paused: bool = False


def seconds_of_turn(left: float, used: float, turn: float) -> float:
    """Return how long a run stays on a worker, from now, while others wait.

    left: what it still takes; used: how much of its turn has gone; turn: how long one is.
    """
    rest = max(0.0, turn - used)
    return left if left <= rest + turn * SHARE_TO_END else rest


def forecast(
    queue: FairQueue,
    left: Mapping[Key, float],
    used: Mapping[Key, float],
    slots: int,
    turn: float,
) -> dict[Key, Place]:
    """Return the place of each run that waits.

    left, used: of the runs that are on, seconds to their end, and since they began.
    slots: how many runs can be on at once. turn: after how many seconds one gives way.
    """
    play = _Play(queue.copy(), dict(left), turn)
    for key in queue.on:
        play.go_on(key, 0.0, used[key])
    now = 0.0
    while len(play.places) < len(queue.waiting):
        while play.queue.waiting and len(play.queue.on) < slots:
            play.begin(now)
        if not play.ends:
            break
        now = play.end()
    play.place_the_rest()
    return {key: play.places[key] for key in queue.waiting}


class _Play:
    """The queue as it will be; `places` of all that have begun so far."""

    def __init__(self, queue: FairQueue, left: dict[Key, float], turn: float) -> None:
        self.queue = queue
        self.left = left
        self.turn = turn
        self.places: dict[Key, Place] = {}
        self.begun = len(queue.on)
        self.ends: list[tuple[float, int, Key, float, float]] = []

    def go_on(self, key: Key, now: float, used: float) -> None:
        """Note when a run that is on will end or give way."""
        seconds = seconds_of_turn(self.left[key], used, self.turn)
        number = self.queue.on[key].number
        heapq.heappush(self.ends, (now + seconds, number, key, seconds, used))

    def begin(self, now: float) -> None:
        key = self.queue.next()
        if key is None:
            return
        job = self.queue.waiting[key]
        self.queue.begin(key)
        if key not in self.left:
            self.left[key] = job.seconds
            self.places[key] = Place(self.begun, now)
            self.begun += 1
        self.go_on(key, now, 0.0)

    def end(self) -> float:
        """Take the next run off its worker; return when that is."""
        now, _number, key, seconds, used = heapq.heappop(self.ends)
        job = self.queue.on[key]
        self.queue.leave(key, used + seconds)
        self.left[key] -= seconds
        if self.left[key] > 0:
            self.queue.arrive(key, job.visitor, self.left[key])
        return now

    def place_the_rest(self) -> None:
        """Place those that no worker is there for."""
        while (key := self.queue.next()) is not None:
            if key not in self.left:
                self.places[key] = Place(self.begun, None)
                self.begun += 1
            self.queue.begin(key)
