"""The six steps as one page: puts the panels together, and nothing else."""

import importlib
import logging
import os
import urllib.parse
from pathlib import Path

import ipywidgets as widgets
import traitlets

from cnnlab.app import limits, logs, page_steps, visitor_files
from cnnlab.app.address import choices_in, slips_in
from cnnlab.runs import Book
from cnnlab.runs.exercises import seed_for, student_of
from cnnlab.session import LabSession
from cnnlab.session.class_message import ClassMessage
from cnnlab.widgets import panel
from cnnlab.widgets.cover_it import cover_panel
from cnnlab.widgets.drawing_steps import DrawingSteps
from cnnlab.widgets.evaluation import evaluation_panel
from cnnlab.widgets.first_screen import FirstScreen
from cnnlab.widgets.fool_it import fool_panel
from cnnlab.widgets.gallery import gallery_panel
from cnnlab.widgets.hand_in import hand_in_panel
from cnnlab.widgets.moments import MomentsSlider
from cnnlab.widgets.network import network_panel
from cnnlab.widgets.own_runs import OwnRuns
from cnnlab.widgets.preprocessing import preprocess_panel
from cnnlab.widgets.side_by_side import SideBySide
from cnnlab.widgets.step_section import StepSection
from cnnlab.widgets.steps_bar import StepsBar
from cnnlab.widgets.where_digits_go import WhereDigitsGo
from labhelpers.presets import PRESETS

logger = logging.getLogger(__name__)

# What the page begins with; lesson 05 has "plain".
PRESET = "fast"
# The logger of the kernel, which hands nothing on to the root.
KERNEL_LOGGER = "IPKernelApp"

Widgets = list[widgets.Widget]


def dashboard(session: LabSession | None = None) -> "Dashboard":
    """Return the page, on a `LabSession`: a new one on the book "default" where it is None."""
    logs.log_as_named(KERNEL_LOGGER)
    cnn, training = PRESETS[PRESET]
    page = Dashboard(session or LabSession(cnn=cnn, training=training))
    if os.environ.get("LAB_VISITORS"):  # before anybody can say anything to it
        limits.bound_memory()
    page.session.open_digits()
    if os.environ.get("VOILA_PREHEAT") == "True":
        # Nobody waits yet: the time to have Matplotlib there.
        page.session.in_background(importlib.import_module, "labhelpers.figures")
    return page


class Dashboard(panel.Panel):
    """The bar of steps, the first screen, and a folded section for each step."""

    heading = "CNN Lab"

    def __init__(self, session: LabSession):
        self.session = session
        self.notice = panel.Notice()
        self.greeting = widgets.VBox()
        self.login = ""
        self.steps = StepsBar(session, self._open, self._note_place)
        self.class_message = ClassMessage(self.steps.say)
        self.first = FirstScreen(session)
        fills = (
            self._problem,
            self._gallery,
            self._preprocessing,
            self._network,
            self._runs,
            self._evaluation,
        )
        later = session.in_background
        self.sections = [StepSection(number, fill, later) for number, fill in enumerate(fills, 1)]
        for section in self.sections:
            section.fold.observe(self._used, "is_used")
        below = widgets.VBox(self.sections).add_class("lab-sections")
        super().__init__([self.steps, self.notice, self.first, self.greeting, below])
        self.add_class("lab-dashboard")
        session.observe(self._digits_opened, "digits")

    # What each step shows, made when it is opened

    def _problem(self) -> Widgets:
        problem = Path(__file__).with_suffix(".html").read_text(encoding="utf-8")
        return [widgets.HTML(problem)]

    def _gallery(self) -> Widgets:
        digits = self.session.digits
        return [gallery_panel(digits)] if digits else []

    def _preprocessing(self) -> Widgets:
        digits = self.session.digits
        if digits is None:
            return []
        own = DrawingSteps(self.first.pad)
        traitlets.dlink((self.sections[2].fold, "is_open"), (own, "is_seen"))
        training = [_heading("A training image"), preprocess_panel(digits, says_source=False)]
        return [_heading("Your digit"), own, *training]

    def _network(self) -> Widgets:
        shown = network_panel(session=self.session, look=self.first.pad.inside)
        traitlets.dlink((self.first.strip, "image"), (shown.picture, "image"))
        return [shown]

    def _runs(self) -> Widgets:
        sides = SideBySide(self.session)
        return [self.first.training.table, sides, MomentsSlider(self.session)]

    def _evaluation(self) -> Widgets:
        inside = [
            _heading("Inside the network"),
            self.first.pad.inside,
            cover_panel(self.session),
            fool_panel(self.session),
            WhereDigitsGo(self.session),
        ]
        evaluation = evaluation_panel(self.session)
        # Folded, it shows no run's accuracy, and so none counts as looked at.
        traitlets.dlink((self.sections[-1].fold, "is_open"), (evaluation, "is_seen"))
        tested = [_heading("The test images"), MomentsSlider(self.session), evaluation]
        hand_in = [_heading("Your hand-in"), hand_in_panel(self.session, self.login)]
        return [_part(inside), _part(tested), _part(hand_in)]

    def _used(self, _change: object) -> None:
        self.steps.opened = [section.fold.is_used for section in self.sections]

    def _open(self, query: str) -> None:
        """Use a visitor's own book, set the page up as its address says, and begin."""
        if os.environ.get("LAB_VISITORS"):  # set by `cnnlab.app.serve`
            self._use_visitors_book(query)
            self.class_message.start()
        self._choose_own_seed()  # the student's of that book
        self._choose(query)
        self.session.start()

    def _note_place(self, step: int) -> None:
        """Keep, for the teacher's wall, at which step this page is."""
        try:
            page_steps.note(step)
        except OSError:
            logger.info("The server does not know at which step this page is.", exc_info=True)

    def _choose_own_seed(self) -> None:
        """Let runs have the seed of the student's number that was typed in a lesson, if any."""
        next_run = self.session.next_run
        own = seed_for(next_run.training.seed, student_of(self.session.book))
        if own != next_run.training.seed:
            next_run.choose(seed=own)

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
        # Where the browser keeps no cookie, the tab remembers it; a login needs no such help.
        named = urllib.parse.parse_qs(query).get("book", [""])[0]
        may_name = not told.login and visitor_files.BOOK.fullmatch(named)
        book = named if may_name else told.book
        self.session.open_book.book = Book(book)
        self.steps.book = book if told.is_for_tab else ""
        self.login = told.login
        self.greeting.children = [OwnRuns(book, told.is_for_tab, told.login)]

    def _digits_opened(self, _change: object) -> None:
        for section in self.sections:
            section.refresh()


def _heading(title: str) -> widgets.HTML:
    return widgets.HTML(f"<h3>{title}</h3>")


def _part(children: Widgets) -> widgets.VBox:
    """Return a part of a step as a card of its own."""
    return widgets.VBox(children).add_class("lab-part")
