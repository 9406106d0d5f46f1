"""The six steps as one page: puts the panels together, and nothing else."""

import importlib
import json
import os
import re
import secrets
import urllib.parse

import ipywidgets as widgets

from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.panels import parts
from labhelpers.panels.draw import draw_panel
from labhelpers.panels.evaluation import evaluation_panel
from labhelpers.panels.gallery import gallery_panel
from labhelpers.panels.hand_in import hand_in_panel
from labhelpers.panels.network import network_panel
from labhelpers.panels.page import source_beside
from labhelpers.panels.preprocessing import preprocess_panel
from labhelpers.panels.steps import StepsBar, heading_html
from labhelpers.panels.training import training_panel
from labhelpers.runs import Book
from labhelpers.session import LabSession

LONGEST_QUERY = 2000


def dashboard(session=None):
    """Return the page; `session` is a `LabSession`, a new one on the book "default" where it is None."""
    page = Dashboard(session or LabSession())
    page.session.open_digits()
    if os.environ.get("VOILA_PREHEAT") == "True":  # nobody waits yet: the time to have Matplotlib there
        page.session.paint(importlib.import_module, "labhelpers.figures")
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
            raise ValueError(f"{name[:40]!r} is not known; expected some of {', '.join(sorted(known))}.")
    return choices


class Dashboard(parts.Panel):
    """The bar of steps, and one section a step. What has pictures is filled in when the page is there already."""

    heading = "CNN Lab"

    def __init__(self, session):
        self.steps, self.notice, self.greeting = StepsBar(), parts.Notice(), widgets.HTML()
        self.session = session
        self.gallery, self.preprocessing, self.network = widgets.VBox(), widgets.VBox(), widgets.VBox()
        self.download = _download_row(session)
        contents = (
            [widgets.HTML(source_beside(__file__, ".html"))],
            [self.download, self.gallery],
            [self.preprocessing],
            [self.network],
            [training_panel(session)],
            [
                widgets.HTML("<h3>A digit of your own</h3>"),
                draw_panel(session),
                widgets.HTML("<h3>The test images</h3>"),
                evaluation_panel(session),
                widgets.HTML("<h3>Your hand-in</h3>"),
                hand_in_panel(session),
            ],
        )
        sections = widgets.VBox([_section(number, content) for number, content in enumerate(contents, 1)])
        super().__init__([self.steps, self.notice, self.greeting, sections.add_class("lab-sections")])
        self.add_class("lab-dashboard")
        self.steps.on_msg(self._meet)
        opened, chosen = ["digits", "digits_message"], ["cnn", "training", "run", "progress", "runs", "chosen"]
        session.observe(lambda change: self.steps.is_open and session.paint(self._fill), opened)
        session.observe(lambda change: self.steps.show(session), opened + chosen)
        self.steps.show(session)

    def _meet(self, _widget, content, _buffers):
        """Begin, once, when the browser says that the page is there: what is made earlier could miss it."""
        query = content.get("query")
        if self.steps.is_open or not isinstance(query, str):
            return
        self._take_choices(query[:LONGEST_QUERY])
        if os.environ.get("LAB_VISITORS"):  # set by `labhelpers.serve`
            named = urllib.parse.parse_qs(query[:LONGEST_QUERY]).get("book", [""])[0]
            self._welcome(named if re.fullmatch("[0-9a-f]{32}", named) else secrets.token_hex(16))
        self.steps.is_open = True
        self.session.start()
        self.session.paint(self._fill)

    def _take_choices(self, query):
        """Set the page up as its address says."""
        try:
            if not self.session.choose(**choices_in(query)):
                raise ValueError(self.session.message)
        except ValueError as error:
            self.session.set_message("")
            self.notice.say(f"The page's address could not be used: {error} The page opens with its defaults.")

    def _welcome(self, book):
        """Use a visitor's own book, and say how to come back to it."""
        self.session.book, self.steps.book = Book(book), book
        link = f'<a href="?book={book}">this address</a>'
        self.greeting.value = f"<p>Your runs are yours alone. To find them again, keep {link}.</p>"

    def _fill(self):
        session = self.session
        if session.digits is not None and not self.gallery.children:
            self.download.layout.display = "none"
            self.gallery.children = [gallery_panel(session.digits)]
            self.preprocessing.children = [preprocess_panel(session.digits)]
        if not self.network.children:
            self.network.children = [network_panel(session=session)]


def _section(number, content):
    section = widgets.VBox([widgets.HTML(heading_html(number)), *content])
    return section.add_class("lab-section").add_class(f"lab-section-{number}")


def _download_row(session):
    """Return what is known about the digits while they are not here yet, with a button to give up a download."""
    state = parts.text(session.digits_message)
    cancel = parts.button("Cancel the download", session.cancel_download, "Go on with the embedded digits")
    cancel.layout.display = "none"

    def show(change):
        state.value = parts.paragraph(change["new"])
        cancel.layout.display = "" if change["new"].startswith("Downloading") else "none"

    session.observe(show, "digits_message")
    return widgets.VBox([state, cancel])
