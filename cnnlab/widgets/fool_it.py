"""Fool it: each pixel of one's digit changed a little, until the network reads another one."""

from typing import Any

import numpy as np
import traitlets

from cnnlab.session import LabSession, watch
from cnnlab.session.probe import Question
from cnnlab.session.probes import Fooled
from cnnlab.widgets.in_sight import seen_by
from labhelpers.front_end import FrontEnd


class FoolIt(FrontEnd):
    """A slider of grey levels, the change by itself, and what other runs read in the same image.

    All steps are worked out at once, so that bars and table follow without asking.

    view: the digit, which network reads it, the change and all that is read; {} for no digit.
    problem: why nothing was found.

    The browser sends {"open": whether somebody sees it, "by": its view}.
    """

    heading = "Fool it"

    view = traitlets.Dict().tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)

    def __init__(self, session: LabSession) -> None:
        super().__init__()
        self.session = session
        watch(self.update, session.probes.fooling, session.open_book)

    def update(self) -> None:
        fooling = self.session.probes.fooling
        asked = fooling.asked
        with self.hold_sync():
            self.problem = fooling.problem
            self.view = {} if asked is None else self._view(asked, fooling.found)

    def _view(self, asked: Question, found: Fooled | None) -> dict[str, Any]:
        view = {"image": asked.image.tobytes(), "network": asked.network}
        if found is None:
            nothing = {"signs": b"", "probabilities": b"", "others": [], "is_whole": False}
            return view | nothing
        return view | {
            "signs": found.signs.astype(np.int8).tobytes(),
            "probabilities": _as_bytes(found.probabilities),
            "others": self._others(found),
            "is_whole": not found.waiting,
        }

    def _others(self, found: Fooled) -> list[dict[str, Any]]:
        """Return what other runs read, by the titles that they have now; none that was deleted."""
        titles = {row.run.folder: row.run.title for row in self.session.open_book.runs}
        readings = [*found.others, *((run, None) for run in found.waiting)]
        return [
            {"title": titles[run.folder], "probabilities": _as_bytes(read)}
            for run, read in readings
            if run.folder in titles
        ]

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        self.session.probes.fooling.see(*seen_by(content))

    def refuse(self, sentence: str) -> None:
        self.session.say(sentence)


fool_panel = FoolIt


def _as_bytes(probabilities: np.ndarray | None) -> bytes:
    return b"" if probabilities is None else probabilities.astype("<f4").tobytes()
