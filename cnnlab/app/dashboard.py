"""The six steps as one page: puts the panels together, and nothing else."""

import importlib
import logging
import os
import urllib.parse
from pathlib import Path

import ipywidgets as widgets

from cnnlab.app import limits, logs, visitor_files
from cnnlab.app.address import choices_in, slips_in
from cnnlab.runs import Book
from cnnlab.session import LabSession
from cnnlab.widgets import markup, panel
from cnnlab.widgets.draw_pad import draw_panel
from cnnlab.widgets.evaluation import evaluation_panel
from cnnlab.widgets.gallery import gallery_panel
from cnnlab.widgets.hand_in import hand_in_panel
from cnnlab.widgets.network import network_panel
from cnnlab.widgets.own_runs import OwnRuns
from cnnlab.widgets.preprocessing import preprocess_panel
from cnnlab.widgets.steps_bar import StepsBar
from cnnlab.widgets.training import training_panel

logger = logging.getLogger(__name__)

# The logger of the kernel, which hands nothing on to the root.
KERNEL_LOGGER = "IPKernelApp"


def dashboard(session: LabSession | None = None) -> "Dashboard":
    """Return the page, on a `LabSession`: a new one on the book "default" where it is None."""
    logs.log_as_named(KERNEL_LOGGER)
    page = Dashboard(session or LabSession())
    if os.environ.get("LAB_VISITORS"):  # before anybody can say anything to it
        limits.bound_memory()
    page.session.open_digits()
    if os.environ.get("VOILA_PREHEAT") == "True":
        # Nobody waits yet: the time to have Matplotlib there.
        page.session.in_background(importlib.import_module, "labhelpers.figures")
    return page


class Dashboard(panel.Panel):
    """The bar of steps, and one section a step.

    What has pictures is filled in when the page is there already.
    """

    heading = "CNN Lab"

    def __init__(self, session: LabSession):
        self.session = session
        self.notice = panel.Notice()
        self.greeting = widgets.VBox()
        self.steps = StepsBar(session, self._open)
        self.gallery = widgets.VBox()
        self.preprocessing = widgets.VBox()
        self.network = widgets.VBox()
        sections = widgets.VBox(self._sections()).add_class("lab-sections")
        super().__init__([self.steps, self.notice, self.greeting, sections])
        self.add_class("lab-dashboard")
        session.observe(self._digits_opened, "digits")

    def _sections(self) -> list[widgets.VBox]:
        problem = Path(__file__).with_suffix(".html").read_text(encoding="utf-8")
        evaluation = [
            _heading("A digit of your own"),
            draw_panel(self.session),
            _heading("The test images"),
            evaluation_panel(self.session),
            _heading("Your hand-in"),
            hand_in_panel(self.session),
        ]
        contents = (
            [widgets.HTML(problem)],
            [self.gallery],
            [self.preprocessing],
            [self.network],
            [training_panel(self.session)],
            evaluation,
        )
        return [_section(number, content) for number, content in enumerate(contents, 1)]

    def _open(self, query: str) -> None:
        """Set the page up as its address says, use a visitor's own book, and begin."""
        self._choose(query)
        if os.environ.get("LAB_VISITORS"):  # set by `cnnlab.app.serve`
            self._use_visitors_book(query)
        self.session.start()
        self.session.in_background(self._fill)

    def _choose(self, query: str) -> None:
        """Choose what the address names; what cannot be chosen is told, and the rest taken."""
        next_run = self.session.next_run
        remarks = slips_in(query)
        choices = choices_in(query)
        if not next_run.choose(**choices):  # all at once, so that the page is drawn once
            for name, value in choices.items():
                if not next_run.choose(**{name: value}):
                    remarks.append(next_run.message)
        next_run.say("")
        if remarks:
            told = " ".join(remarks)
            logger.warning("A page's address was not taken whole: %s", told)
            came = f"The page's address could not be used in full: {told}"
            self.notice.say(f"{came} The rest was taken.")

    def _use_visitors_book(self, query: str) -> None:
        told = visitor_files.read()
        # Where the browser keeps no cookie, the tab remembers it.
        named = urllib.parse.parse_qs(query).get("book", [""])[0]
        book = named if visitor_files.BOOK.fullmatch(named) else told.book
        self.session.open_book.book = Book(book)
        self.steps.book = book if told.is_for_tab else ""
        self.greeting.children = [OwnRuns(book, told.is_for_tab)]

    def _digits_opened(self, _change: object) -> None:
        if self.steps.is_open:
            self.session.in_background(self._fill)

    def _fill(self) -> None:
        session = self.session
        if session.digits is not None and not self.gallery.children:
            self.gallery.children = [gallery_panel(session.digits)]
            self.preprocessing.children = [preprocess_panel(session.digits)]
        if not self.network.children:
            self.network.children = [network_panel(session=session)]


def _heading(title: str) -> widgets.HTML:
    return widgets.HTML(f"<h3>{title}</h3>")


def _section(number: int, content: list[widgets.Widget]) -> widgets.VBox:
    heading = widgets.HTML(str(markup.HTML.step_heading(number)))
    section = widgets.VBox([heading, *content])
    return section.add_class("lab-section").add_class(f"lab-section-{number}")
