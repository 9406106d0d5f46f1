"""The class's confusion matrix: that of each book's chosen run, added up."""

import collections
from collections.abc import Sequence

import numpy as np

from cnnlab.runs.book import best_of, finished_among
from cnnlab.wall.protocol import ClassMatrix
from cnnlab.wall.seen_runs import SeenRun
from labhelpers.config import NUM_CLASSES

# With fewer, one could tell what a single run makes of the test images, which the lab shows
# nobody who has not asked for it.
LEAST_BOOKS = 3


def chosen_run(runs: Sequence[SeenRun]) -> SeenRun | None:
    """Return a book's run that was handed in last, else its best one; None where none finished."""
    finished = finished_among(runs)
    handed_in = [run for run in finished if run.handed_in_at]
    return max(handed_in, key=lambda run: run.handed_in_at, default=None) or best_of(finished)


def class_matrix(runs: Sequence[SeenRun]) -> ClassMatrix:
    """Return the sum over the books whose chosen runs were measured on the same images."""
    books = collections.defaultdict(list)
    for run in runs:
        books[run.book].append(run)
    chosen = [run for run in map(chosen_run, books.values()) if run is not None]
    counts = collections.Counter((run.dataset, run.checksum) for run in chosen)
    ((dataset, checksum), number) = counts.most_common(1)[0] if counts else (("", ""), 0)
    alike = [run for run in chosen if (run.dataset, run.checksum) == (dataset, checksum)]
    is_shown = number >= LEAST_BOOKS
    return {
        "matrix": _sum_of(alike) if is_shown else [],
        "books": number,
        "others": len(chosen) - number,
        "least": LEAST_BOOKS,
        "dataset": dataset,
    }


def _sum_of(runs: Sequence[SeenRun]) -> list[list[int]]:
    total = np.zeros((NUM_CLASSES, NUM_CLASSES), "int64")
    for run in runs:
        total += np.array((run.metrics or {})["confusion_matrix"])
    return total.tolist()
