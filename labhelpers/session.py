"""What the page knows: choices, the run that is shown, the runs so far. Traitlets, no widgets.

Everything that may take time (starting the engine, opening the digits, writing files) is done one after another in a
thread of the session's own, so that the page answers at once. The panels observe the traits and draw them.
"""

import concurrent.futures
import contextlib
import dataclasses
import functools
import threading
import time

import traitlets

from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.data import DataError, load_digits
from labhelpers.events import Note, Paused, Progress, Stopped
from labhelpers.runs import Book, Run


@dataclasses.dataclass(frozen=True)
class RunSummary:
    """A row of the table of runs; `accuracy` on the test images is None before it was measured."""

    run: Run
    progress: Progress
    accuracy: float | None


class LabSession(traitlets.HasTraits):
    """One page's, or one notebook's, view of a book of runs.

    cnn, training: what the next run will be made of.     run, progress: the run that is shown, and its whole state.
    digits: the images in use, None while they are opened; digits_message: what to know about that.
    engine_state: "starting", "ready" or "failed".        message: a sentence about what was last done.
    runs: the book's runs as `RunSummary`, newest first.  chosen: the run whose evaluation is shown.
    """

    cnn = traitlets.Instance(CnnConfig, ())
    training = traitlets.Instance(TrainingConfig, ())
    digits = traitlets.Any()
    digits_message = traitlets.Unicode("Looking for the digits.")
    engine_state = traitlets.Enum(("starting", "ready", "failed"), "starting")
    run = traitlets.Instance(Run, allow_none=True)
    progress = traitlets.Instance(Progress, ())
    message = traitlets.Unicode()
    runs = traitlets.Tuple()
    chosen = traitlets.Instance(Run, allow_none=True)

    def __init__(self, book="default", digits=None, source="auto", **choices):
        super().__init__(**choices)
        self.book, self._source, self._engine = Book(book), source, None
        self._is_cancelled = False
        self._lock = threading.RLock()  # Dask's thread, the lanes and the kernel's own thread all change what is shown
        # Two threads of one lane each: what talks to the engine never waits for pictures to be drawn.
        self._worker, self._painter = (concurrent.futures.ThreadPoolExecutor(1, f"cnn-lab-{i}") for i in range(2))
        if digits is not None:
            self._use(digits)

    def start(self):
        """Open the digits, reach the engine and find the book's runs again; returns at once."""
        self.open_digits()
        self._later(self._connect_and_recover)
        return self

    def hold_back(self, seconds):
        """Begin nothing new for so long: while a page is being loaded, it needs this process and the machine."""
        for lane in (self._worker, self._painter):
            lane.submit(time.sleep, seconds)

    def open_digits(self):
        """Begin to open the digits, where none were given; `digits` changes when they are here."""
        if self.digits is None:
            self.paint(self._open_digits)

    def paint(self, task, *arguments):
        """Do something slow, such as drawing, after what else is to be painted; returns at once."""
        self._later(task, *arguments, lane=self._painter)

    def close(self):
        """Let go of the engine; runs go on."""
        self._worker.submit(self._disconnect)
        self._worker.shutdown()
        self._painter.shutdown()

    # What may be chosen

    def choose(self, **choices):
        """Change choices for the next run; a bad one is refused with a message and leaves them as they are."""
        try:
            names = {field.name for field in dataclasses.fields(CnnConfig)}
            cnn = dataclasses.replace(self.cnn, **{k: v for k, v in choices.items() if k in names})
            training = dataclasses.replace(self.training, **{k: v for k, v in choices.items() if k not in names})
        except ValueError as error:
            self.message = str(error)
            return False
        self.cnn, self.training = cnn, training
        self.message = "This applies to the next run; the one that is on stays as it is." if self.is_busy else ""
        return True

    def set_message(self, sentence):
        """Say something about what was last done, for example why a value was refused."""
        self.message = sentence

    # What may be done; which of it, follows from the state alone

    @property
    def is_busy(self):
        return self.run is not None and self.progress.is_active

    @property
    def actions(self):
        """The names of the buttons that may be pressed now."""
        if self.is_busy:
            return {"pause", "stop"}
        if self.progress.status == "paused" and self.run:
            return {"resume", "stop"}  # whatever took its place on the page would leave it nobody's
        return {"train", "clear"} if self.run else {"train"}

    def train(self):
        """Start a run with the choices made; a second click while a run is on starts nothing."""
        if self.is_busy:
            self.message = "A run is on already. Stop it first, or wait until it has finished."
        elif self.digits is None:
            self.message = "The digits are not open yet. " + self.digits_message
        else:
            run = self.book.new_run(self.cnn, self.training, self.digits.source, self.digits.name)
            waits = "The run waits for a worker." if self.engine_state == "ready" else "The engine is starting."
            self._queue(run, Progress(epochs=run.training.epochs), waits)

    def resume(self):
        """Go on with the paused run from its checkpoint."""
        if "resume" in self.actions:
            waiting = dataclasses.replace(self.progress, status="waiting", message="")
            self._queue(self.run, waiting, "The run waits for a worker, then goes on where it was paused.")

    def pause(self):
        """Have the run keep a checkpoint at its next batch, and give its worker back."""
        if "pause" in self.actions:
            self.message = "Pausing at the next batch."
            self._later(self._ask, self.run, "pause", self.progress.status == "waiting")

    def stop(self):
        """End the run, at its next batch or where it was paused; what a run in training has learned is kept."""
        if "stop" not in self.actions:
            return
        if self.progress.status == "paused":
            self._later(self._end, self.run, Stopped())
        else:
            self.message = "Stopping at the next batch."
            self._later(self._ask, self.run, "stop", self.progress.status == "waiting")

    def clear(self):
        """Take the run off the chart; it stays in the table and on disk."""
        if "clear" in self.actions:
            with self._lock:
                self.run, self.progress, self.message = None, Progress(), ""

    def choose_run(self, name):
        """Show the evaluation of the run called `name`; a name that the book does not have is refused."""
        try:
            self.chosen = self.book.run(name)
        except ValueError as error:
            self.message = str(error)

    def cancel_download(self):
        """Give up on downloading MNIST and go on with the embedded digits."""
        self._is_cancelled = True

    def wait(self, timeout=600.0):
        """Wait until the run is over or paused and everything was written; return its `Progress`.

        Raises `TimeoutError` after `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        while self.is_busy or self._worker._work_queue.qsize():
            if time.monotonic() > deadline:
                raise TimeoutError(f"The run is {self.progress.status} after {timeout:g} s; expected it to be over.")
            time.sleep(0.02)
        self._worker.submit(self.refresh).result(timeout)
        return self.progress

    # The rest happens in the session's own thread

    def _later(self, task, *arguments, lane=None):
        def attempt():
            try:
                task(*arguments)
            except Exception as error:  # nobody sees a thread's exception: the page must say it
                self._explain(error)

        with contextlib.suppress(RuntimeError):  # the session was closed
            (lane or self._worker).submit(attempt)

    def _explain(self, error):
        from labhelpers.engine import LOST, EngineError

        if isinstance(error, EngineError):
            self.engine_state, sentence = "failed", str(error)
        elif isinstance(error, LOST):
            sentence = f"The engine did not answer ({type(error).__name__}). Try again."
        elif isinstance(error, OSError):
            sentence = f"The folder of runs cannot be used ({error.strerror or error}). Check the disk and LAB_RUNS."
        else:
            sentence = f"Something unexpected went wrong ({type(error).__name__}: {error}). Reload the page."
        self.message = sentence
        with self._lock:
            if self.is_busy and self.progress.status == "waiting":
                self.progress = self.progress.after(Paused(f"{sentence} Resume tries again."))

    def _open_digits(self):
        def on_progress(fraction):
            self.digits_message = f"Downloading MNIST: {fraction:.0%} of 11 MB."

        if self.digits is not None:
            return
        try:
            self._use(load_digits(self._source, on_progress, lambda: self._is_cancelled))
        except DataError as error:
            self.digits_message = str(error)

    def _use(self, digits):
        self.digits, self.digits_message = digits, digits.reason
        if self._engine is not None:
            self._engine.warm(digits.source)

    def _connected(self):
        """Return the engine; reach it, or start it, where there is no connection."""
        if self._engine is None or not self._engine.is_connected:
            from labhelpers import engine  # half a second, which no page has to wait for

            self._disconnect()
            self._engine = engine.connect()
            self._engine.watch_workers(self._on_death)
            if self.digits is not None:
                self._engine.warm(self.digits.source)
            self.engine_state = "ready"
        return self._engine

    def _disconnect(self):
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def _connect_and_recover(self):
        """Find the book's newest run again; one that no worker has any more can be resumed."""
        self.refresh()
        engine = self._connected()
        active = []
        for summary in self.runs:
            if summary.progress.is_active and engine.has(summary.run):
                active.append(summary)
            elif summary.progress.is_active:
                message = "This run was cut off when its engine ended. Press Resume to go on from its last checkpoint."
                with contextlib.suppress(OSError):
                    summary.run.save_progress(summary.progress.after(Paused(message)))
        self.refresh()
        if self.run is None and active:
            self._find_again(engine, active[0])
        elif self.run is None and self.runs:
            self._show(self.runs[0])

    def _show(self, summary):
        with self._lock:
            self.run, self.progress = summary.run, summary.progress

    def _find_again(self, engine, summary):
        """Show a run that is on; followed first and asked then, so that no state is lost in between."""
        self._show(summary)
        engine.follow(summary.run, functools.partial(self._on_progress, summary.run))
        latest = engine.latest(summary.run)
        with self._lock:
            if latest is not None and (not latest.is_active or self.progress == summary.progress):
                self._on_progress(summary.run, latest)
        threading.Thread(target=self._watch, args=(engine, summary.run), daemon=True).start()

    def _watch(self, engine, run):
        """Tell when the engine of a run ends that this page did not start; for its own runs, the engine tells that."""
        while self.is_busy and self.run == run:
            if not engine.is_connected:
                return self._on_lost(run, engine.ENDED)
            time.sleep(1)

    def _queue(self, run, progress, message):
        with self._lock:
            self.run, self.progress, self.message = run, progress, message
        self._later(self._launch, run, progress)

    def _launch(self, run, progress):
        engine = self._connected()
        self.refresh()  # another page may have started one in this book
        for summary in self.runs:
            latest = engine.latest(summary.run) if summary.progress.is_active else None
            is_over = latest is not None and not latest.is_active  # it is only being measured
            if summary.progress.is_active and not is_over and engine.has(summary.run):
                self.message = "A run of yours is on already, in another page. This page shows it."
                return self._find_again(engine, summary)
        try:
            run.save()
            run.save_progress(progress)
        except OSError as error:
            note = Note(f"The run cannot be written to disk ({error.strerror}). It trains all the same.")
            self.progress = progress.after(note)
        engine.follow(run, functools.partial(self._on_progress, run))
        engine.train(run, functools.partial(self._on_lost, run))
        self.refresh()

    def _ask(self, run, what, is_waiting):
        engine = self._connected()
        if not engine.request(run, what) or is_waiting:  # nobody heard it, or nobody has it yet
            engine.withdraw(run)
        if engine.has(run):
            return
        stored = run.progress
        if stored.is_active:
            self._end(run, Paused() if what == "pause" else Stopped())
        else:
            self._on_progress(run, stored)  # it ended meanwhile

    def _end(self, run, event):
        is_shown = self.run is not None and run.folder == self.run.folder
        state = (self.progress if is_shown else run.progress).after(event)
        with contextlib.suppress(OSError):
            run.save_progress(state)
        self._on_progress(run, state)

    def _on_progress(self, run, progress):
        with self._lock:
            if self.run is None or run.folder != self.run.folder:
                return
            is_begun = self.progress.status == "waiting" and progress.status == "training"
            self.progress = progress
        if progress.status == "paused":
            self.message = "Resume goes on with this run. Stop ends it, so that another can start."
        elif is_begun or not progress.is_active:
            self.message = ""
        if is_begun:
            self.paint(self.refresh)
        elif not progress.is_active:
            self.paint(self._after_run, run)

    def _after_run(self, run):
        self.refresh()
        if run.metrics:
            self.chosen = run

    def _on_death(self, folders):
        if self.run is not None and str(self.run.folder) in folders:
            self.progress = self.progress.after(Note("The worker that trained this run died. Another one is starting."))

    def _on_lost(self, run, message):
        self._later(self._end, run, Paused(message))

    def refresh(self):
        """Read the book's runs from disk again."""
        with self._lock:
            runs = self.book.runs()
            rows = [RunSummary(run, run.progress, (run.metrics or {}).get("accuracy")) for run in runs]
            self.runs = tuple(rows)
        if self.chosen is None:
            self.chosen = next((row.run for row in rows if row.accuracy is not None), None)
