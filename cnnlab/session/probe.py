"""A question about the digit that is looked at, asked anew when digit or network change."""

from __future__ import annotations

import dataclasses
import logging
from typing import Any

import numpy as np
import traitlets

from cnnlab.runs import Run
from cnnlab.session.asker import Asker
from cnnlab.session.explanation import explanation
from cnnlab.session.moments import Moment, Moments
from cnnlab.session.part import in_lane
from cnnlab.session.shipped import LABS_OWN

logger = logging.getLogger(__name__)

SIDES = (5, 7, 9)  # of the square, in pixels
USUAL_SIDE = 7


@dataclasses.dataclass(frozen=True, eq=False)
class Question:
    """What is asked: about an image, uint8 (28, 28), of a network.

    run: None for the network that comes with the lab. moment: of its training; None for its end.
    side: of the square that covers.
    """

    image: np.ndarray
    run: Run | None
    moment: Moment | None
    side: int = USUAL_SIDE

    def is_same(self, other: Question | None) -> bool:
        """Whether another question has the same answer."""
        if other is None or not np.array_equal(self.image, other.image):
            return False
        return (self.run, self.moment, self.side) == (other.run, other.moment, other.side)

    @property
    def network(self) -> str:
        """Which network is asked, and when in its training, in words."""
        if self.run is None:
            return LABS_OWN
        return f"{self.run.title}. {self.moment.to_words()}" if self.moment else self.run.title

    @property
    def batches(self) -> int | None:
        """After how many batches of its training the network is asked; None for its end."""
        return self.moment.batches if self.moment else None


class Probe(Asker):
    """Asks about the digit that is looked at, as long as somebody sees what comes of it.

    asked: the question, None where there is no digit. found: what `_answer` returned for it, None
        while that is awaited. problem: why nothing was found, "" where something was, or will be.
    """

    asked = traitlets.Instance(Question, allow_none=True)
    found = traitlets.Any(None)
    problem = traitlets.Unicode()

    def __init__(self, moments: Moments, *asking: Any) -> None:
        super().__init__(moments, *asking)
        self._image: np.ndarray | None = None
        self._side = USUAL_SIDE
        self._seen_by: frozenset[str] = frozenset()
        moments.observe(lambda _change: self._ask(), "looked_at")

    @in_lane
    def take(self, image: np.ndarray | None) -> None:
        """Ask about this image from now on: uint8, (28, 28), or None for nothing."""
        self._image = image
        self._ask()

    @in_lane
    def see(self, view: str, is_seen: bool) -> None:
        """Know whether somebody sees it in a view: nothing is worked out for nobody."""
        if is_seen and view not in self._seen_by:
            self.problem = ""  # it is tried again
        self._seen_by = self._seen_by | {view} if is_seen else self._seen_by - {view}
        self._ask()

    @in_lane
    def choose(self, side: int) -> None:
        """Cover with a square of another side."""
        self._side = side
        self._ask()

    def _ask(self) -> None:
        run, moment = self._moments.looked_at
        image = self._image
        question = None if image is None else Question(image, run, moment, self._side)
        is_news = question is None or not question.is_same(self.asked)
        if is_news:
            with self.hold_trait_notifications():
                self.asked = question
                self.found = None
                self.problem = ""
        if self._seen_by and self._wants_more() and not self.problem:
            self._reader.later(self._read)

    def _wants_more(self) -> bool:
        """Whether there is something that is asked and not found yet."""
        return self.asked is not None and self.found is None

    def _read(self) -> None:
        """Have the newest question answered, in the reader's thread."""
        asked, found, is_wanted = self.do(lambda: (self.asked, self.found, self._wants_more()))
        if asked is None or not is_wanted:
            return
        try:
            answer = self._answer(asked, found)
        except Exception as error:
            logger.warning("A digit could not be probed.", exc_info=True)
            self._take(asked, found, explanation(error))
        else:
            self._take(asked, answer, "")

    @in_lane
    def _take(self, asked: Question, answer: Any, problem: str) -> None:
        if self.asked is asked:  # else another digit is looked at by now
            with self.hold_trait_notifications():
                self.found = answer
                self.problem = problem
            self._ask()

    def _answer(self, asked: Question, found: Any) -> Any:
        """Return what there is to be found; found: what was before, where that takes steps."""
        raise NotImplementedError
