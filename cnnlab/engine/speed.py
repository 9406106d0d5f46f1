"""How many seconds a run takes on this engine's workers, going by the runs before it."""

import collections
import math
import statistics

# In multiply-adds a second of `epoch_work`, before a run was measured: two cores.
USUAL_SPEED = 8e10
MOST_MEASURED = 20
# What is taken for a measurement: TensorFlow's start weighs too much in less.
LEAST_SECONDS = 1.0
LEAST_EPOCHS = 0.5
ALIKE = 0.1  # works whose logarithms differ by so much more than the most similar one's


class Speed:
    """What runs were measured to take, the newest ones."""

    def __init__(self) -> None:
        self._measured: collections.deque[tuple[float, float]] = collections.deque(
            maxlen=MOST_MEASURED
        )

    def measure(self, work_of_epoch: float, epochs_done: float, seconds: float) -> None:
        """Take in what a run's epochs took."""
        if epochs_done >= LEAST_EPOCHS and seconds >= LEAST_SECONDS:
            self._measured.append((work_of_epoch, work_of_epoch * epochs_done / seconds))

    def seconds_of(self, work_of_epoch: float, epochs: float) -> float:
        """Return what so many epochs will take, by the runs whose work is the most similar.

        Of several it is their median, so that one on a machine that was busy says little.
        """
        speeds = [(abs(math.log(work / work_of_epoch)), speed) for work, speed in self._measured]
        least = min((unlikeness for unlikeness, _speed in speeds), default=0.0)
        alike = [speed for unlikeness, speed in speeds if unlikeness <= least + ALIKE]
        return work_of_epoch * epochs / (statistics.median(alike) if alike else USUAL_SPEED)
