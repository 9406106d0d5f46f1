"""The six steps as one page: puts the panels together, and nothing else."""

import os
import re
import secrets
import urllib.parse

import ipywidgets as widgets

from labhelpers.panels import parts
from labhelpers.panels.evaluation import evaluation_panel
from labhelpers.panels.gallery import gallery_panel
from labhelpers.panels.network import network_panel
from labhelpers.panels.preprocessing import preprocess_panel
from labhelpers.panels.training import training_panel
from labhelpers.runs import Book
from labhelpers.session import LabSession

SECONDS_TO_LOAD = 1.5
AIM = (
    "A network that reads handwritten digits: 28 x 28 grey pixels go in, ten probabilities come out, one for each of "
    "the digits 0 to 9. You choose its size, train it on this machine, and see where it is right and where it errs."
)


def dashboard(session=None):
    """Return the page; `session` is a `LabSession`, a new one on the book "default" where it is None."""
    session = session or LabSession()
    session.open_digits()
    session.hold_back(SECONDS_TO_LOAD)
    page = Dashboard(session)
    if os.environ.get("LAB_VISITORS"):  # set by `labhelpers.serve`
        page.welcome(visitors_book())
    session.start()
    return page


def visitors_book():
    """Return the book that the page's address names with `?book=`; a new one, which nobody can guess, without it."""
    from voila.utils import get_query_string  # in a heated kernel, this waits for the visitor

    named = urllib.parse.parse_qs(get_query_string() or "").get("book", [""])[0]
    return Book(named if re.fullmatch("[0-9a-f]{32}", named) else secrets.token_hex(16))


class Dashboard(parts.Panel):
    """One section a step, one under another. What has pictures is filled in when the page is there already."""

    heading = "CNN Lab"

    def __init__(self, session):
        self.session = session
        self.gallery, self.preprocessing, self.network = widgets.VBox(), widgets.VBox(), widgets.VBox()
        self.download = _download_row(session)
        sections = (
            ("1. Define the problem", parts.text(AIM)),
            ("2. Load the data", widgets.VBox([self.download, self.gallery])),
            ("3. Preprocess the images", self.preprocessing),
            ("4. Build the CNN", self.network),
            ("5. Train the CNN", training_panel(session)),
            ("6. Evaluate the CNN", evaluation_panel(session)),
        )
        self.greeting = widgets.HTML()
        rows = [self.greeting]
        for heading, content in sections:
            rows += [widgets.HTML(f"<h2>{heading}</h2>"), content]
        super().__init__(rows)
        session.observe(lambda change: session.paint(self._fill), ["digits", "digits_message"])
        session.paint(self._fill)

    def welcome(self, book):
        """Use a visitor's own book, and say how to come back to it."""
        self.session.book = book
        link = f'<a href="?book={book.name}">this address</a>'
        self.greeting.value = f"<p>Your runs are yours alone. To find them again, keep {link}.</p>"

    def _fill(self):
        session = self.session
        if session.digits is not None and not self.gallery.children:
            self.download.layout.display = "none"
            self.gallery.children = [gallery_panel(session.digits)]
            self.preprocessing.children = [preprocess_panel(session.digits)]
        if not self.network.children:
            network = network_panel(session.cnn, has_sliders=False)
            session.observe(lambda change: network.show(change["new"]), "cnn")
            self.network.children = [network]


def _download_row(session):
    """Return what is known about the digits while they are not here yet, with a button to give up a download."""
    state = parts.text(session.digits_message)
    cancel = parts.button("Cancel the download", lambda _: session.cancel_download(), "Go on with the embedded digits")
    cancel.layout.display = "none"

    def show(change):
        state.value = parts.paragraph(change["new"])
        cancel.layout.display = "" if change["new"].startswith("Downloading") else "none"

    session.observe(show, "digits_message")
    return widgets.VBox([state, cancel])
