"""The bar that stays in sight: the six steps, where one is, the digits in use, a link to the choices made."""

import urllib.parse

import traitlets

from labhelpers.panels.page import FrontEnd

TITLES = (
    "Define the problem",
    "Load the data",
    "Preprocess the images",
    "Build the CNN",
    "Train the CNN",
    "Evaluate the CNN",
)


def heading_html(number):
    """Return the heading of a step, counted from 1, which the bar's link leads to."""
    return f'<h2 id="lab-step-{number}" tabindex="-1"><span>{number}.</span> {TITLES[number - 1]}</h2>'


class StepsBar(FrontEnd):
    """Six links to the sections of a page, each with its state.

    states: "done", "now" or "to do" for each step.   address: the choices made, as a query string.
    dataset, reason: the digits in use and, where they are not MNIST, why.
    book: the book that the page's address shall name, "" for none.
    is_open: whether the kernel has heard from the browser; it is told once, with the query of the page's address.
    """

    text_form = "The six steps"

    titles = traitlets.List(traitlets.Unicode(), TITLES).tag(sync=True)
    states = traitlets.List(traitlets.Unicode(), ["to do"] * len(TITLES)).tag(sync=True)
    dataset = traitlets.Unicode().tag(sync=True)
    reason = traitlets.Unicode().tag(sync=True)
    address = traitlets.Unicode().tag(sync=True)
    book = traitlets.Unicode().tag(sync=True)
    is_open = traitlets.Bool(False).tag(sync=True)

    def show(self, session):
        """Show what `session`, a `LabSession`, has come to."""
        has_digits, has_run = session.digits is not None, bool(session.run or session.runs)
        states = [session.progress, *(row.progress for row in session.runs)]
        has_finished = any(progress.status == "finished" for progress in states)
        done = [True, has_digits, has_digits, has_run, has_finished and not session.is_busy, session.chosen is not None]
        now = 4 if session.is_busy else done.index(False) if False in done else 5
        self.states = ["now" if step == now else "done" if done[step] else "to do" for step in range(len(done))]
        self.dataset = session.digits.name if has_digits else ""
        self.reason = "" if self.dataset == "MNIST" else session.digits_message
        choices = session.cnn.to_dict() | session.training.to_dict()
        texts = {name: str(value).lower() for name, value in choices.items() if value is not None}
        self.address = "?" + urllib.parse.urlencode(texts)
