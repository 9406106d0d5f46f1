"""The runs of a class as they are on disk: which are whole, and when those that were on go on."""

import threading
import time
from pathlib import Path

from cnnlab.app.visitor_files import BOOK
from cnnlab.runs import Book, DamagedRun, Run
from cnnlab.runs.json_files import DamagedFileError
from cnnlab.runs.wholeness import measured, problem_of

SECONDS_BETWEEN_LOOKS = 0.25


def runs_in(folder):
    """Return the runs of all visitors' books in a folder, damaged ones among them."""
    names = sorted(path.name for path in Path(folder).iterdir() if BOOK.fullmatch(path.name))
    return [run for name in names for run in Book(name, folder).runs()]


def damage_of(run):
    """Return what of a run cannot be read, or is missing, in sentences; "" for nothing."""
    if isinstance(run, DamagedRun):
        return run.problem
    progress = run.progress
    if progress.status == "damaged":
        return progress.message
    try:
        run.read_checkpoint()
        run.read_probabilities()
    except DamagedFileError as error:
        return str(error)
    return problem_of(run, progress, measured(run, progress)[1])


class Onward(threading.Thread):
    """Looks at runs that are not over, until each has gone on beyond where it was.

    seconds: after how many each has, by its folder; those that have not are not in it.
    """

    def __init__(self, runs):
        super().__init__(daemon=True)
        self.runs = [run for run in runs if isinstance(run, Run) and _is_not_over(run)]
        self.seconds = {}
        self._epochs = {run.folder: run.progress.epoch for run in self.runs}
        self._began = time.monotonic()
        self._ends = threading.Event()

    def run(self):
        left = self.runs
        while left and not self._ends.wait(SECONDS_BETWEEN_LOOKS):
            for run in filter(self._has_gone_on, left):
                self.seconds[run.folder] = time.monotonic() - self._began
            left = [run for run in left if run.folder not in self.seconds]

    def _has_gone_on(self, run):
        progress = run.progress
        return progress.epoch > self._epochs[run.folder] or progress.status == "finished"

    def end(self):
        """Look no more; return the seconds of those that have gone on, in order."""
        self._ends.set()
        self.join()
        return sorted(self.seconds.values())


def _is_not_over(run):
    return run.progress.status in ("waiting", "training", "paused")
