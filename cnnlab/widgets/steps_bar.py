"""The bar that stays in sight: the six steps, where one is, the digits in use, a link to the choices made."""

import traitlets

from cnnlab.widgets.markup import HTML
from labhelpers.front_end import FrontEnd

LONGEST_QUERY = 2000


class StepsBar(FrontEnd):
    """Six links to the sections of a page, each with its state.

    states: "done", "now" or "to do" for each step.
    choices: those made, by name, for a link that brings them back.
    dataset, reason: the digits in use and, where they are not MNIST, why.
    book: the book that the page's address shall name, "" for none.
    is_open: whether the kernel has heard from the browser.

    The browser sends {"query": that of the page's address} until `is_open`, and {"cancel":
    true} to have no download.
    """

    text_form = "The six steps"
    watched = ("digits", "digits_message", "cnn", "training", "run", "progress", "runs", "selected")

    titles = traitlets.List(traitlets.Unicode(), HTML.step_titles).tag(sync=True)
    states = traitlets.List(traitlets.Unicode(), ["to do"] * len(HTML.step_titles)).tag(sync=True)
    dataset = traitlets.Unicode().tag(sync=True)
    reason = traitlets.Unicode().tag(sync=True)
    choices = traitlets.Dict().tag(sync=True)
    book = traitlets.Unicode().tag(sync=True)
    is_open = traitlets.Bool(False).tag(sync=True)

    def __init__(self, session, open_page):
        super().__init__(session)
        self._open_page = open_page

    def receive(self, content, _buffers):
        """Begin, once, when the browser says that the page is there: what is made earlier could miss it."""
        query = content.get("query")
        if content.get("cancel") is True:
            self.session.cancel_download()
        elif isinstance(query, str) and not self.is_open:
            self._open_page(query[:LONGEST_QUERY])
            self.is_open = True

    def update(self):
        session = self.session
        has_digits, has_run = session.digits is not None, bool(session.run or session.runs)
        states = [session.progress, *(row.progress for row in session.runs)]
        has_finished = any(progress.status == "finished" for progress in states)
        done = [
            True,
            has_digits,
            has_digits,
            has_run,
            has_finished and not session.is_busy,
            session.selected is not None,
        ]
        now = 4 if session.is_busy else done.index(False) if False in done else 5
        self.states = [
            "now" if step == now else "done" if done[step] else "to do" for step in range(len(done))
        ]
        self.dataset = session.digits.name if has_digits else ""
        self.reason = "" if self.dataset == "MNIST" else session.digits_message
        self.choices = session.cnn.to_dict() | session.training.to_dict()
