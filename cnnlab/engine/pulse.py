"""When a run's worker was last heard of: it tells the scheduler twice a second that it lives."""

from distributed import Scheduler
from distributed.metrics import time

from cnnlab.engine.topics import folder_of


def seconds_since_heard(folder: str, dask_scheduler: Scheduler) -> float:
    """Return for how many seconds nothing was heard of the worker that has the run in `folder`.

    While no worker has it: of all that might take it; 0 where there is none. Runs in the
    scheduler's process.
    """
    tasks = dask_scheduler.tasks.items()
    having = [task.processing_on for key, task in tasks if folder_of(key) == folder]
    workers = [worker for worker in having if worker] or list(dask_scheduler.workers.values())
    return max(0.0, time() - max((worker.last_seen for worker in workers), default=time()))
