"""The six steps as one page: puts the panels together, and nothing else."""

import importlib
import json
import os
import re
import secrets
import urllib.parse
from pathlib import Path

import ipywidgets as widgets

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
from labhelpers.config import CnnConfig, TrainingConfig


def dashboard(session=None):
    """Return the page; `session` is a `LabSession`, a new one on the book "default" where it is None."""
    page = Dashboard(session or LabSession())
    page.session.open_digits()
    if (
        os.environ.get("VOILA_PREHEAT") == "True"
    ):  # nobody waits yet: the time to have Matplotlib there
        page.session.in_background(importlib.import_module, "labhelpers.figures")
    return page


def choices_in(query):
    """Return the choices that a page's address names, unchecked, such as {"filters": 16}; ValueError for others."""
    known = CnnConfig().to_dict() | TrainingConfig().to_dict()
    choices = {}
    for name, text in urllib.parse.parse_qsl(query, keep_blank_values=True):
        if name in known:
            try:
                choices[name] = json.loads(text[:40].lower())
            except ValueError:
                choices[name] = text[:40]
        elif name not in ("book", "token"):
            raise ValueError(
                f"{name[:40]!r} is not known; expected some of {', '.join(sorted(known))}."
            )
    return choices


class Dashboard(panel.Panel):
    """The bar of steps, and one section a step. What has pictures is filled in when the page is there already."""

    heading = "CNN Lab"

    def __init__(self, session):
        self.session, self.notice, self.greeting = session, panel.Notice(), widgets.HTML()
        self.steps = StepsBar(session, self._open)
        self.gallery, self.preprocessing, self.network = (
            widgets.VBox(),
            widgets.VBox(),
            widgets.VBox(),
        )
        titles = ("A digit of your own", "The test images", "Your hand-in")
        drawing, testing, handing_in = (widgets.HTML(f"<h3>{title}</h3>") for title in titles)
        evaluation = [drawing, draw_panel(session), testing, evaluation_panel(session)]
        contents = (
            [widgets.HTML(Path(__file__).with_suffix(".html").read_text(encoding="utf-8"))],
            [self.gallery],
            [self.preprocessing],
            [self.network],
            [training_panel(session)],
            [*evaluation, handing_in, hand_in_panel(session)],
        )
        sections = widgets.VBox(
            [_section(number, content) for number, content in enumerate(contents, 1)]
        )
        super().__init__(
            [self.steps, self.notice, self.greeting, sections.add_class("lab-sections")]
        )
        self.add_class("lab-dashboard")
        session.observe(
            lambda change: self.steps.is_open and session.in_background(self._fill), "digits"
        )

    def _open(self, query):
        """Set the page up as its address says, use a visitor's own book, and begin."""
        try:
            if not self.session.next_run.choose(**choices_in(query)):
                raise ValueError(self.session.next_run.message)
        except ValueError as error:
            self.session.next_run.say("")
            self.notice.say(
                f"The page's address could not be used: {error} The page opens with its defaults."
            )
        if os.environ.get("LAB_VISITORS"):  # set by `cnnlab.app.serve`
            named = urllib.parse.parse_qs(query).get("book", [""])[0]
            book = named if re.fullmatch("[0-9a-f]{32}", named) else secrets.token_hex(16)
            self.session.open_book.book, self.steps.book = Book(book), book
            self.greeting.value = str(markup.HTML.greeting(book))
        self.session.start()
        self.session.in_background(self._fill)

    def _fill(self):
        session = self.session
        if session.digits is not None and not self.gallery.children:
            self.gallery.children = [gallery_panel(session.digits)]
            self.preprocessing.children = [preprocess_panel(session.digits)]
        if not self.network.children:
            self.network.children = [network_panel(session=session)]


def _section(number, content):
    section = widgets.VBox([widgets.HTML(str(markup.HTML.step_heading(number))), *content])
    return section.add_class("lab-section").add_class(f"lab-section-{number}")
