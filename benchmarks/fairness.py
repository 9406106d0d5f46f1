"""How long nine visitors with a run each wait while a tenth has queued ten runs.

Against the wait in a queue of their own. Real runs, small ones, on an engine of its own.
"""

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
CHOICES = TrainingConfig(epochs=6, batch_size=32)
NINE = [f"visitor {number}" for number in range(9)]
TEN_RUNS = ["busy"] * 10
SECONDS = 900


class Wait:
    """A run in the queue, and how many seconds passed until it began."""

    def __init__(self, engine, folder, visitor):
        book = Book(visitor.replace(" ", "-"), folder)
        self.run = book.new_run(SMALL, CHOICES, "embedded")
        self.seconds = None
        self.is_over = threading.Event()
        self.queued_at = time.monotonic()
        self.run.save_progress(Progress(epochs=CHOICES.epochs))
        engine.follow(self.run, self.hear)
        engine.train(self.run, visitor=visitor)

    def hear(self, progress):
        if progress.status == "training" and self.seconds is None:
            self.seconds = time.monotonic() - self.queued_at
        if progress.status in ("finished", "failed"):
            self.is_over.set()


def mean_wait(engine, folder, visitors):
    """Queue a run of each of `visitors`, in this order; return the nine's mean wait in seconds."""
    waits = [(visitor, Wait(engine, folder, visitor)) for visitor in visitors]
    for _visitor, wait in waits:
        if not wait.is_over.wait(SECONDS):
            raise TimeoutError("a run is not over")
    return statistics.mean(wait.seconds for visitor, wait in waits if visitor in NINE)


def measure():
    """Return the rows of the table."""
    orders = {
        "alone": NINE,
        "among": [*NINE[:4], *TEN_RUNS, *NINE[4:]],
        "first": [*TEN_RUNS, *NINE],
    }
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JUPYTER_RUNTIME_DIR"] = folder
        engine = engines.connect(idle_seconds=60)
        try:
            mean_wait(engine, folder, NINE[:1])  # the worker is warm then
            found = {name: mean_wait(engine, folder, order) for name, order in orders.items()}
        finally:
            engine.close()
            engines.end(engine.pid)
    what = "wait of nine visitors, against a queue of their own: the tenth queued ten runs"
    seconds = f"{what.partition(',')[0]} in a queue of their own, mean"
    return [
        row(seconds, found["alone"], "s", 60),
        row(f"{what} in their midst", found["among"] / found["alone"], "x", 1.2),
        row(f"{what} before them", found["first"] / found["alone"], "x", 1.3),
    ]
