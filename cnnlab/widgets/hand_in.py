"""What a student hands in: a run's program to copy, and its report to download."""

import logging
import reprlib
from typing import Any

import traitlets

from cnnlab.report.program import digits_file
from cnnlab.report.program import program as program_of
from cnnlab.report.typed_text import file_name
from cnnlab.runs import Run
from cnnlab.session import LabSession, watch
from labhelpers.front_end import FrontEnd, whole_number

logger = logging.getLogger(__name__)

TYPES = {"html": "text/html", "zip": "application/zip"}


class HandInPanel(FrontEnd):
    """The program and the report of the selected run; of the one shown, where none was measured.

    A button copies the program; boxes for name and register number and two buttons are for the
    report.

    about: the run's title, data set and status, and the file that its program reads, {} for no
        run.
    program: its text, "" for none.
    status: what is being done, or went wrong.

    The browser sends {"form": "html" or "zip", "name", "register", "turn"}; the report comes
    back once, as a message with that "turn", a file's "name" and "type" and its bytes. Nothing
    of it, and nothing that was typed, is kept.
    """

    heading = "Your hand-in"

    about = traitlets.Dict().tag(sync=True)
    program = traitlets.Unicode().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    has_report = traitlets.Bool(True).tag(sync=True)

    def __init__(self, session: LabSession) -> None:
        super().__init__()
        self.session = session
        self._is_busy = False
        watch(self.update, session.open_book, session.shown)

    @property
    def run(self) -> Run | None:
        return self.session.open_book.selected or self.session.shown.run

    def update(self) -> None:
        run = self.run
        if run is None:
            self.about = {}
            self.program = ""
            return
        progress = self.session.shown.state_of(run) or run.progress
        self.about = {
            "title": run.title,
            "dataset": run.dataset,
            "status": progress.status,
            "file": digits_file(run),
        }
        self.program = program_of(run)

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        """Begin to make the report that the browser asks for."""
        form = content.get("form")
        if not isinstance(form, str) or form not in TYPES:
            came = f"The form came as {reprlib.repr(form)}"
            raise ValueError(f"{came}; expected html or zip. Reload the page.")
        turn = whole_number("The turn", content.get("turn"), 0, 2**53)
        if self.run is None:
            raise ValueError("There is no run yet. Train a network first.")
        if self._is_busy:
            return
        self._is_busy = True
        self.status = "The report is being made."
        name = content.get("name")
        register = content.get("register")
        self.session.in_background(self._answer, self.run, form, turn, name, register)

    def refuse(self, sentence: str) -> None:
        self.status = sentence

    def _answer(self, run: Run, form: str, turn: int, name: Any, register: Any) -> None:
        """Send the report to the browser, or say why it cannot be made."""
        try:
            file, content = self._make(run, form, name, register)
            self.send({"turn": turn, "name": file, "type": TYPES[form]}, [content])
            size = f"{len(content) / 1000:,.0f} kB"
            status = f"{file} ({size}) goes to your browser's downloads."
        except ValueError as error:
            logger.info("A report was refused.", exc_info=True)
            status = str(error)
        except Exception as error:
            logger.exception("The report of %s could not be made.", run.folder)
            came = f"The report could not be made ({type(error).__name__}: {error})."
            status = f"{came} Reload the page and try again."
        self._is_busy = False
        self.status = status

    def _make(self, run: Run, form: str, name: Any, register: Any) -> tuple[str, bytes]:
        """Return the report's file name and its bytes."""
        # With Matplotlib, half a second: not before there is a report to make.
        from cnnlab.report import report

        inspection = self.session.inspector.inspection
        if form == "zip":
            content = report.report_zip(run, name, register, inspection)
        else:
            content = report.report_html(run, name, register, inspection).encode()
        return file_name(name, register, f".{form}"), content


class ProgramPanel(HandInPanel):
    """The program alone."""

    heading = "The program of a run"
    has_report = traitlets.Bool(False).tag(sync=True)


hand_in_panel = HandInPanel
program_panel = ProgramPanel
