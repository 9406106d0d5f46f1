"""The training engine that a server keeps up for all of its pages."""

import logging
import sys
import threading

import psutil

from cnnlab import engine
from cnnlab.engine import workers
from labhelpers.number_words import several

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 10.0
# A pause of the queue is renewed at each look, so that it ends where this process is killed.
SECONDS_OF_A_PAUSE = 60.0
# After the last page has gone, should this process be unable to end the engine.
SECONDS_UNTIL_IDLE_ENGINE_ENDS = 1800.0


class SharedEngine(threading.Thread):
    """The training engine, kept up beside the server so that a visitor finds it warm."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.engine: engine.Engine | None = None
        self.ended = threading.Event()
        self.is_paused = False
        self._pausing = threading.Lock()
        self._said = ""
        self.start()

    def run(self) -> None:
        """Connect, at once and whenever the engine is lost.

        Where that fails it is tried again: an engine that is busy, or another version's, goes.
        """
        while not self.ended.is_set():
            self._keep_up()
            self._keep_paused()
            self.ended.wait(SECONDS_BETWEEN_LOOKS)

    def _keep_up(self) -> None:
        if self.engine is not None and self.engine.is_connected:
            return
        try:
            self.engine = engine.connect(idle_seconds=SECONDS_UNTIL_IDLE_ENGINE_ENDS)
            self.engine.warm("auto")
            self._look_at_workers(self.engine)
        except Exception as error:
            # Whatever it is: the pages work without it, and each tries for itself.
            self._say_once(f"The lab is served without its training engine: {error}", error)

    def pause(self, is_paused: bool) -> None:
        """Let no run begin until that is taken back, or this process has gone for a minute.

        Where the engine cannot be asked, that is an error, and all stays as it was.
        """
        with self._pausing:
            if self.engine is not None:
                self.engine.pause_queue(SECONDS_OF_A_PAUSE if is_paused else 0)
            self.is_paused = is_paused

    def _keep_paused(self) -> None:
        with self._pausing:
            if not self.is_paused or self.engine is None:
                return
            try:
                self.engine.pause_queue(SECONDS_OF_A_PAUSE)
            except Exception:  # the connection broke off: the next look makes another
                logger.info("The pause of the queue was not renewed.", exc_info=True)

    def _look_at_workers(self, found: engine.Engine) -> None:
        """Say where an engine was up before, with other workers than it is to have."""
        wanted = workers.number_of_workers()
        if found.pid is None or found.pid in _descendants():
            return
        up = len(found.client.scheduler_info(n_workers=-1)["workers"])
        if up != wanted:
            came = f"An engine was up already (process {found.pid}), with {several(up, 'worker')}"
            advice = f"To have {wanted}, end that process when nothing is trained"
            self._say_once(f"{came}; it stays as it is. {advice}, and serve again.")

    def _say_once(self, sentence: str, error: Exception | None = None) -> None:
        if sentence != self._said:
            logger.warning(sentence, exc_info=error)
            print(sentence, file=sys.stderr)
        self._said = sentence

    def close(self) -> None:
        """Let go of the engine, and end it if this process started it."""
        self.ended.set()
        self.join(timeout=60)
        if self.engine is None:
            return
        self.engine.close()
        pid = self.engine.pid
        if pid is not None and pid in _descendants():
            engine.end(pid)


def _descendants() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}
