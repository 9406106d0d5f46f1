"""What the network in training makes of a digit that somebody watches."""

import collections
import dataclasses
from typing import Any

import numpy as np
import traitlets

from cnnlab.runs import Run
from cnnlab.session.engine_link import EngineLink
from cnnlab.session.lanes import Lane
from cnnlab.session.newest import Newest
from cnnlab.session.part import Part, in_lane
from cnnlab.session.shown_run import ShownRun


@dataclasses.dataclass(frozen=True, eq=False)
class Reading:
    """What a network makes of a digit in the middle of its training.

    turn: that in which the digit was asked for. epochs_done: the training before this.
    probabilities: float32, (10,). first: what `told_first_layer` tells, None where nobody asked.
    """

    run: Run
    turn: int
    epochs_done: float
    probabilities: np.ndarray
    first: dict[str, Any] | None = None


class Watcher(Part):
    """Has the shown run read a digit again and again while it is in training.

    run: the one in training here, None where none is. reading: its newest, None before that and
        where there is no digit.
    lane: the thread that sets the traits. viewer: the one that asks the engine.
    """

    run = traitlets.Instance(Run, allow_none=True)
    reading = traitlets.Instance(Reading, allow_none=True)

    def __init__(self, shown: ShownRun, engine: EngineLink, lane: Lane, viewer: Lane) -> None:
        super().__init__(lane)
        self._own_lane = lane
        self._shown = shown
        self._engine = engine
        self._asks = Newest(viewer, self._ask)
        self._digit: tuple[np.ndarray, int] | None = None
        self._map: int | None = None
        self._followed: tuple[str, str] | None = None
        self._epochs_done = 0.0
        # A newer reading pushes one out that a slow page has not shown.
        self._news: collections.deque[Reading] = collections.deque(maxlen=1)
        shown.observe(self._on_shown, ["run", "progress"])

    def watch(self, image: np.ndarray | None, turn: int) -> None:
        """Have this digit read from now on; returns at once.

        image: uint8, (28, 28), or None for nothing.
        """
        is_news = image is not None or self._digit is not None
        self._digit = None if image is None else (image, turn)
        if image is None:
            self._forget()
        if is_news and self.run is not None:
            self._asks.put(self.run)

    def watch_map(self, number: int | None) -> None:
        """Have readings come with this map of the first layer, from 0; None for none."""
        self._map = number
        if self._digit is not None and self.run is not None:
            self._asks.put(self.run)

    def _on_shown(self, _change: object) -> None:
        """Notice, in the state lane, that a run's training begins or ends, or begins again."""
        shown = self._shown
        is_on = shown.progress.status == "training" and not shown.elsewhere
        run = shown.run if is_on else None
        is_same = (run and run.folder) == (self.run and self.run.folder)
        # Another worker has it, which knows of no digit.
        is_again = is_same and shown.progress.epochs_done < self._epochs_done
        self._epochs_done = shown.progress.epochs_done
        if not is_same:
            with self.hold_trait_notifications():
                self.reading = None
                self.run = run
        if run is not None and self._digit is not None and (is_again or not is_same):
            self._asks.put(run)

    def _ask(self, run: Run) -> None:
        """Have the run's worker read what is watched now."""
        engine = self._engine.current
        if engine is None or self.run is None or self.run.folder != run.folder:
            return
        followed = (engine.id, str(run.folder))
        if followed != self._followed:
            self._followed = followed

            def hand_over(
                turn: int, epochs_done: float, probabilities: list[float], first: Any
            ) -> None:
                read = np.array(probabilities, "float32")
                self._put(Reading(run, turn, epochs_done, read, first))

            engine.follow_readings(run, hand_over)
        engine.watch(run, None if self._digit is None else (*self._digit, self._map))

    @in_lane
    def _forget(self) -> None:
        self.reading = None

    def _put(self, reading: Reading) -> None:
        """Take a reading in Dask's thread, which must not wait."""
        self._news.append(reading)
        self._own_lane.later(self._tell)

    def _tell(self) -> None:
        if not self._news:
            return
        reading = self._news.pop()
        is_of_run = self.run is not None and self.run.folder == reading.run.folder
        if is_of_run and self._digit is not None:
            self.reading = reading
