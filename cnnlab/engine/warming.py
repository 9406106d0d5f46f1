"""What makes a worker ready before its first run: imports, a rehearsal, the digits."""

import functools
import gc
import logging
import threading

from distributed import Worker, WorkerPlugin

from cnnlab.engine.topics import SLOT
from cnnlab.runs import runs_folder
from cnnlab.runs.private import be_private
from labhelpers.digits import load_digits
from labhelpers.quiet import quiet_stderr

logger = logging.getLogger(__name__)

_rehearsing = threading.Lock()


@functools.cache
def _rehearse() -> None:
    """Import what training needs and train a very small network, once in a worker's life."""
    with quiet_stderr():
        import sklearn.metrics  # noqa: F401

        from cnnlab.engine.rehearsal import rehearse
    rehearse()
    # Keras collects garbage after each run. What is there by now stays, all of TensorFlow, and to
    # look through it each time would take a fifth of a second.
    gc.collect()
    gc.freeze()


def warm(source: str | None = None) -> None:
    """Do what would hold up the first run: imports, first training steps, unpacking the digits."""
    with _rehearsing:
        _rehearse()
    if source:
        load_digits(source)


def _warm_in_thread() -> None:
    try:
        warm()
    except Exception:  # the first run will meet it too, and say so on the page
        logger.exception("the worker could not rehearse")


class WarmWorker(WorkerPlugin):
    """Makes every worker ready for a run, also one that joins later or replaces a dead one."""

    name = "cnn-lab"
    idempotent = True

    async def setup(self, worker: Worker) -> None:
        """Called by Dask, in the worker's event loop, which must go on answering."""
        be_private(runs_folder())  # a cluster's worker, too
        threading.Thread(target=_warm_in_thread, daemon=True).start()
        # One that was started without `--resources training=1` would get no run.
        if SLOT not in worker.state.total_resources:
            await worker.set_resources(**{SLOT: 1})
