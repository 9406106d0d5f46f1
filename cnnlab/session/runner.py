"""What a session has the engine do with runs: train, pause, stop, and find them again.

All of it happens in the engine's lane, because each answer may take a while.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from cnnlab.runs import Run
from cnnlab.session.engine_link import EngineLink
from cnnlab.session.lanes import Lane
from cnnlab.session.news import News
from cnnlab.session.open_book import OpenBook, RunSummary
from cnnlab.session.shown_run import ShownRun
from labhelpers.events import Paused, Progress, Stopped

if TYPE_CHECKING:
    from cnnlab.engine.client import Engine

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 1.0
ENDS = ("paused", "stopped", "finished", "failed")
CUT_OFF = (
    "This run was cut off when its engine ended. Press Resume to go on from its last checkpoint."
)
ENGINE_ENDED = (
    "The engine that trained this run ended. Press Resume to go on from the last checkpoint."
)
IS_ON_ELSEWHERE = "A run of yours is on already, in another page. This page shows it."


class Runner:
    """Takes a session's runs to the engine, and what they say back into its `news`.

    lane: the engine's. decline: called with a run that may not begin now, and why.
    """

    def __init__(
        self,
        engine: EngineLink,
        open_book: OpenBook,
        shown: ShownRun,
        news: News,
        lane: Lane,
        decline: Callable[[Run, Progress, str], None],
    ) -> None:
        self._engine = engine
        self._open_book = open_book
        self._shown = shown
        self._news = news
        self._lane = lane
        self._decline = decline

    def launch(self, run: Run, progress: Progress) -> None:
        """Train a run, unless another page has one on."""
        engine = self._engine.connected()
        self._open_book.refresh()
        for row in self._rows_that_are_on(engine):
            latest = engine.latest(row.run)
            if latest is None or latest.is_active:  # else it is only being measured
                self._decline(run, progress, IS_ON_ELSEWHERE)
                self._find_again(engine, row)
                return
        try:
            run.save()
            run.save_progress(progress)
        except OSError:
            # The worker cannot write there either, says so and trains all the same.
            logger.warning("%s cannot be written.", run.folder, exc_info=True)
        self._follow(engine, run)

        def on_lost(sentence: str) -> None:
            self._lane.later(self.end, run, Paused(sentence))

        engine.train(run, on_lost)
        self._open_book.refresh()

    def ask(self, run: Run, what: str, event: Paused | Stopped) -> None:
        """Ask a run to "stop" or to "pause"; where no worker has it, that is done with `event`."""
        engine = self._engine.connected()
        shown = self._shown.state_of(run)
        is_waiting = shown is not None and shown.status == "waiting"
        is_heard = engine.request(run, what)
        if not is_heard or is_waiting:  # nobody has it yet, or not any more
            engine.withdraw(run)
        if not engine.has(run):
            self.end(run, event)

    def end(self, run: Run, event: Paused | Stopped) -> None:
        """Say, here and on disk, how a run ended that no worker has.

        It may have said so itself meanwhile: then that holds.
        """
        state = run.progress
        is_stopped_later = state.status == "paused" and isinstance(event, Stopped)
        if state.is_active or is_stopped_later:
            shown = self._shown.state_of(run)
            state = (shown or state).after(event)
            try:
                run.save()  # a state without its choices would be a damaged run
                run.save_progress(state)
            except OSError:
                logger.warning("The end of %s cannot be written.", run.folder, exc_info=True)
        self._news.put(run, state)

    def recover(self) -> None:
        """Find the book's newest run again; one that no worker has any more can be resumed."""
        self._open_book.book.empty_trash()
        self._open_book.refresh()
        if not any(row.progress.is_active for row in self._open_book.runs):
            # Nothing is on that could be found again, and the engine may be long in coming.
            self._shown.show_newest(self._open_book.runs)
        engine = self._engine.connected()
        on = self._rows_that_are_on(engine)
        for row in self._open_book.runs:
            if row.progress.is_active and row not in on:
                self.end(row.run, Paused(CUT_OFF))
        if self._shown.run is None and on:
            self._find_again(engine, on[0])
        self._open_book.refresh()
        self._shown.show_newest(self._open_book.runs)

    def _rows_that_are_on(self, engine: Engine) -> list[RunSummary]:
        rows = self._open_book.runs
        return [row for row in rows if row.progress.is_active and engine.has(row.run)]

    def _find_again(self, engine: Engine, row: RunSummary) -> None:
        """Show a run that is on: as it was at its last epoch, and at once as it tells itself."""
        self._shown.show(row.run, row.progress)
        self._follow(engine, row.run)
        self._look_at_disk(row.run)
        # Dask sends the wish to listen a little later: the run may end just before.
        look = threading.Timer(
            SECONDS_BETWEEN_LOOKS, self._lane.later, [self._look_at_disk, row.run]
        )
        look.daemon = True
        look.start()

    def _look_at_disk(self, run: Run) -> None:
        """Take in an end that nobody here could hear: it is on disk before it is told."""
        stored = run.progress
        if stored.status in ENDS:
            self._news.put(run, stored)

    def _follow(self, engine: Engine, run: Run) -> None:
        """Hear from now on what the run says, and whether its engine ends."""

        def on_progress(progress: Progress) -> None:
            self._news.put(run, progress)

        engine.follow(run, on_progress)
        threading.Thread(target=self._watch, args=(engine, run), daemon=True).start()

    def _watch(self, engine: Engine, run: Run) -> None:
        while self._shown.is_busy and self._shown.is_shown(run):
            if not engine.is_connected:
                self._lane.later(self.end, run, Paused(ENGINE_ENDED))
                return
            time.sleep(SECONDS_BETWEEN_LOOKS)
