"""The table of runs: what each was made of and what came of it; show, rename, delete, undo.

Runs are compared on the validation images. What was measured on the test images is hidden until
somebody asks for it, and of how many runs they did is kept and told."""

import reprlib
from typing import Any

import traitlets

from cnnlab.runs import DamagedRun
from cnnlab.runs.divergence import divergence_of
from cnnlab.runs.kept_epoch import kept_value, kept_words
from cnnlab.runs.names import LONGEST_TITLE
from cnnlab.runs.told_choices import told_choices
from cnnlab.session import LabSession, watch
from cnnlab.session.open_book import RunSummary
from labhelpers.front_end import FrontEnd, rounded


class RunsTable(FrontEnd):
    """A book's runs, newest first, drawn in the browser from `rows`.

    rows: for each run its name, title, data set, status, numbers and `told_choices`; is_shown on
        the chart, is_selected for evaluation.
    deleted: the run that can be brought back.
    longest_title: the most characters of a run's new name.

    The browser sends {"action", "run", "text"}; the session decides what comes of it, and
    `message` says so.
    """

    heading = "Runs so far"

    rows = traitlets.List(traitlets.Dict()).tag(sync=True)
    deleted = traitlets.Dict().tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)
    longest_title = traitlets.Int(LONGEST_TITLE).tag(sync=True)

    def __init__(self, session: LabSession) -> None:
        super().__init__()
        self.session = session
        watch(self.update, session.open_book, session.shown)

    def receive(self, content: dict[str, Any], _buffers: Any) -> None:
        session = self.session
        name = content.get("run")
        match content.get("action"):
            case "show":
                session.load(name)
            case "look":
                session.open_book.look(name)
            case "rename":
                session.open_book.rename(name, content.get("text"))
            case "delete":
                session.open_book.delete(name)
            case "undo":
                session.open_book.undo()
            case action:
                expected = "expected show, look, rename, delete or undo. Reload the page."
                raise ValueError(f"The action came as {reprlib.repr(action)}; {expected}")

    def refuse(self, sentence: str) -> None:
        self.session.say(sentence)

    def update(self) -> None:
        book = self.session.open_book
        deleted = book.deleted
        rows = [(row.run.created, self._row(row)) for row in book.runs]
        rows += [(run.created, damaged_row(run)) for run in book.damaged]
        rows.sort(key=_created, reverse=True)
        self.rows = [row for _, row in rows]
        self.deleted = {"name": deleted.name, "title": deleted.title} if deleted else {}
        self.message = book.problem or book.message

    def _row(self, summary: RunSummary) -> dict[str, Any]:
        run = summary.run
        progress = summary.progress
        is_shown = self.session.shown.is_shown(run)
        is_hidden = summary.accuracy is not None and not summary.is_looked_at
        numbers: dict[str, float | None] = {
            "seconds": progress.seconds,
            "loss": kept_value(run.training, progress, "val_loss"),
            "validation": kept_value(run.training, progress, "val_accuracy"),
            "test": None if is_hidden else summary.accuracy,
        }
        return rounded(numbers) | {
            "name": run.name,
            "title": run.title,
            "is_hidden": is_hidden,
            "dataset": run.dataset,
            "status": self.session.shown.progress.status if is_shown else progress.status,
            "place": self.session.shown.place if is_shown else "",
            "message": _told(summary),
            "choices": told_choices(run),
            "kept": kept_words(run.training, progress),
            "is_shown": is_shown,
            "is_selected": run == self.session.open_book.selected,
        }


def _told(summary: RunSummary) -> str:
    """Return sentences on where a run is trained, and on what is wrong with it."""
    progress = summary.progress
    where = f"It is trained {summary.elsewhere}." if summary.elsewhere else ""
    why = progress.message if progress.status in ("damaged", "failed") else ""
    return " ".join(filter(None, [where, why, divergence_of(progress), summary.problem]))


def damaged_row(run: DamagedRun) -> dict[str, Any]:
    """Return the row of a run of which only a name is left: it can be renamed and deleted."""
    return {
        "name": run.name,
        "title": run.title,
        "dataset": "",
        "status": run.progress.status,
        "place": "",
        "message": run.problem,
        "seconds": None,
        "loss": None,
        "validation": None,
        "test": None,
        "is_hidden": False,
        "choices": [],
        "kept": "",
        "is_shown": False,
        "is_selected": False,
    }


def _created(row: tuple[float, dict[str, Any]]) -> float:
    return row[0]
