"""A run that is trained where this page's engine does not reach, shown as the disk tells it."""

import dataclasses
import threading
import time
from collections.abc import Callable

from cnnlab.runs import Run
from cnnlab.runs.lease import SECONDS_UNTIL_DEAD, Holder, holder_of
from cnnlab.session.news import News
from cnnlab.session.shown_run import ShownRun
from labhelpers.events import Progress

SECONDS_BETWEEN_LOOKS = 2.0


class Elsewhere:
    """Follows a run on disk while it is shown.

    on_end: called with the run, in a thread of its own, when nobody else writes to it any more.
    """

    def __init__(self, shown: ShownRun, news: News, on_end: Callable[[Run], None]) -> None:
        self._shown = shown
        self._news = news
        self._on_end = on_end

    def show(self, run: Run, holder: Holder) -> None:
        """Show a run, and from now on what its holder leaves on disk."""
        self._shown.show(run, _told(run.progress, holder), holder.where)
        threading.Thread(target=self._watch, args=[run], daemon=True).start()

    def _watch(self, run: Run) -> None:
        while self._shown.is_shown(run) and self._shown.elsewhere:
            time.sleep(SECONDS_BETWEEN_LOOKS)
            holder = holder_of(run.folder)
            progress = run.progress
            if not progress.is_active or holder is None or not holder.is_alive:
                self._on_end(run)
                return
            self._news.put(run, _told(progress, holder))


def _told(progress: Progress, holder: Holder) -> Progress:
    """Return a run's state with a sentence on where it is trained."""
    there = f"It is trained {holder.where}; pause or stop it there."
    # Of a process of this computer it is seen at once that it has gone.
    after = "" if holder.is_here else f" after {SECONDS_UNTIL_DEAD / 60:g} minutes"
    later = f"Should that end without a word, Resume appears here{after}."
    return dataclasses.replace(progress, message=f"{there} {later}")
