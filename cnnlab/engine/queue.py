"""The queue of runs: who is next, who is on, and how one leaves it.

Dask's scheduler holds the queue: it serves the highest priority first and, of equal ones, the run
that was queued first. All runs have the same priority.
"""

import time

from dask.typing import Key
from distributed import Client, Future, Scheduler

from cnnlab.engine import tasks
from cnnlab.engine.topics import SLOT, folder_of, new_key
from cnnlab.runs import Run

# The states of a task that has not ended: see "Scheduler State Machine" in Dask's manual.
ACTIVE_STATES = ("no-worker", "waiting", "queued", "processing")

# How long a page may take to begin a run before another one need not wait for it any more.
SECONDS_TO_BEGIN = 30.0
# Of each book: the run that a page is about to begin, and until when that holds. Kept in the
# scheduler's process, which answers one page after another.
_beginning: dict[str, tuple[str, float]] = {}


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


def may_begin(book: str, folder: str, dask_scheduler: Scheduler) -> bool:
    """Say whether a page may begin the run in `folder`; until it has, no other of the book may.

    It looks at the book's runs only then: pages that looked before would all find none that is
    on, and begin one each.
    """
    other, until = _beginning.get(book, (folder, 0.0))
    if other != folder and time.monotonic() < until:
        return False
    _beginning[book] = (folder, time.monotonic() + SECONDS_TO_BEGIN)
    return True


def has_begun(book: str, folder: str, dask_scheduler: Scheduler) -> None:
    """Let other pages begin a run of the book, or find the one in `folder` on."""
    if _beginning.get(book, ("", 0.0))[0] == folder:
        del _beginning[book]
