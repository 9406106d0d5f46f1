"""What runs in the scheduler's process to give each run its turn on a worker.

Dask would hand a waiting run to a worker at once, by the priority that it was queued with, and
steal it back for an idle one only from a worker that has more tasks than threads: a worker of two
threads and one slot would hold a run that waits while its neighbour has nothing to do. So here a
run wants a resource that no worker has, which keeps it with the scheduler, until it is its turn;
then it is tied to the worker that is free. Who is next is in `fair_queue`.
"""

import asyncio
import logging
import os
import time
from typing import Any

from dask.typing import Key
from distributed import Scheduler, SchedulerPlugin
from distributed.protocol.pickle import dumps
from distributed.scheduler import TaskState, WorkerState
from tornado.ioloop import PeriodicCallback

from cnnlab.engine.fair_queue import FairQueue
from cnnlab.engine.forecast import SHARE_TO_END, Place, forecast
from cnnlab.engine.queue_now import QueueNow, RunOn, RunWaiting, without_curves
from cnnlab.engine.requests import request
from cnnlab.engine.speed import Speed
from cnnlab.engine.topics import SLOT, Expected, folder_of, topic
from labhelpers.events import Progress

logger = logging.getLogger(__name__)

# After how many seconds on a worker a run gives way to somebody else's.
VARIABLE = "LAB_TURN_SECONDS"
USUAL_TURN_SECONDS = 60.0
SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_UNTIL_ASKED_AGAIN = 10.0
# What a run wants while it waits, and when it is its turn.
HELD: dict[str, float] = {SLOT: 1, "cnn-lab-turn": 1}
LET_GO: dict[str, float] = {SLOT: 1}
EXPECTED = "cnn_lab_expected"  # the annotation
STIMULUS = "cnn-lab-turns"


