"""What runs in the scheduler's process to tell which runs lost their worker."""

from typing import Any

from dask.typing import Key
from distributed import Scheduler, SchedulerPlugin

from cnnlab.engine.topics import LOST_RUNS, folder_of


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
