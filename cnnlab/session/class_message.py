"""What the teacher says to all pages, followed by each page's kernel.

It is a file that the server writes: a page has it also after it was loaded again, and after the
server was started again.
"""

import logging
import threading
from collections.abc import Callable

from cnnlab.runs.class_folder import (
    NOTHING_SAID,
    Message,
    is_over,
    message_mark,
    message_to_all,
)

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 1.0


class ClassMessage:
    """Looks each second, in a thread of its own, what is said to all pages.

    tell: called there with each new message; it must only hand over. "" says that it is cleared,
        or over.
    """

    def __init__(self, tell: Callable[[Message], object]) -> None:
        self._tell = tell
        self._told = NOTHING_SAID
        self._mark = (0, 0)
        self._is_over = threading.Event()

    def start(self) -> None:
        """Tell what is said now, and from then on what is new."""
        self.look()
        threading.Thread(target=self._follow, name="class message", daemon=True).start()

    def end(self) -> None:
        """Look no more."""
        self._is_over.set()

    def look(self) -> None:
        mark = message_mark()
        if mark == self._mark and not is_over(self._told):
            return
        self._mark = mark
        message = message_to_all()
        if message != self._told:
            self._told = message
            self._tell(message)

    def _follow(self) -> None:
        while not self._is_over.wait(SECONDS_BETWEEN_LOOKS):
            try:
                self.look()
            except Exception:  # the next look may do
                logger.exception("What is said to all pages was not read.")
