"""What the page knows of digits, engine and the run in training, besides its open book. Traitlets, no widgets.

Everything that may take time (starting the engine, opening the digits, writing files) is done
one after another in a thread of the session's own, so that the page answers at once. The panels
observe the traits and draw them.
"""

import concurrent.futures
import contextlib
import dataclasses
import gc
import logging
import threading
import time

import numpy as np
import traitlets

from cnnlab.runs import Run
from cnnlab.session.open_book import OpenBook
from labhelpers.digits import DataError, load_digits
from labhelpers.events import Note, Paused, Progress, Stopped

logger = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, eq=False)
class Inspection:
    """What a run's network makes of an image: uint8, (28, 28).

    probabilities: float32, (10,).
    turn: whoever asked counts, to tell an answer from an earlier one.
    inside: what `inspection.look_inside` returned; None while somebody still draws.
    """

    run: Run
    image: np.ndarray
    turn: int
    probabilities: np.ndarray
    inside: dict | None = None


class LabSession(OpenBook):
    """One page's, or one notebook's, view of a book of runs, and of the run in training; see `OpenBook`, too.

    digits: the images in use, None while they are opened; digits_message: what to know about that.
    inspection: what the selected run's network made of the image that was last asked for, an `Inspection`;
        None before that.
    """

    digits_message = traitlets.Unicode("Looking for the digits.")
    inspection = traitlets.Instance(Inspection, allow_none=True)

    def __init__(self, book="default", digits=None, source="auto", **choices):
        super().__init__(book, **choices)
        self._source, self._engine, self._is_cancelled = source, None, False
        # Threads of one lane each: what talks to the engine never waits for pictures, nor a
        # drawing for either.
        lanes = (concurrent.futures.ThreadPoolExecutor(1, f"cnn-lab-{i}") for i in range(3))
        self._worker, self._background, self._viewer = lanes
        self._asked = None
        if digits is not None:
            self._use(digits)

    def start(self):
        """Open the digits, reach the engine and find the book's runs again; returns at once."""
        self.open_digits()
        self._later(self._connect_and_recover)
        return self

    def open_digits(self):
        """Begin to open the digits, where none were given; `digits` changes when they are here."""
        self.in_background(self._open_digits)

    def in_background(self, task, *arguments):
        """Do something slow, such as drawing, after what else is to be painted; returns at once."""
        self._later(task, *arguments, lane=self._background)
        self._later(self._tidy, lane=self._background)

    def _tidy(self):
        """Give back what Matplotlib's figures leave in circles, 27 MB on a full page, when all is painted."""
        if not self._background._work_queue.qsize():
            gc.collect()

    def close(self):
        """Let go of the engine; runs go on."""
        self._later(self._disconnect)
        for lane in (self._worker, self._background, self._viewer):
            lane.shutdown()

    @property
    def has_engine(self):
        """Whether there is a connection to an engine."""
        return self._engine is not None and self._engine.is_connected

    # What may be done

    def train(self):
        """Start a run with the choices made; a second click while a run is on starts nothing."""
        if self.is_busy:
            self.message = "A run is on already. Stop it first, or wait until it has finished."
        elif self.digits is None:
            self.message = "The digits are not open yet. " + self.digits_message
        else:
            run = self.book.new_run(self.cnn, self.training, self.digits.source, self.digits.name)
            waits = "The run waits for a worker." if self.has_engine else "The engine is starting."
            self._queue(run, Progress(epochs=run.training.epochs), waits)

    def resume(self):
        """Go on with the paused run from its checkpoint."""
        if "resume" in self.actions:
            waiting = dataclasses.replace(self.progress, status="waiting", message="")
            self._queue(
                self.run, waiting, "The run waits for a worker, then goes on where it was paused."
            )

    def pause(self):
        """Have the run keep a checkpoint at its next batch, and give its worker back."""
        if "pause" in self.actions:
            self.message = "Pausing at the next batch."
            self._later(self._ask, self.run, "pause", Paused())

    def stop(self):
        """End the run, at its next batch or where it was paused; what a run in training has learned is kept."""
        if self.is_busy:
            self.message = "Stopping at the next batch."
            self._later(self._ask, self.run, "stop", Stopped())
        elif "stop" in self.actions:
            self._later(self._end, self.run, Stopped())

    def look_at(self, image, turn, is_settled=True):
        """Have the selected run's network look at an image, and inside where it `is_settled`; `inspection` tells, soon.

        image: uint8, (28, 28). Only the newest question is answered where they come faster than
            the answers.
        """
        self._asked = (image, turn, is_settled)
        self._later(self._look, lane=self._viewer)

    def load(self, name):
        """Show the run called `name`: its curves, its evaluation where it was measured, and its choices."""
        with self._telling_of_runs():
            run = self._run_called(name)
            progress, words = run.progress, f"This is {run.title}; the sliders have its choices."
            if self.is_busy and not self.is_shown(run):
                words += " The chart stays with the run that is on."
            elif progress.is_active and not self.is_shown(run):  # another page began it
                self.show()
                self._later(self._connect_and_recover)
            elif not self.is_shown(run):
                self.show(run, progress)
            self.choose(**run.cnn.to_dict(), **run.training.to_dict())
            if run.metrics:
                self.selected = run
            elif not progress.is_active:
                words += " It was not measured on the test images, so it has no evaluation."
            if progress.status == "damaged":
                words += f" {progress.message}"
            self.runs_message = words

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
                raise TimeoutError(
                    f"The run is {self.progress.status} after {timeout:g} s; expected it to be over."
                )
            time.sleep(0.02)
        self._worker.submit(self.refresh).result(timeout)
        return self.progress

    # The rest happens in the session's own thread

    def _later(self, task, *arguments, lane=None):
        with contextlib.suppress(RuntimeError):  # the session was closed
            (lane or self._worker).submit(task, *arguments).add_done_callback(self._explain)

    def _explain(self, done):
        """Say on the page what went wrong in a thread, where nobody else sees it."""
        if (error := done.exception()) is None:
            return
        if type(error).__module__.startswith(
            ("labhelpers.", "cnnlab.")
        ):  # which says what to do, as the engine's errors do
            sentence = str(error)
        elif isinstance(error, OSError) and error.strerror:
            sentence = f"The folder of runs cannot be used ({error.strerror}). Check the disk and LAB_RUNS."
        elif isinstance(
            error, OSError
        ):  # Dask's: what the system says of a file has a number and its words
            sentence = f"The engine did not answer ({type(error).__name__}). Try again."
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
            logger.warning("The digits cannot be opened.", exc_info=True)
            self.digits_message = str(error)

    def _use(self, digits):
        self.digits, self.digits_message = digits, digits.reason
        if self._engine is not None:
            self._engine.warm(digits.source)

    def _connected(self):
        """Return the engine; reach it, or start it, where there is no connection."""
        if not self.has_engine:
            from cnnlab import engine  # half a second, which no page has to wait for

            self._disconnect()
            self._engine = engine.connect()
            self._engine.watch_workers(self._on_death)
            if self.digits is not None:
                self._engine.warm(self.digits.source)
        return self._engine

    def _disconnect(self):
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def _connect_and_recover(self):
        """Find the book's newest run again; one that no worker has any more can be resumed."""
        self.book.empty_trash()
        self.refresh()
        engine = self._connected()
        on = self._rows_that_are_on(engine)
        for row in self.runs:
            if row.progress.is_active and row not in on:
                message = "This run was cut off when its engine ended. Press Resume to go on from its last checkpoint."
                self._end(row.run, Paused(message))
        if self.run is None and on:
            self._find_again(engine, on[0])
        self._show_newest()

    def _rows_that_are_on(self, engine):
        return [row for row in self.runs if row.progress.is_active and engine.has(row.run)]

    def _find_again(self, engine, row):
        """Show a run that is on: as it was at its last epoch, and at once as it tells itself."""
        self.show(row.run, row.progress)
        self._follow(engine, row.run)
        stored = row.run.progress
        if not stored.is_active:  # it ended before anybody here could hear it
            self._on_progress(row.run, stored)

    def _follow(self, engine, run):
        """Hear from now on what the run says, and where its engine ends."""
        engine.follow(run, lambda progress: self._on_progress(run, progress))
        threading.Thread(target=self._watch, args=(engine, run), daemon=True).start()

    def _watch(self, engine, run):
        while self.is_busy and self.is_shown(run):
            if not engine.is_connected:
                words = "The engine that trained this run ended. Press Resume to go on from the last checkpoint."
                return self._later(self._end, run, Paused(words))
            time.sleep(1)

    def _queue(self, run, progress, message):
        self.show(run, progress)
        self.message = message
        self._later(self._launch, run, progress)

    def _launch(self, run, progress):
        """Train a run, unless another page has one on."""
        engine = self._connected()
        self.refresh()
        for row in self._rows_that_are_on(engine):
            latest = engine.latest(row.run)
            if latest is None or latest.is_active:  # else it is only being measured
                self.message = "A run of yours is on already, in another page. This page shows it."
                return self._find_again(engine, row)
        # The worker cannot write there either, says so and trains all the same.
        with contextlib.suppress(OSError):
            run.save()
            run.save_progress(progress)
        self._follow(engine, run)
        engine.train(run, lambda words: self._later(self._end, run, Paused(words)))
        self.refresh()

    def _look(self):
        asked, self._asked = self._asked, None
        if asked is None or self.selected is None:
            return
        (image, turn, is_settled), run = asked, self.selected
        engine = self._engine if self.has_engine else self._worker.submit(self._connected).result()
        self.inspection = inspection = Inspection(
            run, image, turn, engine.inspect(run, "predict", image[None])[0]
        )
        if is_settled and self._asked is None:
            self.inspection = dataclasses.replace(
                inspection, inside=engine.inspect(run, "look_inside", image)
            )

    def _ask(self, run, what, event):
        """Ask a run to "stop" or to "pause"; where no worker has it, that is done here and now with `event`."""
        engine, is_waiting = self._connected(), self.progress.status == "waiting"
        if not engine.request(run, what) or is_waiting:  # nobody heard it, or nobody has it yet
            engine.withdraw(run)
        if not engine.has(run):
            self._end(run, event)

    def _end(self, run, event):
        """Say, here and on disk, how a run ended that no worker has; it may have said so itself meanwhile."""
        state = run.progress
        if state.is_active or (state.status == "paused" and isinstance(event, Stopped)):
            state = (self.progress if self.is_shown(run) else state).after(event)
            with contextlib.suppress(OSError):
                run.save_progress(state)
        self._on_progress(run, state)

    def _on_progress(self, run, progress):
        with self._lock:
            if not self.is_shown(run):
                return
            is_news = progress.status != self.progress.status or not progress.is_active
            self.progress = progress
        if is_news:
            resting = "Resume goes on with this run. Stop ends it, so that another can start."
            self.message = resting if progress.status == "paused" else ""
            self.in_background(self.refresh, run)

    def _on_death(self, folders):
        if self.run is not None and str(self.run.folder) in folders:
            self.progress = self.progress.after(
                Note("The worker that trained this run died. Another one is starting.")
            )
