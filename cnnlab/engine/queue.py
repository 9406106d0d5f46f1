"""The queue of runs: who is next, who is on, and how one leaves it.

Dask's scheduler holds the queue: it serves the highest priority first and, of equal ones, the run
that was queued first. All runs have the same priority.
"""

from dask.typing import Key
from distributed import Client, Future, Scheduler

from cnnlab.engine import tasks
from cnnlab.engine.topics import SLOT, folder_of, new_key
from cnnlab.runs import Run

# The states of a task that has not ended: see "Scheduler State Machine" in Dask's manual.
ACTIVE_STATES = ("no-worker", "waiting", "queued", "processing")


def enqueue(client: Client, run: Run, engine: str) -> Future:
    """Queue a run, new or paused; return the future of its task. engine: the engine's id."""
    key = new_key(str(run.folder))
    return client.submit(tasks.train, run, engine, key=key, resources={SLOT: 1})


def active_keys(folder: str, dask_scheduler: Scheduler) -> list[Key]:
    """Return the keys of the tasks that train the run in `folder`, or wait to do so.

    Runs in the scheduler's process, as `withdraw` does.
    """
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
