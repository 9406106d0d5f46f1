"""What a student hands in: a run's program to copy, and its report to download."""

import reprlib

import traitlets

from labhelpers.panels import parts
from labhelpers.panels.page import FrontEnd, whole_number

NO_RUN = "Train a network first: its program appears here."
TYPES = {"html": "text/html", "zip": "application/zip"}


def program_panel(session):
    """Return a panel with the program of `session`'s run, to read and to copy."""
    return HandInPanel(session, has_report=False)


def hand_in_panel(session):
    """Return a panel with the program of `session`'s run, and its report to download."""
    return HandInPanel(session)


class HandIn(FrontEnd):
    """The program, with a button that copies it; boxes for name and register number, and buttons for the report.

    about: a sentence, which run this is. program: its text, "" for none. status: what is being done, or went wrong.

    The browser sends {"form": "html" or "zip", "name", "register", "turn"}; the report comes back once, as a message
    with that "turn", a file's "name" and "type" and its bytes. Nothing of it, and nothing that was typed, is kept.
    """

    text_form = "The hand-in (run the cell to see it)"

    about = traitlets.Unicode(NO_RUN).tag(sync=True)
    program = traitlets.Unicode().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    has_report = traitlets.Bool(True).tag(sync=True)


class HandInPanel(parts.Panel):
    """The program and the report of the run that is evaluated; of the run that is shown, where none was measured."""

    def __init__(self, session, has_report=True):
        self.heading = "Your hand-in" if has_report else "The program of a run"
        self.session, self.front, self._is_busy = session, HandIn(has_report=has_report), False
        super().__init__([self.front])
        self.layout.width = "100%"
        self.front.on_msg(self._receive)
        session.observe(self._draw, ["chosen", "run", "progress"])
        self._draw()

    @property
    def run(self):
        return self.session.chosen or self.session.run

    def _draw(self, _change=None):
        from labhelpers.program import digits_file, program  # with Jinja: not before there is a program to make

        run, session = self.run, self.session
        status = run and (session.progress if session.is_shown(run) else run.progress).status
        dataset = f", on {run.dataset}" if run and run.dataset else ""
        with self.front.hold_sync():
            about = f"This is about {run.title}{dataset}. The run is {status}." if run else NO_RUN
            is_own = run and digits_file(run) == "digits.npz"
            self.front.about = about + bool(is_own) * " The zip for GitHub holds the digits.npz that the program reads."
            self.front.program = program(run) if run else ""

    def _receive(self, _front, content, _buffers):
        """Begin to make the report that the browser asks for; whatever it should not have sent is answered."""
        try:
            self._begin(*(content.get(key) for key in ("form", "turn", "name", "register")))
        except ValueError as error:
            self.front.status = str(error)

    def _begin(self, form, turn, *typed):
        if form not in list(TYPES):
            raise ValueError(f"The form came as {reprlib.repr(form)}; expected html or zip. Reload the page.")
        whole_number("The turn", turn, 0, 2**53)
        if self.run is None:
            raise ValueError("There is no run yet. Train a network first.")
        if not self._is_busy:
            self._is_busy, self.front.status = True, "The report is being made."
            self.session.paint(self._make, self.run, form, turn, *typed)

    def _make(self, run, form, turn, name, register):
        status = "The report could not be made."
        try:
            from labhelpers import report  # with Matplotlib, half a second: not before there is a report to make

            make = report.report_html if form == "html" else report.report_zip
            made, file = make(run, name, register, self.session.sight), report.file_name(name, register, f".{form}")
            content = made.encode() if form == "html" else made
            self.front.send({"turn": turn, "name": file, "type": TYPES[form]}, [content])
            status = f"{file} ({len(content) / 1000:,.0f} kB) goes to your browser's downloads."
        except ValueError as error:
            status = str(error)
        finally:
            self._is_busy, self.front.status = False, status
