"""The whole queue at one moment, as the scheduler's process tells it to whoever asks."""

import dataclasses

from cnnlab.engine.forecast import Place
from labhelpers.events import Progress


def without_curves(progress: Progress) -> Progress:
    """Return a run's state without what only a chart needs."""
    return dataclasses.replace(progress, points=(), validation=progress.validation[-1:])


@dataclasses.dataclass(frozen=True)
class RunOn:
    """A run that is on. seconds: since it began; progress: its newest, without its curves."""

    folder: str
    seconds: float
    progress: Progress


@dataclasses.dataclass(frozen=True)
class RunWaiting:
    """A run that waits for a worker."""

    folder: str
    place: Place


@dataclasses.dataclass(frozen=True)
class QueueNow:
    """The queue. waiting: the run that begins next is the first."""

    is_paused: bool
    on: list[RunOn]
    waiting: list[RunWaiting]
