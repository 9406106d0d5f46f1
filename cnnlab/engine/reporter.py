"""How a worker tells of the run that it trains: on disk, and to whoever follows it."""

import dataclasses
import logging
import time
from collections.abc import Callable
from typing import Any

from distributed import get_worker

from cnnlab.engine.topics import topic
from cnnlab.runs import Run
from labhelpers.events import (
    Batch,
    Epoch,
    Failed,
    Finished,
    Note,
    Paused,
    Started,
    Stopped,
    Validation,
)

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_MESSAGES = 0.2
End = Finished | Stopped | Paused | Failed
Event = Started | Batch | Validation | Epoch | Note | End


class Reporter:
    """Folds a run's events into its Progress, publishes that, and keeps it on disk.

    All of it happens in the thread that trains.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.progress = run.progress
        self._told_at = 0.0
        self._disk_error = ""

    def tell(self, event: Event) -> None:
        """Take one event in; the state after it is published five times a second at most."""
        self.progress = self.progress.after(event)
        if isinstance(event, Started):
            self.keep(self.run.save_progress, self.progress)
        is_due = time.monotonic() - self._told_at >= SECONDS_BETWEEN_MESSAGES
        # An epoch is told when it is safe on disk: whoever sees it may rely on its checkpoint.
        is_urgent = isinstance(event, (Started, Note))
        if is_urgent or (is_due and not isinstance(event, Epoch)):
            self.publish()

    def publish(self) -> None:
        """Send the whole state to everybody who follows the run."""
        self._told_at = time.monotonic()
        get_worker().log_event(topic(str(self.run.folder)), self.progress.to_dict())

    def keep(self, save: Callable[..., None], *content: Any) -> None:
        """Write something to the run's folder; where that fails, say so once and go on."""
        try:
            save(*content)
        except OSError as error:
            if self._disk_error:
                return
            logger.exception("the run in %s cannot be written", self.run.folder)
            came = f"The run cannot be written to disk ({error.strerror or error})."
            result = "Training goes on, but this run will not be kept."
            advice = "Free some space, or make the folder of runs writable."
            self._disk_error = f"{came} {result} {advice}"
            self.tell(Note(self._disk_error))

    def end(self, event: End) -> None:
        """Tell how the run ended, on disk first."""
        self.keep(self.run.save_progress, self.progress.after(event))
        message = event.message or self._disk_error
        self.tell(dataclasses.replace(event, message=message))
