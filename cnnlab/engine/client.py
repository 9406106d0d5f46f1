"""What may be asked of an engine: to train runs, to stop them, and to look into their networks.

Nothing here imports TensorFlow: the functions that do are named in `tasks`, and run in a worker.

What the engine tells comes in threads of Dask's: the functions that are given to `follow`,
`watch_workers` and `train` are called there, and Dask can do nothing else while they run. They
must only hand over (to a queue, or to an event loop by `call_soon_threadsafe`), and must ask
nothing of this engine, whose answer would wait for them.
"""

import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

from distributed import Client, Future, KilledWorker, fire_and_forget

from cnnlab.engine import looking, pulse, queue, requests, tasks, warming
from cnnlab.engine.connection_file import connection_file
from cnnlab.engine.errors import EngineError
from cnnlab.engine.forecast import Place
from cnnlab.engine.last_words import why_it_died
from cnnlab.engine.queue_now import QueueNow
from cnnlab.engine.topics import LOST_RUNS, WatchedDigit, readings_topic, topic
from cnnlab.runs import Run
from cnnlab.runs.process_id import started_at
from labhelpers.events import Progress

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.02
SECONDS_TO_ARRIVE = 5.0  # in the scheduler's queue


class Engine:
    """A connection to the workers.

    pid: the process of an engine of this user's own; None for a cluster.
    id: what tells this engine from all others, also from a later one at the same address.
    """

    def __init__(self, client: Client, pid: int | None = None) -> None:
        self.client = client
        self.pid = pid
        self.id = str(client.scheduler_info(n_workers=0)["id"])
        self._handlers: dict[str, Callable[[Any], None]] = {}
        self._stream = client.scheduler_comm

    @property
    def is_connected(self) -> bool:
        """Whether it can be asked; Dask may take a while to notice that its process has ended."""
        return self.client.status == "running" and not self.is_gone

    @property
    def is_gone(self) -> bool:
        """Whether the process of an engine of one's own has ended."""
        return self.pid is not None and started_at(self.pid) is None

    @property
    def has_ended(self) -> bool:
        """Whether nothing will be heard on this connection any more.

        One that broke off is tried again for some time: a cluster may be there all the while.
        """
        return self.is_gone or self.client.status in ("closing", "closed")

    def listen_again(self) -> bool:
        """After the connection broke off and came back, ask again for what was followed.

        Returns whether it was so: something may have been missed.
        """
        stream = self.client.scheduler_comm
        if not self.is_connected or stream is None or stream is self._stream:
            return False
        self._stream = stream
        for name, handler in self._handlers.items():
            self.client.subscribe_topic(name, handler)
        return True

    def _listen(self, name: str, handler: Callable[[Any], None]) -> None:
        self._handlers[name] = handler
        self.client.subscribe_topic(name, handler)

    def close(self) -> None:
        """Let go of the connection; runs go on."""
        # Its last attempt to reach an engine that has ended may come up here.
        with contextlib.suppress(Exception):
            self.client.close(timeout=2)

    def warm(self, source: str) -> None:
        """Have the workers open the digits of `source` before they are needed; returns at once."""
        fire_and_forget(self.client.submit(warming.warm, source, pure=False, priority=10))

    @contextlib.contextmanager
    def beginning(self, run: Run) -> Iterator[None]:
        """Let no other page begin a run of the same book meanwhile, whatever its process."""
        names = (str(run.folder.parent), str(run.folder))
        deadline = time.monotonic() + queue.SECONDS_TO_BEGIN
        while not self.client.run_on_scheduler(queue.may_begin, *names):
            if time.monotonic() > deadline:
                break
            time.sleep(SECONDS_BETWEEN_LOOKS)
        try:
            yield
        finally:
            self.client.run_on_scheduler(queue.has_begun, *names)

    def train(
        self,
        run: Run,
        on_lost: Callable[[str], None] | None = None,
        visitor: str = "",
        num_images: int | None = None,
    ) -> None:
        """Queue a run, new or paused; returns when it is in the queue.

        visitor: whose run it is, between whom the queue is fair; "" for its book.
        num_images: how many training images its data set has, if that is known.
        on_lost: called with a sentence where the run took its workers down with it. In the one
            thread in which Dask calls what waits for futures: it must only hand over.
        """
        self.request(run, None)  # takes back what was asked of it before
        expected = queue.expected_of(run, visitor or str(run.folder.parent), num_images)
        future = queue.enqueue(self.client, run, self.id, expected)
        fire_and_forget(future)

        def report(done: Future) -> None:
            if done.status != "error":
                return
            error = done.exception()
            logger.error("the run in %s was lost", run.folder, exc_info=error)
            if on_lost is not None:
                on_lost(self._why_lost(error))

        future.add_done_callback(report)
        deadline = time.monotonic() + SECONDS_TO_ARRIVE
        while not (future.done() or self.has(run)) and time.monotonic() < deadline:
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def _why_lost(self, error: BaseException | None) -> str:
        """Return sentences on why a run's task ended with an error, and what to do."""
        # A cluster's workers have logs of their own.
        log = connection_file().with_suffix(".log") if self.pid is not None else None
        if isinstance(error, KilledWorker):
            return why_it_died(log)
        came = f"The worker could not take the run ({type(error).__name__}: {error})."
        return f"{came} `cnn-lab doctor` looks for what is wrong; then press Resume."

    def request(self, run: Run, what: str | None) -> bool:
        """Ask a run to "stop", to "end" by the teacher's word, or to "pause".

        None takes back what was asked.

        It is acknowledged when this returns, and done at the run's next batch. Returns False
        where no worker was up to hear it.
        """
        heard = self.client.run(requests.request, str(run.folder), what, on_error="ignore")
        return bool(heard)

    def withdraw(self, run: Run) -> None:
        """Take a run that waits for a worker out of the queue; it then never starts."""
        self.client.run_on_scheduler(queue.withdraw, str(run.folder))

    def expected_seconds(self, run: Run, num_images: int | None = None) -> float:
        """Return how many seconds of a worker a new run will take, going by those before it."""
        expected = queue.expected_of(run, "", num_images)
        return self.client.run_on_scheduler(queue.seconds_of, expected)

    def place(self, run: Run) -> Place | None:
        """Return the run's place in the queue; None where it does not wait."""
        return self.client.run_on_scheduler(queue.place_of, str(run.folder))

    def queue_now(self) -> QueueNow:
        """Return the runs of all visitors that are on, and those that wait."""
        return self.client.run_on_scheduler(queue.now)

    def pause_queue(self, seconds: float) -> None:
        """Let no run begin for so many seconds; those that are on go on. 0 ends the pause."""
        self.client.run_on_scheduler(queue.pause, seconds)

    def tell(self, run: Run, progress: Progress) -> None:
        """Tell everybody who follows a run that no worker has what became of it."""
        self.client.log_event(topic(str(run.folder)), progress.to_dict())

    def has(self, run: Run) -> bool:
        """Whether the run waits for a worker or is being trained."""
        return bool(self.client.run_on_scheduler(queue.active_keys, str(run.folder)))

    def seconds_since_heard(self, run: Run) -> float:
        """Return for how many seconds nothing was heard of the worker that has the run.

        Waits for as long as the engine does not answer.
        """
        return self.client.run_on_scheduler(pulse.seconds_since_heard, str(run.folder))

    def latest(self, run: Run) -> Progress | None:
        """Return the run's state as last published; None where the engine knows of none."""
        events = self.client.get_events(topic(str(run.folder)))
        if not events:
            return None
        _time, state = events[-1]
        return Progress.from_dict(state)

    def follow(self, run: Run, on_progress: Callable[[Progress], None]) -> None:
        """Call `on_progress` with each state of the run from now on, always the whole state.

        It is called in the thread of Dask's event loop: it must only hand over.
        """

        def handle(event: tuple[float, dict]) -> None:
            _time, state = event
            on_progress(Progress.from_dict(state))

        self._listen(topic(str(run.folder)), handle)

    def watch(self, run: Run, digit: WatchedDigit | None) -> None:
        """Have a run in training read a digit for this page until it is over; None ends that."""
        self.client.run(tasks.watch, str(run.folder), self.client.id, digit, on_error="ignore")

    def follow_readings(
        self,
        run: Run,
        on_reading: Callable[[int, float, list[float], dict[str, Any] | None], None],
    ) -> None:
        """Call `on_reading` with each reading for this page.

        With its turn, the epochs done, the probabilities, and what `inspection.first_layer`
        returned. It is called in the thread of Dask's event loop: it must only hand over.
        """

        def handle(event: tuple[float, tuple[str, int, float, list[float], Any]]) -> None:
            _time, (page, turn, epochs_done, probabilities, first) = event
            if page == self.client.id:
                on_reading(turn, epochs_done, probabilities, first)

        self._listen(readings_topic(str(run.folder)), handle)

    def watch_workers(self, on_death: Callable[[list[str]], None]) -> None:
        """Call `on_death` when a worker dies, with the folders of the runs that it had.

        It is called in the thread of Dask's event loop: it must only hand over.
        """

        def handle(event: tuple[float, list[str]]) -> None:
            _time, folders = event
            on_death(list(folders))

        self._listen(LOST_RUNS, handle)

    def inspect(
        self,
        run: Run,
        name: str,
        *arguments: Any,
        batches: int | None = None,
        timeout: float = 30.0,
    ) -> Any:
        """Return what the function `name` of `inspection` makes of a finished run's network.

        batches: after how many of its training; None for all of it.
        Answers while another run is being trained. Raises `EngineError` after `timeout`
        seconds.
        """
        question = (name, run, batches, *arguments)
        future = self.client.submit(looking.inspect, *question, pure=False, priority=10)
        try:
            return future.result(timeout)
        except TimeoutError as error:
            logger.exception("no answer to %s for the run in %s", name, run.folder)
            came = f"No worker answered within {timeout:g} s."
            raise EngineError(f"{came} Try again when the run is over.") from error
