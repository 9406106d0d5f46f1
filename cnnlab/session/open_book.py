"""What a page knows of a book: its runs, which of them are shown, and what the next one will be made of."""

import contextlib
import dataclasses
import math
import reprlib
import threading

import traitlets

from cnnlab.runs import Book, DamagedRun, Run, RunFolder
from labhelpers.config import CnnConfig, TrainingConfig, epoch_work
from labhelpers.events import Progress
from labhelpers.wording import duration

PACEMAKERS = 5
# The buttons that may be pressed while a run is shown that is so; "Train" where none is, or
# where it is over.
ACTIONS = {
    "waiting": {"pause", "stop"},
    "training": {"pause", "stop"},
    "paused": {"resume", "stop"},
}


@dataclasses.dataclass(frozen=True)
class RunSummary:
    """A row of the table of runs; `accuracy` on the test images is None before it was measured."""

    run: Run | DamagedRun
    progress: Progress
    accuracy: float | None

    @property
    def is_damaged(self) -> bool:
        """Whether a file of the run cannot be read; `progress.message` says which."""
        return self.progress.status == "damaged"


class OpenBook(traitlets.HasTraits):
    """A book of runs as a page has it open.

    cnn, training: what the next run will be made of.
    run, progress: the run that is shown, and its whole state.
    digits: the images in use, None while there are none. message: a sentence about what was
        last done.
    runs: the book's runs as `RunSummary`, newest first.
    selected: the run whose evaluation is shown.
    deleted: the run that `undo` brings back, or None.
    runs_message: what was last done with one of the runs.
    """

    cnn = traitlets.Instance(CnnConfig, ())
    training = traitlets.Instance(TrainingConfig, ())
    digits = traitlets.Any()
    run = traitlets.Instance(Run, allow_none=True)
    progress = traitlets.Instance(Progress, ())
    message = traitlets.Unicode()
    runs = traitlets.Tuple()
    selected = traitlets.Instance(Run, allow_none=True)
    deleted = traitlets.Instance(RunFolder, allow_none=True)
    runs_message = traitlets.Unicode()

    def __init__(self, book="default", **choices):
        super().__init__(**choices)
        self.book = Book(book)
        # Other threads than the kernel's own change what is shown, too.
        self._lock = threading.RLock()

    # The next run

    def choose(self, **choices):
        """Change choices for the next run; a bad one is refused with a message and leaves them as they are."""
        try:
            names = {field.name for field in dataclasses.fields(CnnConfig)}
            cnn = dataclasses.replace(self.cnn, **{k: v for k, v in choices.items() if k in names})
            training = dataclasses.replace(
                self.training, **{k: v for k, v in choices.items() if k not in names}
            )
        except ValueError as error:
            self.message = str(error)
            return False
        self.cnn, self.training = cnn, training
        self.message = (
            "This applies to the next run; the one that is on stays as it is."
            if self.is_busy
            else ""
        )
        return True

    def set_message(self, sentence):
        """Say something about what was last done, for example why a value was refused."""
        self.message = sentence

    @property
    def pace(self):
        """A sentence: how long an epoch of the next run will take, going by a run that was measured here."""
        if self.digits is None:
            return ""
        num_images = (
            min(self.training.num_train or math.inf, len(self.digits.train_images)) * 9 // 10
        )
        work, measured = epoch_work(self.cnn, num_images, self.training.batch_size), []
        for row in [row for row in self.runs if row.progress.epoch and row.progress.seconds][
            :PACEMAKERS
        ]:
            progress, batch_size = row.progress, row.run.training.batch_size
            share = work / epoch_work(row.run.cnn, progress.steps * batch_size, batch_size)
            measured.append((abs(math.log(share)), share * progress.seconds / progress.epochs_done))
        if not measured:
            return "Seconds an epoch: not measured yet on this machine. Train once."
        # Of the newest runs, the one with the most similar amount of work.
        _, seconds = min(measured)
        whole = (
            f", {duration(seconds * self.training.epochs)} for all"
            if self.training.epochs > 1
            else ""
        )
        return f"Expected, going by earlier runs here: {duration(seconds)} an epoch{whole}."

    # The run that is shown; what may be done with it, follows from its state alone

    @property
    def is_busy(self):
        return self.run is not None and self.progress.is_active

    @property
    def actions(self):
        """The names of the buttons that may be pressed now."""
        return ACTIONS.get(self.run and self.progress.status, {"train"})

    def is_shown(self, run):
        """Whether `run`, which may have another title by now, is the one that is shown."""
        return self.run is not None and self.run.folder == run.folder

    def show(self, run=None, progress=None):
        """Show a run, or none."""
        with self._lock:
            self.run, self.progress = run, progress or Progress()

    # The runs so far

    def refresh(self, selected=None):
        """Read the book's runs from disk again; select the run `selected`, where it was measured."""
        with self._lock:
            runs = self.book.runs()
            rows = [
                RunSummary(run, run.progress, (run.metrics or {}).get("accuracy")) for run in runs
            ]
            self.runs = tuple(rows)
            whole = [run for run in runs if isinstance(run, Run)]
            self.run = next(filter(self.is_shown, whole), self.run)  # it may have another title now
        measured = {row.run.folder: row.run for row in rows if row.accuracy is not None}
        wanted = [run.folder for run in (selected, self.selected) if run is not None]
        self.selected = next(
            (measured[folder] for folder in [*wanted, *measured] if folder in measured), None
        )

    def select_run(self, name):
        """Show the evaluation of the run called `name`; a name that the book does not have is refused."""
        with self._telling_of_runs():
            self.selected = self._run_called(name)

    def rename(self, name, title):
        """Call the run `name` by another title: 1 to 60 characters; its folder stays as it is."""
        with self._telling_of_runs():
            run = self._found(name)
            run.rename(title)
            self.refresh()
            self.runs_message = f"{run.title} is now called {self._found(name).title}."

    def delete(self, name):
        """Move the run called `name` to the trash, from where `undo` brings it back; one that goes on is refused."""
        with self._telling_of_runs():
            run = self._found(name)
            # On disk, which says "training" until the run was measured.
            status = run.progress.status
            if status in ("waiting", "training", "paused"):
                is_on = "Press Stop" if status != "paused" else "Show it and press Stop"
                raise ValueError(
                    f"{run.title} is {status}, so it was not deleted. {is_on} first, then delete it."
                )
            self.book.delete(run)
            self.deleted = run  # the table says so, and offers to undo it
            if self.is_shown(run):
                self.show()
            self._show_newest()

    def undo(self):
        """Bring back the run that was deleted last."""
        with self._telling_of_runs():
            run = self.deleted
            if run is None:
                raise ValueError(
                    "No run was deleted since this page was opened: there is nothing to undo."
                )
            self.book.restore(run)
            self.deleted, self.runs_message = None, f"{run.title} is back."
            self._show_newest()

    def _run_called(self, name):
        """Return the run called `name`; ValueError where it is damaged, with what can be done."""
        run = self._found(name)
        if isinstance(run, DamagedRun):
            raise ValueError(run.problem)
        return run

    def _found(self, name):
        """Return the run called `name` as it is on disk; only a name that the table has is looked for there."""
        if not any(row.run.name == name for row in self.runs):
            raise ValueError(
                f"The run came as {reprlib.repr(name)}; expected one of this book's. Reload the page."
            )
        return self.book.find(name)

    def _show_newest(self):
        """Show the newest run where none is shown."""
        self.refresh()
        newest = next((row for row in self.runs if not row.is_damaged), None)
        if self.run is None and newest and not newest.progress.is_active:
            self.show(newest.run, newest.progress)

    @contextlib.contextmanager
    def _telling_of_runs(self):
        """Change one of the runs; where that cannot be done, say why."""
        with self._lock:
            self.runs_message = ""
            try:
                yield
            except (ValueError, OSError) as error:
                why = getattr(error, "strerror", None)
                on_disk = f"That could not be done ({why}), and nothing was changed. Check the folder of runs."
                self.message = self.runs_message = on_disk if why else str(error)
