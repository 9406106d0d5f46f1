"""What a session has the engine do with runs: train, pause, stop, and find them again.

All of it happens in the engine's lane, because each answer may take a while.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cnnlab.runs import Run
from cnnlab.runs.lease import Holder, LeaseError
from cnnlab.runs.most_runs import make_place
from cnnlab.runs.quota import QuotaError, make_room
from cnnlab.runs.wholeness import where_it_goes_on
from cnnlab.session.elsewhere import Elsewhere
from cnnlab.session.engine_link import EngineLink
from cnnlab.session.lanes import Lane
from cnnlab.session.limits_of_a_run import TooLongError, check_seconds
from cnnlab.session.news import News
from cnnlab.session.open_book import OpenBook, RunSummary
from cnnlab.session.pulse import Pulse, telling_late_start
from cnnlab.session.shown_run import ShownRun
from cnnlab.session.visitor import visitor_of
from cnnlab.session.waiting_words import waiting_words
from cnnlab.session.written_by_page import is_ended_by, write_down, write_end
from labhelpers.digits import Digits
from labhelpers.events import Failed, Paused, Progress, Stopped

if TYPE_CHECKING:
    from cnnlab.engine.client import Engine
    from cnnlab.engine.forecast import Place

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 1.0
ENDS = ("paused", "stopped", "finished", "failed")
CUT_OFF = "This run was cut off when its engine ended."
ENGINE_ENDED = "The engine that trained this run ended."
IS_ON_ELSEWHERE = "A run of yours is on already, in another page. This page shows it."


class Runner:
    """Takes a session's runs to the engine, and what they say back into its `news`.

    lane: the engine's. decline: called with a run that may not begin now, and why.
    take_back: called with one that will not begin. say: called with a sentence for the page.
    get_digits: returns the images in use.
    """

    def __init__(
        self,
        engine: EngineLink,
        open_book: OpenBook,
        shown: ShownRun,
        news: News,
        lane: Lane,
        decline: Callable[[Run, Progress, str], None],
        take_back: Callable[[Run], None],
        say: Callable[[str], None],
        get_digits: Callable[[], Digits | None],
    ) -> None:
        self._engine = engine
        self._open_book = open_book
        self._shown = shown
        self._news = news
        self._lane = lane
        self._decline = decline
        self._take_back = take_back
        self._say = say
        self._get_digits = get_digits
        self._elsewhere = Elsewhere(shown, news, self._settle_later)

    def launch(self, run: Run, progress: Progress) -> None:
        """Train a run, unless another page has one on, or is about to."""
        engine = self._connected()
        with engine.beginning(run):
            self._launch(engine, run, progress)

    def _launch(self, engine: Engine, run: Run, progress: Progress) -> None:
        self._open_book.refresh()
        for row in self._rows_that_are_on(engine):
            latest = engine.latest(row.run)
            if latest is None or latest.is_active:  # else it is only being measured
                self._decline(run, progress, IS_ON_ELSEWHERE)
                self._find_again(engine, row.run, row.progress)
                return
        if not self._has_room(engine, run, progress):
            return
        try:
            if not write_down(engine.id, run, progress):
                self._news.put(run, run.progress)
                return
        except LeaseError as error:
            self._say(str(error))
            self._show_where_it_is(run, error.holder)
            return
        except OSError:
            # The worker cannot write there either, says so and trains all the same.
            logger.warning("%s cannot be written.", run.folder, exc_info=True)
        self._follow(engine, run)

        def on_lost(sentence: str) -> None:
            self._lane.later(self.end, run, Paused(sentence), engine.id)

        visitor = visitor_of(self._open_book.book)
        engine.train(run, on_lost, visitor, self._num_images)
        self._shown.tell_place(run, waiting_words(engine.place(run)))
        self._open_book.refresh()

    def _has_room(self, engine: Engine, run: Run, progress: Progress) -> bool:
        """Whether a run may begin by the limits of a shared page; else it has failed."""
        book = self._open_book.book
        stay = [known.folder for known in (self._shown.run, self._open_book.selected) if known]
        try:
            if not run.folder.exists():
                check_seconds(engine.expected_seconds(run, self._num_images))
            made = [make_room(book, run), make_place(book, run, stay)]
        except (QuotaError, TooLongError) as error:
            self._take_back(run)
            self._news.put(run, progress.after(Failed(str(error))))
            return False
        if any(made):
            self._open_book.forget_gone()
            self._say(" ".join(filter(None, made)))
        return True

    @property
    def _num_images(self) -> int | None:
        """How many training images there are, None before that is known."""
        digits = self._get_digits()
        return len(digits.train_images) if digits else None

    def _connected(self) -> Engine:
        """Return the engine; say so where it, or its start, takes long."""
        with telling_late_start(self._shown.tell_late_engine):
            return self._engine.connected()

    def ask(self, run: Run, what: str, event: Paused | Stopped) -> None:
        """Ask a run to "stop" or to "pause"; where no worker has it, that is done with `event`."""
        engine = self._engine.connected()
        is_heard = engine.request(run, what)
        # By the queue, not by what is shown: that is still "waiting" where a worker begins.
        if not is_heard or engine.place(run) is not None:
            engine.withdraw(run)
        if not engine.has(run):
            self.end(run, event, engine.id)

    def end(self, run: Run, event: Paused | Stopped, engine: str = "") -> None:
        """Say, here and on disk, how a run ended that no worker has.

        It may have said so itself meanwhile, or somebody else has it: then that holds.

        engine: the id of the engine that had the run, and has it no more.
        """
        holder = self._ended(run, event, engine)
        if holder is not None:
            self._show_where_it_is(run, holder)

    def _ended(self, run: Run, event: Paused | Stopped, engine: str) -> Holder | None:
        """Do what `end` says; return who else has the run, None for nobody."""
        state = run.progress
        if is_ended_by(event, state):
            shown = self._shown.state_of(run)
            try:
                state = write_end(run, event, engine, shown)
            except LeaseError as error:
                return error.holder
            except OSError:
                logger.warning("The end of %s cannot be written.", run.folder, exc_info=True)
                state = (shown or state).after(event)
        self._news.put(run, state)
        return None

    def _settle_later(self, run: Run) -> None:
        self._lane.later(self.end, run, _paused(run, CUT_OFF))

    def _show_where_it_is(self, run: Run, holder: Holder | None) -> None:
        """Follow a run that somebody else has, if it is shown or nothing else is."""
        if self._shown.run is not None and not self._shown.is_shown(run):
            return
        engine = self._engine.current
        if engine is not None and engine.has(run):
            self._find_again(engine, run, run.progress)
        elif holder is not None:
            self._elsewhere.show(run, holder)

    def recover(self, wanted: Run | None = None) -> None:
        """Find the book's newest run again; one that no worker has any more can be resumed.

        wanted: a run that is to be shown, if it is on somewhere else.
        """
        self._open_book.book.tidy()
        self._open_book.refresh()
        if not any(row.progress.is_active for row in self._open_book.runs):
            # Nothing is on that could be found again, and the engine may be long in coming.
            self._shown.show_newest(self._open_book.runs)
        engine = self._connected()
        on = self._rows_that_are_on(engine)
        elsewhere: dict[Path, Holder] = {}
        for row in self._open_book.runs:
            if row.progress.is_active and row not in on:
                holder = self._ended(row.run, _paused(row.run, CUT_OFF), engine.id)
                if holder is not None:
                    elsewhere[row.run.folder] = holder
        if self._shown.run is None and wanted is not None and wanted.folder in elsewhere:
            self._elsewhere.show(wanted, elsewhere[wanted.folder])
        if self._shown.run is None and on:
            self._find_again(engine, on[0].run, on[0].progress)
        self._open_book.refresh()
        self._show_newest(elsewhere)

    def _show_newest(self, elsewhere: dict[Path, Holder]) -> None:
        """Show the newest run, be it on somewhere else, where none is shown."""
        rows = self._open_book.runs
        if self._shown.run is None and rows and rows[0].run.folder in elsewhere:
            self._elsewhere.show(rows[0].run, elsewhere[rows[0].run.folder])
        self._shown.show_newest(rows)

    def _rows_that_are_on(self, engine: Engine) -> list[RunSummary]:
        rows = self._open_book.runs
        return [row for row in rows if row.progress.is_active and engine.has(row.run)]

    def _find_again(self, engine: Engine, run: Run, progress: Progress) -> None:
        """Show a run that is on: as it was at its last epoch, and at once as it tells itself."""
        self._shown.show(run, progress)
        self._follow(engine, run)
        self._look_at_disk(run)
        # Dask sends the wish to listen a little later: the run may end just before.
        look = threading.Timer(SECONDS_BETWEEN_LOOKS, self._lane.later, [self._look_at_disk, run])
        look.daemon = True
        look.start()

    def _look_at_disk(self, run: Run) -> None:
        """Take in an end that nobody here could hear: it is on disk before it is told."""
        stored = run.progress
        if stored.status in ENDS:
            self._news.put(run, stored)

    def _look_whether_it_is_on(self, engine: Engine, run: Run) -> None:
        """After a break: the run may have ended, or another scheduler be there in its place."""
        if not engine.has(run):
            self.end(run, _paused(run, ENGINE_ENDED), engine.id)

    def _follow(self, engine: Engine, run: Run) -> None:
        """Hear from now on what the run says, and whether its engine ends."""

        def on_progress(progress: Progress) -> None:
            self._news.put(run, progress)

        engine.follow(run, on_progress)
        threading.Thread(target=self._watch, args=(engine, run), daemon=True).start()

    def _watch(self, engine: Engine, run: Run) -> None:
        def on_place(place: Place | None) -> None:
            self._shown.tell_place(run, waiting_words(place))

        pulse = Pulse(engine, run, on_place)
        try:
            self._watch_with(pulse, engine, run)
        finally:
            pulse.end()
            self._shown.tell_silence(run, "")

    def _watch_with(self, pulse: Pulse, engine: Engine, run: Run) -> None:
        told = ""
        while self._shown.is_busy and self._shown.is_shown(run):
            sentence = pulse.sentence
            if sentence != told:
                self._shown.tell_silence(run, sentence)
            told = sentence
            if engine.has_ended:
                # With its process gone it has no run; a cluster may be up, and the run on.
                gone = engine.id if engine.is_gone else ""
                self._lane.later(self.end, run, _paused(run, ENGINE_ENDED), gone)
                return
            if engine.listen_again():
                self._lane.later(self._look_whether_it_is_on, engine, run)
            time.sleep(SECONDS_BETWEEN_LOOKS)


def _paused(run: Run, why: str) -> Paused:
    """Return how a run ended whose engine is no more, and what may be done."""
    return Paused(f"{why} Press Resume to go on {where_it_goes_on(run)}.")
