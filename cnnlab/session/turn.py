"""The run that a cell asked for: how the cell waits for it, in its turn, and is interrupted."""

import math
import time
import warnings
from collections.abc import Callable

from cnnlab.runs import Run
from cnnlab.session.lanes import Lane
from cnnlab.session.shown_run import ShownRun
from labhelpers.events import Progress

SECONDS_BETWEEN_LOOKS = 0.02
SECONDS_TO_PAUSE = 10.0  # a batch, or the start of an engine
IN_TURN = (
    "A run of yours is on already. This cell waits for it, then trains its own. "
    "To stop that one, interrupt this cell and press Stop in a training panel."
)
NOT_BEGUN = "The cell's own run was not begun. The one that was on before goes on."
PAUSED = (
    "The run was paused, and nothing of it is lost: Resume in a training panel goes on with it. "
    "Run the cell again, and it trains a new one with the values that it has then."
)


class Turn:
    """The run that a session began last, and one that may not begin while another is on.

    is_kept: whether one that is declined is begun later.
    begin: called to begin a run. pause: called to pause the one that is shown.
    take_back: called with a run that is given up before it began.
    """

    is_kept = True

    def __init__(
        self,
        shown: ShownRun,
        engine_lane: Lane,
        begin: Callable[[Run, Progress], None],
        pause: Callable[[], None],
        take_back: Callable[[Run], None],
    ) -> None:
        self._shown = shown
        self._engine_lane = engine_lane
        self._begin = begin
        self._pause = pause
        self._take_back = take_back
        self._begun: Run | None = None
        self._declined: tuple[Run, Progress] | None = None

    def note(self, run: Run) -> None:
        """Take note of the run that is begun; one that was declined does not begin any more."""
        self._begun = run
        if self._declined is not None and self._declined[0] is run:
            self._declined = None
        self.forget()

    def ask(self, is_kept: bool) -> None:
        """Take note that a run is asked for; it takes the place of one that was declined."""
        self.is_kept = is_kept
        if is_kept or not self._shown.is_busy:
            self.forget()

    def decline(self, run: Run, progress: Progress) -> None:
        """Keep a run that may not begin yet, for `wait` to begin it, or give it up."""
        if self.is_kept:
            self.forget()
            self._declined = (run, progress)
        else:
            self._take_back(run)

    def forget(self) -> None:
        """Give up the run that was declined."""
        declined = self._declined
        self._declined = None
        if declined is not None:
            self._take_back(declined[0])

    def wait(self, timeout: float | None = None) -> None:
        """Wait until nothing is on; TimeoutError after `timeout` seconds, None for no limit.

        Interrupted, it pauses the run that the session began; that of another page goes on.
        """
        if self._shown.lane is not None and self._shown.lane.is_here:
            came = "wait() was called by an observer, and would wait for itself."
            raise RuntimeError(f"{came} Call it in a cell.")
        try:
            self._wait(timeout)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(self._interrupted()) from None

    def _wait(self, timeout: float | None) -> None:
        deadline = math.inf if timeout is None else time.monotonic() + timeout
        is_told = False
        while not self._is_over():
            if time.monotonic() > deadline:
                status = self._shown.progress.status
                came = f"The run is {status} after {timeout:g} s, and goes on."
                raise TimeoutError(f"{came} wait() without a number waits for its end.")
            if self._declined is not None and not is_told:
                warnings.warn(IN_TURN, stacklevel=4)
                is_told = True
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def _is_over(self) -> bool:
        if self._is_on():
            return False
        if self._declined is None:
            return True
        self._begin(*self._declined)
        return False

    def _is_on(self) -> bool:
        return self._shown.is_busy or not self._engine_lane.is_idle

    def _interrupted(self) -> str:
        """Pause the run that the session began; return what became of it."""
        if self._begun is None or not self._shown.is_shown(self._begun):
            is_declined = self._declined is not None
            self.forget()
            return NOT_BEGUN if is_declined else ""
        self.forget()
        self._pause()
        deadline = time.monotonic() + SECONDS_TO_PAUSE
        while self._is_on() and time.monotonic() < deadline:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        status = self._shown.progress.status
        return PAUSED if status == "paused" else f"The run is {status}."
