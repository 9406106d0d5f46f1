"""The bar that stays in sight: the six steps, where one is, the digits in use, a link to share."""

from collections.abc import Callable
from typing import Any

import traitlets

from cnnlab.session import LabSession, watch
from cnnlab.widgets import markup
from labhelpers.front_end import FrontEnd

LONGEST_QUERY = 2000


class StepsBar(FrontEnd):
    """Six links to the sections of a page, each with its state.

    states: "done", "now" or "to do" for each step.
    choices: those made, by name, for a link that brings them back.
    dataset, reason: the digits in use and, where they are not MNIST, why.
    book: the book that a tab is to remember where its browser may keep no cookie, "" for none.
    is_open: whether the kernel has heard from the browser.

    The browser sends {"query": that of the page's address} until `is_open`, and {"cancel":
    true} to have no download.
    """

    heading = "The six steps"

    titles = traitlets.List(traitlets.Unicode(), markup.STEP_TITLES).tag(sync=True)
    states = traitlets.List(traitlets.Unicode(), ["to do"] * 6).tag(sync=True)
    dataset = traitlets.Unicode().tag(sync=True)
    reason = traitlets.Unicode().tag(sync=True)
    choices = traitlets.Dict().tag(sync=True)
    book = traitlets.Unicode().tag(sync=True)
    is_open = traitlets.Bool(False).tag(sync=True)

    def __init__(self, session: LabSession, open_page: Callable[[str], None]) -> None:
        super().__init__()
        self.session = session
        self._open_page = open_page
        watch(self.update, session, session.next_run, session.open_book, session.shown)

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        """Begin, once, when the page is there: what is made earlier could miss it."""
        query = content.get("query")
        if content.get("cancel") is True:
            self.session.digits_opener.cancel()
        elif isinstance(query, str) and not self.is_open:
            self._open_page(query[:LONGEST_QUERY])
            self.is_open = True

    def update(self) -> None:
        session = self.session
        self.states = _states(_done(session), session.shown.is_busy)
        self.dataset = session.digits.name if session.digits else ""
        self.reason = "" if self.dataset == "MNIST" else session.digits_message
        self.choices = session.next_run.choices


def _done(session: LabSession) -> list[bool]:
    """Return for each step whether it is done."""
    shown = session.shown
    rows = session.open_book.runs
    has_digits = session.digits is not None
    statuses = {shown.progress.status, *(row.progress.status for row in rows)}
    return [
        True,
        has_digits,
        has_digits,
        shown.run is not None or bool(rows),
        "finished" in statuses and not shown.is_busy,
        session.open_book.selected is not None,
    ]


def _states(done: list[bool], is_busy: bool) -> list[str]:
    """Return "done", "now" or "to do" for each step; one trains, or is at the first not done."""
    last = len(done) - 1
    first_to_do = done.index(False) if False in done else last
    now = 4 if is_busy else first_to_do
    states = ["done" if is_done else "to do" for is_done in done]
    states[now] = "now"
    return states
