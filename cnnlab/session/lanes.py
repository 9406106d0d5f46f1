"""Threads that do one task after another, and which thread of a session may do what.

The kernel's main thread takes clicks and messages, Dask's event loop brings what a run says. Both
only hand over, because a click must never wait for the engine, nor Dask for a page that is drawn.

A session has four lanes, each a thread of its own:

* The state lane alone sets traits, of the session and of its parts. Panels observe traits, so all
  of them are redrawn there, one after another. No lock is held meanwhile: the lane is alone.
* The engine's lane asks the engine, which may have to be started first.
* The painter draws with Matplotlib and opens the digits.
* The viewer has a network look at a drawing, while the others may be busy.

Beside them a thread for each run that is followed looks every second whether its engine is still
there, and answers (`Runner._watch`); it hands over, too. A thread beside that one asks the engine
(`pulse.Pulse`), and may wait for it for ever; it sets nothing.

A method marked `in_lane` hands itself over to the state lane and waits until it is done, so that
its caller sees the new state. The state lane itself waits for nobody, hence nobody waits in a
circle. ipywidgets sends a trait that was set in any thread: a page lives while a cell runs, and
keeps the main thread busy.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

logger = logging.getLogger(__name__)

T = TypeVar("T")


class Lane:
    """A thread that does one task after another, in the order in which they were handed over.

    on_error: called in the lane with the exception of a task that nobody waits for.
    """

    def __init__(self, name: str, on_error: Callable[[Exception], None]) -> None:
        self._on_error = on_error
        self._thread = 0
        self._handing_over = threading.Lock()
        self._last: Future[Any] | None = None
        self._is_closed = False
        self._executor = ThreadPoolExecutor(1, f"cnn-lab-{name}")

    @property
    def is_here(self) -> bool:
        """Whether the calling thread is the lane's own."""
        return threading.get_ident() == self._thread

    @property
    def is_idle(self) -> bool:
        """Whether every task that was handed over is done."""
        return self._last is None or self._last.done()

    @property
    def has_waiting(self) -> bool:
        """Whether a task waits for the one that is being done now."""
        return not self.is_idle and self._last is not None and not self._last.running()

    def later(self, task: Callable[..., object], *arguments: Any) -> None:
        """Do a task after those before it; returns at once. A closed lane does nothing."""
        try:
            self._hand_over(self._try, task, *arguments)
        except RuntimeError as error:
            if not self._is_closed:  # no thread can be started: there is no memory for one
                logger.exception("A task was not done: %s", error)

    def do(self, task: Callable[[], T]) -> T:
        """Return what a task returns, or raise what it raises, after those before it are done.

        In the lane's own thread it is done at once. So it is where the lane was closed, whose
        thread then has ended.
        """
        if self.is_here:
            return task()
        try:
            future = self._hand_over(task)
        except RuntimeError:
            return task()
        return future.result()

    def close(self) -> None:
        """Finish what was handed over, and end the thread."""
        self._is_closed = True
        self._executor.shutdown()

    def _hand_over(self, task: Callable[..., T], *arguments: Any) -> Future[T]:
        # Together, so that the last one handed over is the last one to be done.
        with self._handing_over:
            future = self._executor.submit(self._begin, task, *arguments)
            self._last = future
        return future

    def _begin(self, task: Callable[..., T], *arguments: Any) -> T:
        self._thread = threading.get_ident()
        return task(*arguments)

    def _try(self, task: Callable[..., object], *arguments: Any) -> None:
        try:
            task(*arguments)
        except Exception as error:
            self._on_error(error)
