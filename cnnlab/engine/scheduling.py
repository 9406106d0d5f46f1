"""What runs in the scheduler's process: which runs are on, and which ones lost their worker."""

from typing import Any

from dask.typing import Key
from distributed import Scheduler, SchedulerPlugin

from cnnlab.engine.names import LOST_RUNS, folder_of

# The states of a task that has not ended: see "Scheduler State Machine" in Dask's manual.
ACTIVE_STATES = ("no-worker", "waiting", "queued", "processing")


def active_keys(folder: str, dask_scheduler: Scheduler) -> list[Key]:
    """Return the keys of the tasks that train the run in `folder`, or wait to do so."""
    return [
        key
        for key, task in dask_scheduler.tasks.items()
        if task.state in ACTIVE_STATES and folder_of(key) == folder
    ]


def withdraw(folder: str, dask_scheduler: Scheduler) -> None:
    """Take the run in `folder` out of the queue."""
    # `Client.cancel` wants the future, which only the kernel that queued the run has.
    dask_scheduler.stimulus_cancel(
        active_keys(folder, dask_scheduler),
        client="fire-and-forget",
        force=True,
        reason="withdrawn",
        msg="by its owner",
    )


class LostRuns(SchedulerPlugin):
    """Publishes the folders of the runs whose worker died, each time that one dies."""

    name = "cnn-lab-lost-runs"
    idempotent = True

    def __init__(self) -> None:
        # How many workers each task has seen die.
        self.deaths: dict[Key, int] = {}

    def remove_worker(
        self, scheduler: Scheduler, worker: str, *, stimulus_id: str, **kwargs: Any
    ) -> None:
        """Called by Dask, in the scheduler's event loop, when a worker has gone."""
        deaths = {key: task.suspicious for key, task in scheduler.tasks.items() if folder_of(key)}
        lost = [key for key, number in deaths.items() if number > self.deaths.get(key, 0)]
        self.deaths = deaths
        if lost:
            scheduler.log_event(LOST_RUNS, [folder_of(key) for key in lost])
