"""A book as a page has it open: its runs, which one is selected, and what was done with them."""

import contextlib
import dataclasses
import logging
import reprlib
from collections.abc import Iterator, Sequence

import traitlets

from cnnlab.runs import Book, DamagedRun, Run
from cnnlab.runs.book import TRASH
from cnnlab.runs.lease import holder_of
from cnnlab.runs.wholeness import measured, problem_of
from cnnlab.session.lanes import Lane
from cnnlab.session.part import Part, in_lane
from labhelpers.events import Progress

logger = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True)
class RunSummary:
    """A row of the table of runs.

    accuracy: on the test images, None before it was measured.
    is_looked_at: whether that accuracy was looked at.
    elsewhere: on which other computer it is trained, as a sentence says it, or "".
    problem: sentences on what of its files cannot be read, or "".
    """

    run: Run
    progress: Progress
    accuracy: float | None
    is_looked_at: bool = False
    elsewhere: str = ""
    problem: str = ""


class OpenBook(Part):
    """A book of runs as a page has it open.

    book: the `Book` on disk.
    runs: its runs as `RunSummary`, newest first.
    damaged: those whose run.json cannot be read, as `DamagedRun`, newest first.
    selected: the run whose evaluation is shown.
    deleted: the run that `undo` brings back, or None.
    message: what was last done with one of the runs, or why it was refused.
    problem: why the book cannot be looked into, or "".
    refusal: why the last wish was refused, "" where it was not.
    lane: the thread that sets the traits; None for whichever thread asks.
    """

    runs = traitlets.Tuple()
    damaged = traitlets.Tuple()
    selected = traitlets.Instance(Run, allow_none=True)
    deleted = traitlets.Instance("cnnlab.runs.RunFolder", allow_none=True)
    message = traitlets.Unicode()
    problem = traitlets.Unicode()
    refusal = traitlets.Unicode()

    def __init__(self, book: str = "default", lane: Lane | None = None) -> None:
        super().__init__(lane)
        self.book = Book(book)

    @in_lane
    def refresh(self, selected: Run | None = None) -> None:
        """Read the book's runs from disk again; select `selected`, where it was measured.

        A run that was stopped never takes the place of one that is finished.
        """
        found = self.book.runs()
        self.problem = self.book.problem
        self.damaged = tuple(run for run in found if isinstance(run, DamagedRun))
        self.runs = tuple(_summary(run) for run in found if isinstance(run, Run))
        measured = [row for row in self.runs if row.accuracy is not None]
        self.selected = _selection(measured, selected, self.selected)

    @in_lane
    def select(self, name: object) -> None:
        """Show the evaluation of the run called `name`; refuse a name that is not in the book."""
        with self.telling():
            self.selected = self.run_called(name)

    @in_lane
    def forget_gone(self) -> None:
        """Offer no undo for a run that is not in the trash any more."""
        if self.deleted and not (self.book.folder / TRASH / self.deleted.name).exists():
            self.deleted = None

    @in_lane
    def look(self, name: object) -> None:
        """Keep that the accuracy of the run `name` on the test images was looked at."""
        with self.telling():
            self._note_look(self.run_called(name))

    @in_lane
    def saw(self, run: Run) -> None:
        """Keep that a run's evaluation was shown; what was said last stays."""
        try:
            self._note_look(run)
        except OSError:  # the book cannot be written, and can be read all the same
            logger.warning("Nobody will know that %s was looked at.", run.folder, exc_info=True)

    def _note_look(self, run: Run) -> None:
        if not run.is_looked_at:
            run.note_look()
            self.refresh()

    @in_lane
    def rename(self, name: object, title: object) -> None:
        """Give the run `name` another title, of 1 to 60 characters; its folder stays as it is."""
        with self.telling():
            run = self._found(name)
            run.rename(title)
            self.refresh()
            self.message = f"{run.title} is now called {self._found(name).title}."

    @in_lane
    def delete(self, name: object) -> None:
        """Move the run called `name` to the trash, where `undo` finds it; one that is on stays."""
        with self.telling():
            run = self._found(name)
            # On disk, which says "training" until the run was measured.
            status = run.progress.status
            if elsewhere := _elsewhere(run):
                came = f"{run.title} is training {elsewhere}, so it was not deleted."
                raise ValueError(f"{came} Stop it there first.")
            if status in ("waiting", "training", "paused"):
                first = "Press Stop" if status != "paused" else "Show it and press Stop"
                came = f"{run.title} is {status}, so it was not deleted."
                raise ValueError(f"{came} {first} first, then delete it.")
            self.book.delete(run)
            self.refresh()
            self.deleted = run  # the table says so, and offers to undo it

    @in_lane
    def undo(self) -> None:
        """Bring back the run that was deleted last."""
        with self.telling():
            run = self.deleted
            if run is None:
                raise ValueError("No deletion is left that this page could undo.")
            self.book.restore(run)
            self.refresh()
            self.deleted = None
            self.message = f"{run.title} is back."

    def run_called(self, name: object) -> Run:
        """Return a run as it is on disk; ValueError says what can be done with a damaged one."""
        run = self._found(name)
        if isinstance(run, DamagedRun):
            raise ValueError(run.problem)
        return run

    def _found(self, name: object) -> Run | DamagedRun:
        """Return a run as it is on disk; only a name that the table has is looked for there."""
        for run in [*(row.run for row in self.runs), *self.damaged]:
            if run.name == name:
                return self.book.find(run.name)
        came = f"The run came as {reprlib.repr(name)}"
        raise ValueError(f"{came}; expected one of this book's. Reload the page.")

    @contextlib.contextmanager
    def telling(self) -> Iterator[None]:
        """Do something with one of the runs; where that cannot be done, say why."""
        self.message = ""
        self.refusal = ""
        try:
            yield
        except (ValueError, OSError) as error:
            logger.info("Nothing was done with a run.", exc_info=True)
            self.refusal = _refusal(error)
            self.message = self.refusal


def _selection(rows: Sequence[RunSummary], news: Run | None, before: Run | None) -> Run | None:
    """Return which of the measured runs is selected, after news of one, and which was before."""
    by_folder = {row.run.folder: row for row in rows}
    told = by_folder.get(news.folder) if news else None
    kept = by_folder.get(before.folder) if before else None
    others = [kept] if kept else rows
    wanted = [row for row in (told, *others) if row]
    wanted.sort(key=lambda row: row.progress.status != "finished")
    return wanted[0].run if wanted else None


def _summary(run: Run) -> RunSummary:
    progress = run.progress  # before the rest, which is written before it says "finished"
    metrics, lost = measured(run, progress)
    accuracy = metrics["accuracy"] if metrics else None
    elsewhere = _elsewhere(run) if progress.is_active else ""
    problem = problem_of(run, progress, lost)
    return RunSummary(run, progress, accuracy, run.is_looked_at, elsewhere, problem)


def _elsewhere(run: Run | DamagedRun) -> str:
    holder = holder_of(run.folder)
    return holder.where if holder and not holder.is_here and holder.is_alive else ""


def _refusal(error: ValueError | OSError) -> str:
    why = getattr(error, "strerror", None)
    if not why:
        return str(error)
    came = f"That could not be done ({why}), and nothing was changed."
    return f"{came} Check the folder of runs."
