"""The bar that stays in sight: the six steps, where one is, the digits in use, a link to share."""

import dataclasses
from collections.abc import Callable
from typing import Any

import traitlets

from cnnlab.runs.class_folder import Message
from cnnlab.session import LabSession, watch
from cnnlab.session.preset_choices import preset_choices
from cnnlab.widgets import markup
from labhelpers.config import CnnConfig, TrainingConfig, values_of
from labhelpers.front_end import FrontEnd, whole_number
from labhelpers.presets import PRESETS

LONGEST_QUERY = 2000


class StepsBar(FrontEnd):
    """Six links to the sections of a page, each with its state.

    states: "done" for each step that was used, else "to do"; where one is, the browser knows.
    choices: those made, by name. link: those that an address needs to bring them back.
    dataset, reason: the digits in use and, where they are not MNIST, why.
    book: the book that a tab is to remember where its browser may keep no cookie, "" for none.
    message: what the teacher says to all pages, "" for nothing, and when it was said.
    is_open: whether the kernel has heard from the browser.

    The browser sends {"query": that of the page's address} until `is_open`, {"cancel": true} to
    have no download, and {"place": the step that one has come to, 0 for the first screen}.
    """

    heading = "The six steps"

    titles = traitlets.List(traitlets.Unicode(), markup.STEP_TITLES).tag(sync=True)
    states = traitlets.List(traitlets.Unicode(), ["to do"] * 6).tag(sync=True)
    dataset = traitlets.Unicode().tag(sync=True)
    reason = traitlets.Unicode().tag(sync=True)
    choices = traitlets.Dict().tag(sync=True)
    link = traitlets.Dict().tag(sync=True)
    book = traitlets.Unicode().tag(sync=True)
    message = traitlets.Dict({"text": "", "at": 0.0}).tag(sync=True)
    is_open = traitlets.Bool(False).tag(sync=True)
    opened = traitlets.List(traitlets.Bool(), [False] * 6)

    def __init__(
        self,
        session: LabSession,
        open_page: Callable[[str], None],
        note_place: Callable[[int], None] = lambda _step: None,
    ) -> None:
        super().__init__()
        self.session = session
        self._open_page = open_page
        self._note_place = note_place
        watch(self.update, session, session.next_run, session.open_book, session.shown)

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        """Begin, once, when the page is there: what is made earlier could miss it."""
        query = content.get("query")
        if content.get("cancel") is True:
            self.session.digits_opener.cancel()
        elif isinstance(query, str) and not self.is_open:
            self._open_page(query[:LONGEST_QUERY])
            self.is_open = True
        elif "place" in content:
            last = len(self.titles)
            self._note_place(whole_number("The step", content["place"], 0, last))

    def say(self, message: Message) -> None:
        """Show what the teacher says to all pages."""
        self.session.do(lambda: self._take_message(message))

    def _take_message(self, message: Message) -> None:
        self.message = dataclasses.asdict(message)

    def update(self) -> None:
        session = self.session
        self.states = ["done" if is_used else "to do" for is_used in self._used()]
        self.dataset = session.digits.name if session.digits else ""
        self.reason = "" if self.dataset == "MNIST" else session.digits_message
        self.choices = session.next_run.choices
        self.link = link_choices(self.choices)

    @traitlets.observe("opened")
    def _on_opened(self, _change: object) -> None:
        self.session.do(self.update)

    def _used(self) -> list[bool]:
        """Return for each step whether it was used: opened, or done on the first screen."""
        session = self.session
        has_trained = any(row.progress.status == "finished" for row in session.open_book.runs)
        is_evaluated = any(row.is_looked_at for row in session.open_book.runs)
        done = [False, False, False, False, has_trained, is_evaluated]
        return [is_open or is_done for is_open, is_done in zip(self.opened, done, strict=True)]


def link_choices(choices: dict[str, Any]) -> dict[str, Any]:
    """Return what an address names to bring choices back: a preset's name, where they are one.

    The seed is not among them: who follows a link trains a network of their own.
    """
    named = {name: value for name, value in choices.items() if name != "seed"}
    for preset in PRESETS:
        values = preset_choices(preset)
        if values.items() <= choices.items():
            others = {name: value for name, value in named.items() if name not in values}
            usual = values_of(CnnConfig(), TrainingConfig())
            return {"preset": preset} | {
                name: value for name, value in others.items() if value != usual[name]
            }
    return named
