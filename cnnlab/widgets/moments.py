"""The slider of time: moments of a run's training, and Play, which goes through all of them."""

import logging
from typing import Any

import traitlets

from cnnlab.session import LabSession, Newest
from labhelpers.front_end import FrontEnd, whole_number

logger = logging.getLogger(__name__)


class MomentsSlider(FrontEnd):
    """A slider over the moments of the selected run's training.

    It is there when no run is on: then the pad shows what that one makes of a digit.

    title: the run's. moments: when each is, in words, [] where there is nothing to choose.
    chosen: the place of the one that is looked at.

    The browser sends {"chosen": a place}.
    """

    heading = "Moments of the training"

    title = traitlets.Unicode().tag(sync=True)
    moments = traitlets.List(traitlets.Unicode()).tag(sync=True)
    chosen = traitlets.Int(0).tag(sync=True)

    def __init__(self, session: LabSession) -> None:
        super().__init__()
        self.session = session
        self._moves = Newest(session.lane, self._choose)
        session.moments.observe(lambda _change: self.update(), ["run", "all", "chosen"])
        session.watcher.observe(lambda _change: self.update(), "run")
        session.do(self.update)

    def update(self) -> None:
        moments = self.session.moments
        run = moments.run if self.session.watcher.run is None else None
        with self.hold_sync():
            self.title = run.title if run else ""
            self.moments = [moment.to_words() for moment in moments.all] if run else []
            self.chosen = moments.chosen

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        """Look at the moment that the slider was moved to; a newer one takes its place."""
        last = max(0, len(self.session.moments.all) - 1)
        self._moves.put(whole_number("The moment", content.get("chosen"), 0, last))

    def _choose(self, place: int) -> None:
        try:
            self.session.moments.choose(place)
        except ValueError:
            # Another run was selected meanwhile; its own moments are on their way.
            logger.info("A moment came too late.", exc_info=True)

    def refuse(self, sentence: str) -> None:
        self.session.say(sentence)
