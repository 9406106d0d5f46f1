"""Whether a run's engine and worker answer, and its place in the queue, asked every second."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from cnnlab.runs import Run

if TYPE_CHECKING:
    from cnnlab.engine.client import Engine
    from cnnlab.engine.forecast import Place

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_QUESTIONS = 1.0
# On a busy machine an answer takes a second or two.
SECONDS_UNTIL_TOLD = 5
# The seconds that are told, so that a screen reader is not told each of them.
STEPS = (600, 300, 120, 60, 30, 20, 10, SECONDS_UNTIL_TOLD)

STARTS_LATE = (
    f"The engine has not answered for {SECONDS_UNTIL_TOLD} s. It is still starting, its machine "
    "is very busy, or its process was stopped. The page goes on trying."
)

GOES_ON = {
    "engine": "The run goes on when it answers.",
    "worker": "The run goes on when it answers, or on another worker from its last checkpoint.",
}


class Pulse:
    """Asks an engine when a run's worker was last heard of, in a thread of its own.

    That thread may wait for a frozen engine for ever; nobody waits for the thread.

    on_place: called there with the run's place in the queue, None where it does not wait.
    """

    def __init__(
        self, engine: Engine, run: Run, on_place: Callable[[Place | None], object]
    ) -> None:
        self._engine = engine
        self._run = run
        self._on_place = on_place
        self._answered_at = time.monotonic()
        self._seconds_of_worker = 0.0
        self._is_over = threading.Event()
        threading.Thread(target=self._ask, name="pulse", daemon=True).start()

    @property
    def sentence(self) -> str:
        """Who has not answered, and for how long; "" where both have."""
        seconds = time.monotonic() - self._answered_at
        if seconds >= SECONDS_UNTIL_TOLD:
            return silence_of("engine", seconds)
        return silence_of("worker", self._seconds_of_worker)

    def end(self) -> None:
        """Ask no more."""
        self._is_over.set()

    def _ask(self) -> None:
        while not self._is_over.wait(SECONDS_BETWEEN_QUESTIONS):
            try:
                self._seconds_of_worker = self._engine.seconds_since_heard(self._run)
                self._on_place(self._engine.place(self._run))
            except Exception:  # the connection broke off, and is tried again
                logger.info("No answer about %s", self._run.folder, exc_info=True)
            else:
                self._answered_at = time.monotonic()


def silence_of(who: str, seconds: float) -> str:
    """Return what is said of an "engine" or a "worker" after so many seconds of silence.

    It is true of one that is frozen and of one on a busy machine, which look the same from here.
    """
    told = next((step for step in STEPS if seconds >= step), 0)
    if not told:
        return ""
    came = f"The {who} has not answered for {told} s."
    why = "Its machine may be very busy, or its process was stopped."
    return f"{came} {why} {GOES_ON[who]}"


@contextlib.contextmanager
def telling_late_start(tell: Callable[[str], object]) -> Iterator[None]:
    """Within the block, `tell` that the engine has not answered once that takes long; then ""."""
    timer = threading.Timer(SECONDS_UNTIL_TOLD, tell, [STARTS_LATE])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        tell("")
