"""A run that takes more memory than a worker may have ends, and not the machine with it.

What a run will take is bounded before it begins (`labhelpers.memory`), by arithmetic. This is for
what that does not know of. TensorFlow cannot be interrupted while it allocates, so the worker's
process ends; Dask starts another one, which finds on disk that this run is over.
"""

import contextlib
import logging
import os
import threading
from collections.abc import Iterator

import psutil
from distributed.system import MEMORY_LIMIT

from cnnlab.engine.reporter import Reporter
from cnnlab.runs import Run
from labhelpers.events import Failed

logger = logging.getLogger(__name__)

# A worker is renewed between two runs where it holds 3,000 MiB, and a run may take 2 GB.
MOST_BYTES = 5 * 2**30
SHARE_OF_MEMORY = 0.75  # of the machine's, or of its container's
# One that held more before the run began had it from others: the run is tried in a fresh one.
FRESH_BYTES = 1.2 * 2**30
SECONDS_BETWEEN_LOOKS = 0.05
TOO_MUCH = (
    "Training took more memory than a worker may have ({:.1f} GB), so it was ended. "
    "Choose fewer filters or a smaller batch."
)


def most_bytes() -> float:
    """Return how many bytes a worker may hold."""
    return min(MOST_BYTES, SHARE_OF_MEMORY * MEMORY_LIMIT)


@contextlib.contextmanager
def watching_memory(reporter: Reporter) -> Iterator[None]:
    """End this process, and the run of `reporter` with it, where it takes too much memory."""
    is_over = threading.Event()
    watch = threading.Thread(target=_watch, args=(reporter, is_over), daemon=True)
    watch.start()
    try:
        yield
    finally:
        is_over.set()
        watch.join()


def _watch(reporter: Reporter, is_over: threading.Event) -> None:
    process = psutil.Process()
    at_first = process.memory_info().rss
    while not is_over.wait(SECONDS_BETWEEN_LOOKS):
        held = process.memory_info().rss
        if held > most_bytes():
            logger.error("the run in %s took %d bytes", reporter.run.folder, held)
            if at_first <= FRESH_BYTES:
                _tell(reporter)
            os._exit(1)


def _tell(reporter: Reporter) -> None:
    """Write how the run ended: whoever takes it over then leaves it as it is."""
    failed = reporter.progress.after(Failed(TOO_MUCH.format(most_bytes() / 1e9)))
    try:
        Run.save_progress(reporter.run, failed)
    except OSError:
        logger.exception("the end of %s cannot be written", reporter.run.folder)
