"""How a worker tells of the run that it trains: on disk, and to whoever follows it."""

import contextlib
import dataclasses
import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Self

import numpy as np
from distributed import get_worker

from cnnlab.engine.topics import readings_topic, topic
from cnnlab.engine.unwritten import WRITTEN_AGAIN, Unwritten
from cnnlab.runs import Run
from cnnlab.runs.lease import Holder, Lease, LeaseError, holder_of, take
from labhelpers.events import (
    Batch,
    Epoch,
    Failed,
    Finished,
    GaveWay,
    Note,
    Paused,
    Started,
    Stopped,
    Validation,
)

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_MESSAGES = 0.2
GAVE_WAY = (
    "This run has had its turn and gave its worker to somebody else's. "
    "It goes on by itself, from where it was."
)
RESUME_LATER = "When there is room again, press Resume: it goes on from there."
# The leases of runs that gave way, kept and renewed until their next turn takes them over.
_kept: dict[str, contextlib.ExitStack] = {}
End = Finished | Stopped | Paused | Failed
Event = Started | Batch | Validation | Epoch | Note | GaveWay | End


class Reporter:
    """Folds a run's events into its Progress, publishes that, and keeps it on disk.

    All of it happens in the thread that trains. As a context it holds the run's lease.

    engine: the id of the engine that has the run.

    Raises LeaseError, in any of its methods, where somebody else writes to the run.
    """

    def __init__(self, run: Run, engine: str) -> None:
        self.run = run
        self.engine = engine
        self.progress = run.progress
        self._lease: Lease | None = None
        self._is_lost = threading.Event()
        self._closing = contextlib.ExitStack()
        self._told_at = 0.0
        self._unwritten = Unwritten()

    def __enter__(self) -> Self:
        with contextlib.suppress(OSError):  # `keep` will meet it too, and say so
            self._take_lease()
        _kept.pop(str(self.run.folder), None)
        self.progress = self.run.progress  # nobody else changes it from here on
        return self

    def __exit__(self, *error: object) -> None:
        self._closing.close()

    def _take_lease(self) -> None:
        task = str(get_worker().get_current_task())

        def may_follow(holder: Holder) -> bool:
            # A page has written the run down for this engine, or an earlier worker had this task:
            # the engine has given that one up.
            return bool(self.engine) and holder.engine == self.engine and holder.task in ("", task)

        self._lease = take(self.run.folder, self.engine, task, may_follow)
        self._closing.callback(self._lease.release)
        self._is_lost = self._closing.enter_context(self._lease.renewed())
        self.run = dataclasses.replace(self.run, through=self._lease.folder)

    def check_lease(self) -> None:
        """Raise LeaseError where somebody else took the run over, going by the last renewal."""
        if self._is_lost.is_set():
            raise LeaseError(holder_of(self.run.folder))

    def give_up(self, error: LeaseError) -> None:
        """Tell that somebody else has the run; nothing is written any more."""
        logger.warning("the run in %s has another writer", self.run.folder, exc_info=error)
        self.progress = self.progress.after(Paused(str(error)))
        self.publish()

    def tell(self, event: Event) -> None:
        """Take one event in; the state after it is published five times a second at most."""
        self.progress = self.progress.after(event)
        if isinstance(event, Started):
            self.keep(Run.save_progress, self.progress)
        is_due = time.monotonic() - self._told_at >= SECONDS_BETWEEN_MESSAGES
        # An epoch is told when it is safe on disk: whoever sees it may rely on its checkpoint.
        is_urgent = isinstance(event, (Started, Note))
        if is_urgent or (is_due and not isinstance(event, Epoch)):
            self.publish()

    def publish(self) -> None:
        """Send the whole state to everybody who follows the run."""
        self._told_at = time.monotonic()
        get_worker().log_event(topic(str(self.run.folder)), self.progress.to_dict())

    def tell_reading(
        self, page: str, turn: int, probabilities: np.ndarray, first: dict[str, Any] | None = None
    ) -> None:
        """Send what the network makes of the digit that a page watches; nothing keeps it.

        first: what `inspection.first_layer` returns of it.
        """
        reading = (page, turn, self.progress.epochs_done, probabilities.tolist(), first)
        get_worker().log_event(readings_topic(str(self.run.folder)), reading)

    def keep(self, save: Callable[..., None], *content: Any) -> None:
        """Write something to the run's folder; where that fails, say so once and go on.

        save: called with the run and with what is to be written.
        """
        try:
            if self._lease is None:
                self._take_lease()
            save(self.run, *content)
        except OSError as error:
            if self._lease is not None and not self._lease.is_held:
                raise LeaseError(holder_of(self.run.folder)) from error
            self._note_unwritten(save, error)
        else:
            if self._unwritten.forget(save):
                self.tell(Note(WRITTEN_AGAIN))

    def _note_unwritten(self, save: Callable[..., None], error: OSError) -> None:
        is_known = bool(self._unwritten)
        self._unwritten.note(save, error)
        if not is_known:
            logger.exception("the run in %s cannot be written", self.run.folder)
            self.tell(Note(self._unwritten.sentence))

    def try_to_keep(self, save: Callable[..., None], *content: Any) -> None:
        """Write something that the run does not need; where that fails, it goes without."""
        if self._lease is None or not self._lease.is_held:
            return
        try:
            save(self.run, *content)
        except OSError:
            logger.warning("the run in %s goes without", self.run.folder, exc_info=True)

    @property
    def is_unwritable(self) -> bool:
        """Whether something that the run needs could not be written."""
        return bool(self._unwritten)

    def give_way(self) -> None:
        """Tell that the run waits again; nobody but its next worker may write to it."""
        event = GaveWay(GAVE_WAY)
        self.keep(Run.save_progress, self.progress.after(event))
        _kept[str(self.run.folder)] = self._closing.pop_all()
        self.tell(event)

    def end(self, event: End) -> None:
        """Tell how the run ended, on disk first; who hears it may have the lease at once."""
        event = self._unless_full(event)
        self.keep(Run.save_progress, self.progress.after(event))
        self._closing.close()
        event = self._unless_full(event)
        message = event.message or self._unwritten.sentence_at_end
        self.tell(dataclasses.replace(event, message=message))

    def _unless_full(self, event: End) -> End:
        """Return how a run ends: it rests where it has finished and there is no room for it."""
        if isinstance(event, Finished) and self._unwritten.is_for_want_of_room:
            return Paused(f"{self._unwritten.sentence_at_end} {RESUME_LATER}")
        return event
