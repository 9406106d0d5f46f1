"""The queue of runs, as a page asks for it: how a run enters and leaves it, and its place.

The scheduler's process holds the queue; `turns` says there who is next.
"""

import dataclasses
import time
from collections.abc import Callable
from typing import Any

import dask
from dask.typing import Key
from distributed import Client, Future, Scheduler

from cnnlab.engine import tasks
from cnnlab.engine.epoch_work import epoch_work, images_of
from cnnlab.engine.forecast import Place
from cnnlab.engine.queue_now import QueueNow
from cnnlab.engine.speed import Speed
from cnnlab.engine.topics import Expected, folder_of, new_key
from cnnlab.engine.turns import EXPECTED, HELD, Turns
from cnnlab.runs import Run

# The states of a task that has not ended: see "Scheduler State Machine" in Dask's manual.
ACTIVE_STATES = ("no-worker", "waiting", "queued", "processing")

# How long a page may take to begin a run before another one need not wait for it any more.
SECONDS_TO_BEGIN = 30.0
# Of each book: the run that a page is about to begin, and until when that holds. Kept in the
# scheduler's process, which answers one page after another.
_beginning: dict[str, tuple[str, float]] = {}


def expected_of(run: Run, visitor: str, num_images: int | None = None) -> Expected:
    """Return what the queue is told of a run.

    num_images: how many training images its data set has, None where that is not known.
    """
    training = run.training
    work = epoch_work(run.cnn, images_of(training, num_images), training.batch_size)
    return Expected(visitor, work, training.epochs, num_images is not None)


def enqueue(client: Client, run: Run, engine: str, expected: Expected) -> Future:
    """Queue a run, new or paused; return the future of its task. engine: the engine's id."""
    return submit_in_turn(client, expected, str(run.folder), tasks.train, run, engine)


def submit_in_turn(
    client: Client, expected: Expected, folder: str, task: Callable[..., None], *arguments: Any
) -> Future:
    """Have a task done that trains the run in `folder`, when it is that run's turn."""
    with dask.annotate(**{EXPECTED: dataclasses.asdict(expected)}):
        return client.submit(task, *arguments, key=new_key(folder), resources=HELD)


def place_of(folder: str, dask_scheduler: Scheduler) -> Place | None:
    """Return the place of the run in `folder`; None where it does not wait.

    Runs in the scheduler's process, as all that follows does.
    """
    turns = dask_scheduler.plugins.get(Turns.name)
    return turns.place(folder) if isinstance(turns, Turns) else None


def now(dask_scheduler: Scheduler) -> QueueNow:
    """Return the runs that are on and those that wait."""
    turns = dask_scheduler.plugins.get(Turns.name)
    return turns.now() if isinstance(turns, Turns) else QueueNow(False, [], [])


def pause(seconds: float, dask_scheduler: Scheduler) -> None:
    """Let no run begin for so many seconds; 0 ends the pause."""
    turns = dask_scheduler.plugins.get(Turns.name)
    if isinstance(turns, Turns):
        turns.pause(seconds)


def seconds_of(expected: Expected, dask_scheduler: Scheduler) -> float:
    """Return how many seconds of a worker a run will take."""
    turns = dask_scheduler.plugins.get(Turns.name)
    speed = turns.speed if isinstance(turns, Turns) else Speed()
    return speed.seconds_of(expected.work_of_epoch, expected.epochs)


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