class Turns(SchedulerPlugin):
    """Hands runs out to workers, and has those give way that were on for a turn.

    get_no_more: addresses of workers that are about to be renewed.
    """

    name = "cnn-lab-turns"
    idempotent = True

    def __init__(self) -> None:
        self.turn_seconds = float(os.environ.get(VARIABLE) or USUAL_TURN_SECONDS)
        self.queue = FairQueue()
        self.speed = Speed()
        self.get_no_more: set[str] = set()
        self._paused_until = 0.0
        # Of each run that is on: since when, and when it was asked to give way.
        self._since: dict[Key, float] = {}
        self._asked: dict[Key, float] = {}
        # What was worked out last, and when.
        self._places: dict[Key, Place] = {}
        self._placed_at = 0.0

    async def start(self, scheduler: Scheduler) -> None:
        """Called by Dask when the plugin comes to the scheduler."""
        self._scheduler = scheduler
        self._asking: set[asyncio.Task] = set()
        self._looks = PeriodicCallback(self._look, 1000 * SECONDS_BETWEEN_LOOKS)
        self._looks.start()

    async def close(self) -> None:
        """Called by Dask when the scheduler ends."""
        self._looks.stop()

    def transition(
        self, key: Key, start: str, finish: str, *args: Any, stimulus_id: str, **kwargs: Any
    ) -> None:
        """Called by Dask, in the scheduler's event loop, when a task's state has changed."""
        if folder_of(key) is None:
            return
        if finish == "no-worker":
            self._arrive(key)
        elif start == "no-worker" and finish != "processing":
            self.queue.leave(key)
        elif start == "processing":
            self._leave(self._scheduler.tasks[key])
        else:
            return
        # Other changes may follow this one at once.
        asyncio.get_running_loop().call_soon(self._look)

    @property
    def is_paused(self) -> bool:
        """Whether no run begins."""
        return time.monotonic() < self._paused_until

    def pause(self, seconds: float) -> None:
        """Let no run begin for so many seconds; those that are on go on. 0 ends the pause.

        Whoever wants a longer pause says so again: when nobody is left to end it, it ends.
        """
        self._paused_until = time.monotonic() + seconds
        self._placed_at = 0.0
        self._look()

    def now(self) -> QueueNow:
        """Return the runs that are on and those that wait, in the order in which they begin."""
        on = [
            RunOn(str(folder_of(key)), self._used(key), without_curves(self._progress(key)))
            for key in self.queue.on
        ]
        places = self.places()
        waiting = [RunWaiting(str(folder_of(key)), place) for key, place in places.items()]
        return QueueNow(self.is_paused, on, sorted(waiting, key=lambda run: run.place.before))

    def place(self, folder: str) -> Place | None:
        """Return the place of the run in `folder`; None where it does not wait."""
        found = [key for key in self.queue.waiting if folder_of(key) == folder]
        if not found:
            return None
        return self.places()[found[-1]]

    def places(self) -> dict[Key, Place]:
        """Return the places of all that wait, worked out anew twice a second at most."""
        is_old = time.monotonic() > self._placed_at + SECONDS_BETWEEN_LOOKS
        if is_old or self._places.keys() != self.queue.waiting.keys():
            self._places = self._worked_out()
            self._placed_at = time.monotonic()
        return self._places

    def _worked_out(self) -> dict[Key, Place]:
        left = {key: self._seconds_left(key) for key in self.queue.on}
        used = {key: self._used(key) for key in self.queue.on}
        slots = sum(int(worker.resources.get(SLOT, 0)) for worker in self._workers())
        places = forecast(self.queue, left, used, slots, self.turn_seconds)
        if not self.is_paused:
            return places
        return {key: Place(place.before, None, is_paused=True) for key, place in places.items()}

    # Who comes and goes

    def _arrive(self, key: Key) -> None:
        expected = self._expected(key)
        epochs = expected.epochs - self._progress(key).epochs_done
        seconds = self.speed.seconds_of(expected.work_of_epoch, epochs)
        used = {on: self._used(on) for on in self.queue.on}
        self.queue.arrive(key, expected.visitor, seconds, used)

    def _leave(self, task: TaskState) -> None:
        if task.key not in self.queue.on:  # it was queued before there were turns
            return
        progress = self._progress(task.key)
        expected = self._expected(task.key)
        if expected.is_known:
            self.speed.measure(expected.work_of_epoch, progress.epochs_done, progress.seconds)
        self.queue.leave(task.key, self._used(task.key))
        del self._since[task.key]
        self._asked.pop(task.key, None)
        _hold(task)

    def _look(self) -> None:
        """Give free workers a run each, and have runs give way to those that still wait."""
        if self.is_paused:
            return
        for worker in self._free_workers():
            key = self.queue.next()
            if key is None:
                return
            self._begin(key, worker)
        if self.queue.waiting:
            self._have_some_give_way()

    def _begin(self, key: Key, worker: WorkerState) -> None:
        task = self._scheduler.tasks[key]
        task.resource_restrictions = dict(LET_GO)
        task.worker_restrictions = {worker.address}
        self.queue.begin(key)
        self._since[key] = time.monotonic()
        self._scheduler.transitions({key: "processing"}, stimulus_id=STIMULUS)

    def _free_workers(self) -> list[WorkerState]:
        """Return the workers that can have a run more, those first that do the least."""
        free = [
            worker
            for worker in self._workers()
            if worker.address not in self.get_no_more
            and worker.resources.get(SLOT, 0) > sum(map(_is_run, worker.processing))
        ]
        return sorted(free, key=lambda worker: len(worker.processing))

    def _workers(self) -> set[WorkerState]:
        return self._scheduler.running

    # Giving way

    def _have_some_give_way(self) -> None:
        visitors = {job.visitor for job in self.queue.waiting.values()}
        over = [
            key
            for key, job in self.queue.on.items()
            if visitors - {job.visitor} and self._has_had_its_turn(key)
        ]
        now = time.monotonic()
        for key in over[: len(self.queue.waiting)]:
            if now > self._asked.get(key, 0.0) + SECONDS_UNTIL_ASKED_AGAIN:
                self._asked[key] = now
                asking = asyncio.ensure_future(self._ask_to_give_way(key))
                self._asking.add(asking)
                asking.add_done_callback(self._asking.discard)

    def _has_had_its_turn(self, key: Key) -> bool:
        is_over = self._used(key) >= self.turn_seconds
        return is_over and self._seconds_left(key) > self.turn_seconds * SHARE_TO_END

    async def _ask_to_give_way(self, key: Key) -> None:
        worker = self._scheduler.tasks[key].processing_on
        if worker is None:
            return
        logger.info("the run in %s gives way", folder_of(key))
        arguments = (folder_of(key), "yield")
        message = {"op": "run", "function": dumps(request), "args": dumps(arguments)}
        await self._scheduler.broadcast(
            msg=message | {"kwargs": dumps({}), "wait": True},
            workers=[worker.address],
            on_error="ignore",
        )

    # What is known of a run

    def _expected(self, key: Key) -> Expected:
        annotations = self._scheduler.tasks[key].annotations or {}
        return Expected(**annotations[EXPECTED])

    def _progress(self, key: Key) -> Progress:
        """Return what the run told last; a new one where it has told nothing."""
        events = self._scheduler.get_events(topic(str(folder_of(key))))
        return Progress.from_dict(events[-1][1]) if events else Progress()

    def _used(self, key: Key) -> float:
        return time.monotonic() - self._since[key]

    def _seconds_left(self, key: Key) -> float:
        progress = self._progress(key)
        if progress.fraction and progress.seconds and progress.status == "training":
            return progress.seconds * (1 - progress.fraction) / progress.fraction
        # Where it has told nothing, it is nearly over no sooner than it took so far.
        used = self._used(key)
        return max(self.queue.on[key].seconds - used, used / 2)


def _is_run(task: TaskState) -> bool:
    return folder_of(task.key) is not None


def _hold(task: TaskState) -> None:
    """Keep a task with the scheduler should it come back."""
    task.resource_restrictions = dict(HELD)
    task.worker_restrictions = None
