"""How long nine visitors with a run each wait while a tenth has queued ten runs.

Real runs, small ones, on an engine of its own. What they would wait in a queue of their own is
worked out from the same runs: without the time in which a run of the tenth was on. So it does not
matter what else the machine does meanwhile.
"""

import itertools
import os
import statistics
import tempfile
import threading
import time

from benchmarks.page import row
from cnnlab import engine as engines
from cnnlab.runs import Book
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.events import Progress

SMALL = CnnConfig(filters=8, dense_units=16)
CHOICES = TrainingConfig(epochs=3, batch_size=32)
NINE = [f"visitor {number}" for number in range(9)]
BUSY = "busy"
TEN_RUNS = [BUSY] * 10
SECONDS = 900


class Queued:
    """A run in the queue: when it came, and when it began."""

    def __init__(self, engine, folder, visitor):
        self.visitor = visitor
        self.came_at = time.monotonic()
        self.began_at = None
        self.is_over = threading.Event()
        book = Book(visitor.replace(" ", "-"), folder)
        run = book.new_run(SMALL, CHOICES, "embedded")
        run.save_progress(Progress(epochs=CHOICES.epochs))
        engine.follow(run, self.hear)
        engine.train(run, visitor=visitor)

    def hear(self, progress):
        if progress.status == "training" and self.began_at is None:
            self.began_at = time.monotonic()
        if progress.status in ("finished", "failed"):
            self.is_over.set()


def go(engine, folder, visitors):
    """Train a run of each of `visitors`, queued in this order; return them as they began."""
    runs = [Queued(engine, folder, visitor) for visitor in visitors]
    for run in runs:
        if not run.is_over.wait(SECONDS):
            raise TimeoutError("a run is not over")
    return sorted(runs, key=lambda run: run.began_at)


def slowdown(runs):
    """Return how many times longer the nine wait than in a queue of their own, on average."""
    turns = itertools.pairwise(runs)
    busy = [(run, after) for run, after in turns if run.visitor == BUSY]

    def lost(run):
        """Return the seconds of a run's wait in which one of the tenth was on."""
        overlaps = (
            min(after.began_at, run.began_at) - max(other.began_at, run.came_at)
            for other, after in busy
        )
        return sum(max(0.0, overlap) for overlap in overlaps)

    nine = [run for run in runs if run.visitor in NINE]
    wait = statistics.mean(run.began_at - run.came_at for run in nine)
    return wait / (wait - statistics.mean(map(lost, nine)))


def measure():
    """Return the rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JUPYTER_RUNTIME_DIR"] = folder
        engine = engines.connect(idle_seconds=60)
        try:
            go(engine, folder, NINE[:1])  # the worker is warm then
            among = slowdown(go(engine, folder, [*NINE[:4], *TEN_RUNS, *NINE[4:]]))
            behind = slowdown(go(engine, folder, [*TEN_RUNS, *NINE]))
        finally:
            engine.close()
            engines.end(engine.pid)
    what = "wait of nine visitors, against a queue of their own: a tenth queued ten runs"
    return [
        row(f"{what} among them", among, "x", 1.2),
        row(f"{what} before them", behind, "x", 1.3),
    ]
