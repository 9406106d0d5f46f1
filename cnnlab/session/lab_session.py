"""One page's view of its runs: the parts of a session put together, and what may be done.

Traitlets, no widgets: the panels observe the session and its parts, and draw them. `lanes` says
which thread may do what.
"""

import dataclasses
import gc
import logging
from collections.abc import Callable
from typing import Any

import traitlets

from cnnlab.runs import Book, Run
from cnnlab.runs.wholeness import checkpoint_problem, remarks_on
from cnnlab.session.digits_opener import DigitsOpener
from cnnlab.session.engine_link import EngineLink
from cnnlab.session.explanation import explanation
from cnnlab.session.inspector import Inspector
from cnnlab.session.lanes import Lane
from cnnlab.session.moments import Moments
from cnnlab.session.news import News
from cnnlab.session.next_run import NextRun
from cnnlab.session.open_book import OpenBook
from cnnlab.session.outputs import Outputs
from cnnlab.session.pace import expected_pace
from cnnlab.session.part import Part, in_lane
from cnnlab.session.probes import Probes
from cnnlab.session.runner import Runner
from cnnlab.session.shown_run import ShownRun
from cnnlab.session.turn import Turn
from cnnlab.session.watcher import Watcher
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import Digits
from labhelpers.events import Paused, Progress, Stopped

logger = logging.getLogger(__name__)

GOES_ON = "The run goes on where it was paused."
RESTS = "Resume goes on with this run. Stop ends it, so that another can start."
IS_ON = "A run is on already. Stop it first, or wait until it has finished."
FOR_THE_NEXT_RUN = "This applies to the next run; the one that is on stays as it is."


