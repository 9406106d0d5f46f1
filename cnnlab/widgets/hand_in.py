"""What a student hands in: a run's program to copy, and its report to download."""

import reprlib

import traitlets

from cnnlab.report.program import digits_file
from cnnlab.report.program import program as program_of
from cnnlab.report.typed_text import file_name
from labhelpers.front_end import FrontEnd, whole_number

TYPES = {"html": "text/html", "zip": "application/zip"}


class HandInPanel(FrontEnd):
    """The program and the report of the run that a `LabSession` evaluates; of the one shown, where none was measured.

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

    text_form = "Your hand-in (run this cell to use it)"
    watched = ("selected", "run", "progress")

    about = traitlets.Dict().tag(sync=True)
    program = traitlets.Unicode().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    has_report = traitlets.Bool(True).tag(sync=True)
    _is_busy = False

    @property
    def run(self):
        return self.session.selected or self.session.run

    def update(self):
        run, about, program = self.run, {}, ""
        if run is not None:
            status = (self.session.progress if self.session.is_shown(run) else run.progress).status
            about = {
                "title": run.title,
                "dataset": run.dataset,
                "status": status,
                "file": digits_file(run),
            }
            program = program_of(run)
        self.about, self.program = about, program

    def receive(self, content, _buffers):
        """Begin to make the report that the browser asks for."""
        form, turn, *typed = (content.get(key) for key in ("form", "turn", "name", "register"))
        if form not in list(TYPES):
            raise ValueError(
                f"The form came as {reprlib.repr(form)}; expected html or zip. Reload the page."
            )
        whole_number("The turn", turn, 0, 2**53)
        if self.run is None:
            raise ValueError("There is no run yet. Train a network first.")
        if not self._is_busy:
            self._is_busy, self.status = True, "The report is being made."
            self.session.in_background(self._make, self.run, form, turn, *typed)

    def refuse(self, sentence):
        self.status = sentence

    def _make(self, run, form, turn, *typed):
        status = "The report could not be made."
        try:
            # With Matplotlib, half a second: not before there is a report to make.
            from cnnlab.report import report

            made = {"html": report.report_html, "zip": report.report_zip}[form](
                run, *typed, self.session.inspection
            )
            content, file = (
                made.encode() if form == "html" else made,
                file_name(*typed, f".{form}"),
            )
            self.send({"turn": turn, "name": file, "type": TYPES[form]}, [content])
            status = f"{file} ({len(content) / 1000:,.0f} kB) goes to your browser's downloads."
        except ValueError as error:
            status = str(error)
        finally:
            self._is_busy, self.status = False, status


class ProgramPanel(HandInPanel):
    """The program alone."""

    text_form = "The program of a run (run this cell to use it)"
    has_report = traitlets.Bool(False).tag(sync=True)


hand_in_panel, program_panel = HandInPanel, ProgramPanel
