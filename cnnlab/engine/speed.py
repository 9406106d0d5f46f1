"""How many seconds a run takes on this engine's workers, going by the runs before it."""

import collections
import math

# In multiply-adds a second of `epoch_work`, before a run was measured: two cores.
USUAL_SPEED = 8e10
MOST_MEASURED = 20
LEAST_SECONDS = 1.0  # of training that is taken for a measurement


class Speed:
    """What runs were measured to take, the newest ones."""

    def __init__(self) -> None:
        self._measured: collections.deque[tuple[float, float]] = collections.deque(
            maxlen=MOST_MEASURED
        )

    def measure(self, work_of_epoch: float, epochs_done: float, seconds: float) -> None:
        """Take in what a run's epochs took."""
        if epochs_done > 0 and seconds >= LEAST_SECONDS:
            self._measured.append((work_of_epoch, work_of_epoch * epochs_done / seconds))

    def seconds_of(self, work_of_epoch: float, epochs: float) -> float:
        """Return what so many epochs will take, by the run whose work is the most similar."""

        def unlikeness(measured: tuple[float, float]) -> float:
            return abs(math.log(measured[0] / work_of_epoch))

        newest_first = list(self._measured)[::-1]
        _work, speed = min(newest_first, key=unlikeness, default=(0.0, USUAL_SPEED))
        return work_of_epoch * epochs / speed
