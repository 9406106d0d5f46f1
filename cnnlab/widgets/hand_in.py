"""What a student hands in: sentences about a run, its program to copy, its report to download."""

import logging
import reprlib
from typing import Any

import traitlets

from cnnlab.report.drop import drop_here
from cnnlab.report.program import digits_file
from cnnlab.report.program import program as program_of
from cnnlab.report.solved import solved
from cnnlab.runs import Run
from cnnlab.runs.sentences import LONGEST, QUESTIONS, keep_sentence, sentences_of
from cnnlab.session import LabSession, watch
from cnnlab.widgets import hand_in_making as making
from labhelpers.front_end import FrontEnd, whole_number

logger = logging.getLogger(__name__)


class HandInPanel(FrontEnd):
    """The program and the report of the selected run; of the one shown, where none was measured.

    Boxes for name, register number and sentences, buttons for the report, one that copies the
    program and, where the server takes hand-ins, one that leaves it there.

    about: the run's name, title, data set and status, and the file that its program reads, {} for
        no run. runs: name and title of those that may be handed in instead.
    sentences: what the student is asked for, and wrote of this run; longest: in characters.
    solved: how many exercises are right, and which are not.
    program: its text, "" for none.
    status: what is being done, or went wrong.
    place: what handing in here means, "" where the server takes nothing.
    receipt: lines of the receipt for this run, [] for none.

    What the browser sends is in hand_in_protocol.py; a report comes back once, as a message with
    its "turn", a file's "name" and "type" and its bytes. The sentences are kept with the run;
    nothing else that was typed is.
    """

    heading = "Your hand-in"

    about = traitlets.Dict().tag(sync=True)
    runs: traitlets.List = traitlets.List().tag(sync=True)
    sentences: traitlets.List = traitlets.List().tag(sync=True)
    longest = traitlets.Int(LONGEST).tag(sync=True)
    solved = traitlets.Dict().tag(sync=True)
    program = traitlets.Unicode().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    has_report = traitlets.Bool(True).tag(sync=True)
    place = traitlets.Unicode().tag(sync=True)
    receipt: traitlets.List = traitlets.List().tag(sync=True)

    def __init__(self, session: LabSession) -> None:
        super().__init__()
        self.session = session
        self._is_busy = False
        self._written_of: Run | None = None
        self.place = making.said_of(drop_here())
        self._count()
        watch(self.update, session.open_book, session.shown)

    @property
    def run(self) -> Run | None:
        return self.session.open_book.selected or self.session.shown.run

    def update(self) -> None:
        """Show the run; what its folder holds is read only where it is another run."""
        run = self.run
        before = self._written_of
        with self.hold_sync():
            self.runs = making.choices(self.session.open_book.runs)
            self.about = self._about(run) if run else {}
            if run is None or before is None or run.folder != before.folder:
                self.program = program_of(run) if run else ""
                self._show_written(run)

    def _read_again(self) -> None:
        """Show what other notebooks and pages have written meanwhile."""
        with self.hold_sync():
            self._count()
            self._show_written(self.run)

    def _count(self) -> None:
        self.solved = solved(self.session.book)

    def _about(self, run: Run) -> dict[str, Any]:
        progress = self.session.shown.state_of(run) or run.progress
        return {
            "name": run.name,
            "title": run.title,
            "dataset": run.dataset,
            "status": progress.status,
            "file": digits_file(run),
        }

    def _show_written(self, run: Run | None) -> None:
        """Show what was written about a run, and the receipt that there is for it."""
        self._written_of = run
        written = sentences_of(run) if run else {}
        hints = {"predicted": making.guess_hint(run)} if run else {}
        self.sentences = [
            {
                "name": name,
                "label": asked.label,
                "hint": asked.hint + hints.get(name, ""),
                "text": written[name],
            }
            for name, asked in QUESTIONS.items()
            if run
        ]
        self.receipt = making.receipt_lines(run) if run else []

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        """Do what the browser asks for: keep a sentence, change the run, make the report."""
        if "sentence" in content or "text" in content:
            self._keep(content)
        elif "form" in content:
            self._begin(content)
        elif "run" in content:
            self.session.open_book.select(content["run"])
        elif content.get("look") is True:
            self.session.do(self._read_again)
        else:
            came = f"The message came as {reprlib.repr(content)}"
            raise ValueError(f"{came}; expected one that this page sends. Reload the page.")

    def _keep(self, content: dict[str, Any]) -> None:
        """Keep a sentence about the run that it was written about, whichever is shown by now."""
        try:
            run = self.session.open_book.run_called(content.get("run"))
            keep_sentence(run, content.get("sentence"), content.get("text"))
        except OSError as error:
            logger.warning("A sentence could not be kept.", exc_info=True)
            came = f"What you wrote could not be kept ({error.strerror or error})."
            raise ValueError(f"{came} Copy it before you leave this page.") from error
        shown = self.run
        if shown is not None and shown.name == run.name:
            self.session.do(lambda: self._show_written(run))

    def _begin(self, content: dict[str, Any]) -> None:
        """Begin to make the report that the browser asks for."""
        form = content["form"]
        if not isinstance(form, str) or form not in making.TYPES:
            came = f"The form came as {reprlib.repr(form)}"
            raise ValueError(f"{came}; expected html, zip or server. Reload the page.")
        turn = whole_number("The turn", content.get("turn"), 0, 2**53)
        run = self.run
        if run is None:
            raise ValueError("There is no run yet. Train a network first.")
        if self._is_busy:
            return
        self._is_busy = True
        self.status = "The report is being made."
        typed = (content.get("name"), content.get("register"))
        self.session.in_background(self._answer, run, form, turn, typed)

    def refuse(self, sentence: str) -> None:
        self.status = sentence

    def _answer(self, run: Run, form: str, turn: int, typed: tuple[Any, Any]) -> None:
        """Send the report to the browser, or say why it cannot be made."""
        try:
            self.session.open_book.saw(run)  # its test accuracy stands in the report
            inspection = self.session.inspector.inspection
            file, content, status = making.make(run, form, *typed, inspection)
            self.send({"turn": turn, "name": file, "type": making.TYPES[form]}, [content])
        except ValueError as error:
            logger.info("A report was refused.", exc_info=True)
            status = str(error)
        except Exception as error:
            logger.exception("The report of %s could not be made.", run.folder)
            came = f"The report could not be made ({type(error).__name__}: {error})."
            status = f"{came} Reload the page and try again."
        self._is_busy = False
        self.status = status
        self.session.do(self._read_again)


class ProgramPanel(HandInPanel):
    """The program alone."""

    heading = "The program of a run"
    has_report = traitlets.Bool(False).tag(sync=True)


hand_in_panel = HandInPanel
program_panel = ProgramPanel