class LabSession(Part):
    """One page's, or one notebook's, view of a book of runs, and of the run in training.

    next_run: what the next run will be made of. open_book: the runs so far.
    shown: the run on the chart. engine: the connection to the workers. news: what runs say.
    inspector, watcher: what the selected run's network, and one in training, make of an image.
    moments: those of the selected run's training. outputs: what it made of test images at each.
    digits: the images in use, None while `digits_opener` gets them; digits_message: says so.
    probes: what is tried on the digit looked at. message: a sentence on what was last done.
    """

    digits = traitlets.Instance(Digits, allow_none=True)
    digits_message = traitlets.Unicode("Looking for the digits.")
    message = traitlets.Unicode()

    def __init__(
        self,
        book: str = "default",
        digits: Digits | None = None,
        source: str = "auto",
        cnn: CnnConfig | None = None,
        training: TrainingConfig | None = None,
    ) -> None:
        lane = Lane("state", _log)
        super().__init__(lane)
        self._state_lane = lane
        self._engine_lane = Lane("engine", self._explain_engine)
        self._painter = Lane("painter", self._explain)
        self._viewer = viewer = Lane("viewer", self._explain)
        self.digits_opener = DigitsOpener(source, self._use, self._say_of_digits)
        self.next_run = NextRun(cnn, training, lane)
        self.open_book = OpenBook(book, lane)
        self.shown = ShownRun(lane)
        self.news = News(lane, self._hear)
        self.engine = EngineLink(self._on_death)
        self.moments = Moments(self.open_book, lane)
        self.inspector = Inspector(self.moments, self.engine, lane, viewer, self._engine_lane)
        self._reader = Lane("outputs", self._explain)
        reading = (self.moments, self.engine, lane, self._reader, self._engine_lane)
        self.outputs = Outputs(*reading)
        self.probes = Probes(self.open_book, *reading)
        self.watcher = Watcher(self.shown, self.engine, lane, viewer)
        take_back = self.next_run.take_back
        self._turn = Turn(self.shown, self._engine_lane, self._begin, self.pause, take_back)
        parts = (self.engine, self.open_book, self.shown, self.news, self._engine_lane)
        self._runner = Runner(*parts, self._decline, take_back, self.say, lambda: self.digits)
        self._observe_parts()
        if digits is not None:
            self._use(digits)

    def _observe_parts(self) -> None:
        self.next_run.observe(self._on_choice, ["cnn", "training"])
        self.next_run.observe(self._on_refusal, "message")
        self.open_book.observe(self._on_refusal, "refusal")
        self.open_book.observe(lambda change: self.shown.take_title(change.new), "runs")
        self.open_book.observe(self._on_deleted, "deleted")

    @property
    def book(self) -> Book:
        """The book on disk."""
        return self.open_book.book

    @property
    def pace(self) -> str:
        """A sentence: how long the next run will take; "" before there are digits."""
        if self.digits is None:
            return ""
        num_images = len(self.digits.train_images)
        choices = self.next_run
        return expected_pace(choices.cnn, choices.training, num_images, self.open_book.runs)

    def start(self) -> "LabSession":
        """Open the digits, reach the engine and find the book's runs again; returns at once."""
        self.open_digits()
        self._engine_lane.later(self._runner.recover)
        return self

    def close(self) -> None:
        """Let go of the engine; runs go on."""
        # First whoever may still ask for an engine.
        self._painter.close()
        self._viewer.close()
        self._reader.close()
        self._engine_lane.later(self.engine.close)
        self._engine_lane.close()
        self._state_lane.close()

    def wait(self, timeout: float | None = None) -> Progress:
        """Wait until the run is over or paused and everything was written; return its `Progress`.

        A run that was asked for while another was on is trained after that one. Interrupted, it
        pauses the run. Raises `TimeoutError` after `timeout` seconds, where those are given.
        """
        self._turn.wait(timeout)
        self.open_book.refresh()
        return self.shown.progress

    def in_background(self, task: Callable[..., object], *arguments: Any) -> None:
        """Do something slow, such as drawing, after what else is to be painted; returns now."""
        self._painter.later(task, *arguments)
        self._painter.later(self._tidy)

    def _tidy(self) -> None:
        """Collect what Matplotlib's figures leave in circles, 27 MB on a full page."""
        if not self._painter.has_waiting:
            gc.collect()

    def open_digits(self) -> None:
        """Begin to open the digits, where none were given; `digits` changes when they are here."""
        self.in_background(self._open_digits)

    def _open_digits(self) -> None:
        # Asked for twice, they are opened once: a second download would be waited for in vain.
        if self.digits is None:
            self.digits_opener.open()

    @in_lane
    def _use(self, digits: Digits) -> None:
        with self.hold_trait_notifications():
            self.digits = digits
            self.digits_message = digits.reason
        self._engine_lane.later(self.engine.warm, digits.source)

    @in_lane
    def _say_of_digits(self, sentence: str) -> None:
        self.digits_message = sentence

    @in_lane
    def say(self, sentence: str) -> None:
        """Say something about what was last done, for example why a value was refused."""
        self.message = sentence

    @in_lane
    def train(self, in_turn: bool = True) -> None:
        """Start a run with the choices made, unless one is on.

        in_turn: whether `wait` then starts it after that one; a second click wants no second run.
        """
        if self.digits is None:
            self.say("The digits are not open yet. " + self.digits_message)
            return
        self._turn.ask(in_turn)
        run = self.next_run.make(self.book, self.digits)
        progress = Progress(epochs=run.training.epochs)
        if self.shown.is_busy:
            self._decline(run, progress, IS_ON)
        else:
            self._begin(run, progress)

    @in_lane
    def resume(self) -> None:
        """Go on with the paused run from its checkpoint."""
        run = self.shown.run
        if run is not None and "resume" in self.shown.actions:
            paused = self.shown.progress
            problem = checkpoint_problem(run, paused)
            waiting = dataclasses.replace(paused, status="waiting", message=problem)
            self._begin(run, waiting, "" if problem else GOES_ON)

    @in_lane
    def pause(self) -> None:
        """Have the run keep a checkpoint at its next batch, and give its worker back."""
        run = self.shown.run
        if run is not None and "pause" in self.shown.actions:
            self.say("Pausing at the next batch.")
            self._engine_lane.later(self._runner.ask, run, "pause", Paused())

    @in_lane
    def stop(self) -> None:
        """End the run, at its next batch or where it was paused; what it has learned is kept."""
        self._turn.forget()
        run = self.shown.run
        if run is None or "stop" not in self.shown.actions:
            return
        if self.shown.is_busy:
            self.say("Stopping at the next batch.")
            self._engine_lane.later(self._runner.ask, run, "stop", Stopped())
        else:
            self._engine_lane.later(self._runner.end, run, Stopped())

    @in_lane
    def load(self, name: object) -> None:
        """Show the run called `name`: curves, choices and, where it was measured, evaluation."""
        with self.open_book.telling():
            run = self.open_book.run_called(name)
            progress = run.progress
            fits = self.next_run.choose(**run.cnn.to_dict(), **run.training.to_dict())
            sliders = "have its choices" if fits else "stay as they are"
            sentences = [f"This is {run.title}; the sliders {sliders}."]
            if self.shown.is_busy and not self.shown.is_shown(run):
                sentences.append("The chart stays with the run that is on.")
            elif not self.shown.is_shown(run):
                self._bring_to_chart(run, progress)
            if run.metrics:
                self.open_book.selected = run
            sentences.append(remarks_on(run, progress))
            self.open_book.message = " ".join(filter(None, sentences))

    @in_lane
    def _begin(self, run: Run, progress: Progress, remark: str = "") -> None:
        self._turn.note(run)
        self.shown.show(run, progress)
        self.say(remark if self.engine.current is not None else "The engine is starting.")
        self._engine_lane.later(self._runner.launch, run, progress)

    @in_lane
    def _decline(self, run: Run, progress: Progress, sentence: str) -> None:
        self._turn.decline(run, progress)
        self.say(sentence)

    def _bring_to_chart(self, run: Run, progress: Progress) -> None:
        if progress.is_active:  # another page began it
            self.shown.show()
            self._engine_lane.later(self._runner.recover, run)
        else:
            self.shown.show(run, progress)

    # What it hears

    def _hear(self, run: Run, progress: Progress) -> None:
        """Take in, in the state lane, what a run says."""
        if self.shown.hear(run, progress):
            self.say(RESTS if progress.status == "paused" else "")
            self.in_background(self.open_book.refresh, run)

    def _on_death(self, folders: list[str]) -> None:
        """Hand over, in Dask's thread, whose worker died."""
        self._state_lane.later(self.shown.tell_death, folders)

    def _explain(self, error: Exception) -> None:
        """Say what went wrong in a lane, where nobody else sees it."""
        _log(error)
        self.say(explanation(error))

    def _explain_engine(self, error: Exception) -> None:
        """Say what went wrong with the engine: then a run that waits for it, waits in vain."""
        self._explain(error)
        self.shown.give_up_waiting(f"{explanation(error)} Resume tries again.")

    def _on_choice(self, _change: object) -> None:
        self.say(FOR_THE_NEXT_RUN if self.shown.is_busy else "")

    def _on_refusal(self, change: Any) -> None:
        self.say(change.new)

    def _on_deleted(self, change: Any) -> None:
        if change.new is not None and self.shown.is_shown(change.new):
            self.shown.show()
        self.shown.show_newest(self.open_book.runs)


def _log(error: Exception) -> None:
    logger.error("A session's thread failed.", exc_info=error)
