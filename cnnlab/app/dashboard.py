"""The six steps as one page: puts the panels together, and nothing else."""

import importlib
import json
import logging
import os
import re
import secrets
import urllib.parse
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from cnnlab.app import logs
from cnnlab.runs import Book
from cnnlab.session import LabSession
from cnnlab.widgets import markup, panel
from cnnlab.widgets.draw_pad import draw_panel
from cnnlab.widgets.evaluation import evaluation_panel
from cnnlab.widgets.gallery import gallery_panel
from cnnlab.widgets.hand_in import hand_in_panel
from cnnlab.widgets.network import network_panel
from cnnlab.widgets.preprocessing import preprocess_panel
from cnnlab.widgets.steps_bar import StepsBar
from cnnlab.widgets.training import training_panel
from labhelpers.config import CHOICES

logger = logging.getLogger(__name__)

# What a page's address may have besides choices: a visitor's book, and Jupyter's token.
OTHER_NAMES = ("book", "token")
LONGEST_VALUE = 40
# A visitor's book has a name that nobody can guess.
VISITORS_BOOK = re.compile("[0-9a-f]{32}")
# The logger of the kernel, which hands nothing on to the root.
KERNEL_LOGGER = "IPKernelApp"


def dashboard(session: LabSession | None = None) -> "Dashboard":
    """Return the page, on a `LabSession`: a new one on the book "default" where it is None."""
    logs.log_as_named(KERNEL_LOGGER)
    page = Dashboard(session or LabSession())
    page.session.open_digits()
    if os.environ.get("VOILA_PREHEAT") == "True":
        # Nobody waits yet: the time to have Matplotlib there.
        page.session.in_background(importlib.import_module, "labhelpers.figures")
    return page


def choices_in(query: str) -> dict[str, Any]:
    """Return the choices that a page's address names, unchecked, such as {"filters": 16}.

    Raises ValueError for names that are no choices.
    """
    choices = {}
    for name, text in urllib.parse.parse_qsl(query, keep_blank_values=True):
        if name in CHOICES:
            choices[name] = _value(text[:LONGEST_VALUE])
        elif name not in OTHER_NAMES:
            came = repr(name[:LONGEST_VALUE])
            raise ValueError(
                f"{came} is not known; expected some of {', '.join(sorted(CHOICES))}."
            )
    return choices


def _value(text: str) -> Any:
    """Return what a text in an address stands for: a number, True, False or the text."""
    try:
        return json.loads(text.lower())
    except ValueError:
        return text


class Dashboard(panel.Panel):
    """The bar of steps, and one section a step.

    What has pictures is filled in when the page is there already.
    """

    heading = "CNN Lab"

    def __init__(self, session: LabSession):
        self.session = session
        self.notice = panel.Notice()
        self.greeting = widgets.HTML()
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
        try:
            if not self.session.next_run.choose(**choices_in(query)):
                raise ValueError(self.session.next_run.message)
        except ValueError as error:
            logger.warning("A page's address was refused", exc_info=True)
            came = f"The page's address could not be used: {error}"
            self.session.next_run.say("")
            self.notice.say(f"{came} The page opens with its defaults.")

    def _use_visitors_book(self, query: str) -> None:
        named = urllib.parse.parse_qs(query).get("book", [""])[0]
        name = named if VISITORS_BOOK.fullmatch(named) else secrets.token_hex(16)
        self.session.open_book.book = Book(name)
        self.steps.book = name
        self.greeting.value = str(markup.HTML.greeting(name))

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
