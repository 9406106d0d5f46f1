"""What runs say, on its way from Dask's thread to the lane that shows it."""

import collections
import threading
from collections.abc import Callable

from cnnlab.runs import Run
from cnnlab.session.lanes import Lane
from labhelpers.events import Progress


class News:
    """States of runs that wait to be told, in the order in which they came.

    A state is whole, so where a page is slower than a run, the newest state of a status replaces
    the one that still waits. A change of status replaces nothing: no end of a run is lost.

    lane: where they are told. tell: called there with each run and its `Progress`.
    """

    def __init__(self, lane: Lane, tell: Callable[[Run, Progress], None]) -> None:
        self._lane = lane
        self._tell = tell
        self._adding = threading.Lock()
        self._waiting: collections.deque[tuple[Run, Progress]] = collections.deque()

    def put(self, run: Run, progress: Progress) -> None:
        """Have a run's state told soon; returns at once, so Dask's event loop may call it."""
        with self._adding:
            is_newer = self._is_newer(run, progress)
            if is_newer:
                self._waiting.pop()
            self._waiting.append((run, progress))
        if not is_newer:
            self._lane.later(self._tell_next)

    def _is_newer(self, run: Run, progress: Progress) -> bool:
        """Say whether the last state that waits is one of the same run with the same status."""
        if not self._waiting:
            return False
        last_run, last_progress = self._waiting[-1]
        return last_run.folder == run.folder and last_progress.status == progress.status

    def _tell_next(self) -> None:
        # Once for each state that waits: one that fails in a panel does not hold up the next.
        with self._adding:
            run, progress = self._waiting.popleft()
        self._tell(run, progress)
