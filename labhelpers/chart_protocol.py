"""What the live chart is shown, described once: static/chart_protocol.d.ts is written from this.

CONTRIBUTING.md says how; a test compares the two, and what Python really shows with this.
"""

from typing import TypedDict

from labhelpers.events import Status

# The epoch, with what is done of it as a share; loss; accuracy: None for what is no number.
Point = tuple[float, float | None, float | None]


class Nothing(TypedDict):
    """There is nothing to show yet: {}."""


class ChartedRun(TypedDict):
    """The whole state of the run on the chart: `Progress.to_dict()`."""

    status: Status
    message: str
    epoch: int
    epochs: int
    step: int
    steps: int
    seconds: float
    points: list[Point]
    validation: list[Point]
    history: dict[str, list[float | None]]
    running: tuple[int, float | None, float | None]


class EarlierRun(TypedDict):
    """A run whose validation curve is laid over the charted one's."""

    name: str
    validation: list[Point]


class LiveChartState(TypedDict):
    """What Python shows of `LiveChart`; the browser sends nothing. mark: an epoch, or None.

    guess: the validation accuracy as somebody guessed it; it has no loss.
    """

    progress: ChartedRun | Nothing
    overlay: list[EarlierRun]
    mark: float | None
    guess: list[Point]
