"""The table of runs: what each was made of and what came of it; show, rename, delete, undo."""

import reprlib

import traitlets

from cnnlab.runs import Run
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.front_end import FrontEnd, rounded


class RunsTable(FrontEnd):
    """A book's runs, newest first, drawn in the browser from `rows`.

    rows: for each run its name, title, data set, status, numbers and choices ({} where run.json
        is damaged); message, what is damaged; is_shown on the chart, is_selected for
        evaluation. usual: the choices that nobody has to mention. deleted:
        the run that can be brought back.

    The browser sends {"action", "run", "text"}; the session decides what comes of it, and
    `message` says so.
    """

    text_form = "Runs so far (run the cell to see them)"
    watched = ("runs", "run", "progress", "selected", "deleted", "runs_message")

    rows = traitlets.List(traitlets.Dict()).tag(sync=True)
    usual = traitlets.Dict(CnnConfig().to_dict() | TrainingConfig().to_dict()).tag(sync=True)
    deleted = traitlets.Dict().tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)

    def receive(self, content, _buffers):
        session, name = self.session, content.get("run")
        match content.get("action"):
            case "show":
                session.load(name)
            case "rename":
                session.rename(name, content.get("text"))
            case "delete":
                session.delete(name)
            case "undo":
                session.undo()
            case action:
                expected = "expected show, rename, delete or undo. Reload the page."
                raise ValueError(f"The action came as {reprlib.repr(action)}; {expected}")

    def update(self):
        session = self.session
        self.rows = [self._row(row.run, row.progress, row.accuracy) for row in session.runs]
        self.deleted = (
            {"name": session.deleted.name, "title": session.deleted.title}
            if session.deleted
            else {}
        )
        self.message = session.runs_message

    def _row(self, run, progress, accuracy):
        is_shown = run == self.session.run
        validation = (progress.history.get("val_accuracy") or [None])[-1]
        measured = {"seconds": progress.seconds, "validation": validation, "test": accuracy}
        return rounded(measured) | {
            "name": run.name,
            "title": run.title,
            "dataset": run.dataset,
            "status": self.session.progress.status if is_shown else progress.status,
            "message": progress.message if progress.status == "damaged" else "",
            "choices": _choices(run),
            "is_shown": is_shown,
            "is_selected": run == self.session.selected,
        }


def _choices(run):
    return run.cnn.to_dict() | run.training.to_dict() if isinstance(run, Run) else {}
