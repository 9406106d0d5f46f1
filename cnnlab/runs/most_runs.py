"""How many runs a visitor's book may hold, and which go to the trash where it is full."""

import logging
import os
from collections.abc import Collection
from pathlib import Path

from cnnlab.runs.book import Book
from cnnlab.runs.folder import LOOKED_AT
from cnnlab.runs.run import Run
from labhelpers.number_words import several

logger = logging.getLogger(__name__)

# `cnn-lab serve` sets it for the pages of visitors; without it a book holds any number.
VARIABLE = "LAB_BOOK_RUNS"
USUAL_RUNS = 200
# What says that a run is more than one of many: somebody saw its test accuracy, or handed it in.
MARKS = (LOOKED_AT, "handed_in.json")
RESTING = ("finished", "stopped", "failed")


def make_place(book: Book, new: Run, shown: Collection[Path]) -> str:
    """Move the oldest runs of a full book to the trash, so that there is a place for a new one.

    shown: folders of runs that stay, with those that are on, that were looked at or handed in.

    Returns a sentence on what went, "" for nothing.
    """
    most = os.environ.get(VARIABLE)
    if not most or new.folder.exists():  # one that goes on has its place
        return ""
    runs = book.runs()
    too_many = len(runs) + 1 - int(most)
    if too_many <= 0:
        return ""
    oldest_first = runs[::-1]
    may_go = [run for run in oldest_first if isinstance(run, Run) and _may_go(run, shown)]
    gone = [run for run in may_go[:too_many] if _went(book, run)]
    if not gone:
        return ""
    what = gone[0].title if len(gone) == 1 else several(len(gone), "run")
    return f"A book holds {int(most):,} runs: the oldest that may go, {what}, went to the trash."


def _may_go(run: Run, shown: Collection[Path]) -> bool:
    if run.folder in shown or any((run.folder / mark).exists() for mark in MARKS):
        return False
    return run.progress.status in RESTING


def _went(book: Book, run: Run) -> bool:
    try:
        book.delete(run)
    except OSError:
        logger.warning("%s could not go to the trash", run.folder, exc_info=True)
        return False
    return True
