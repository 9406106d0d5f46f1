"""What the selected run's network makes of an image, answered while a run may be on.

Where there is no such run, or its answer takes long, the network that comes with the lab
answers, in this process.
"""

import collections
import contextlib
import dataclasses
import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import traitlets

from cnnlab.runs import Run
from cnnlab.session.asker import Asker
from cnnlab.session.explanation import explanation
from cnnlab.session.moments import Moment, Moments
from cnnlab.session.own_inside import look_inside
from cnnlab.session.part import in_lane
from cnnlab.session.shipped import load_shipped
from labhelpers.config import CnnConfig

logger = logging.getLogger(__name__)

PATIENCE = 0.7  # seconds: a worker that is warm takes 0.02


@dataclasses.dataclass(frozen=True, eq=False)
class Inspection:
    """What a run's network makes of an image: uint8, (28, 28).

    run: None for the network that comes with the lab.
    probabilities: float32, (10,).
    turn: whoever asked counts, to tell an answer from an earlier one.
    inside: what `inspection.look_inside` returned; None while somebody still draws.
    moment: of its training; None for the trained network.
    """

    run: Run | None
    image: np.ndarray
    turn: int
    probabilities: np.ndarray
    inside: dict[str, Any] | None = None
    moment: Moment | None = None

    @property
    def cnn(self) -> CnnConfig:
        """The choices of the network that looked."""
        return self.run.cnn if self.run else load_shipped().cnn


class Inspector(Asker):
    """Has the selected run's network, at the chosen moment, look; without one, the lab's own.

    inspection: what it made of the image that was last asked for; None before that.
    is_current: whether that image is still looked at, or the next one is on its way.
    """

    inspection = traitlets.Instance(Inspection, allow_none=True)
    is_current = traitlets.Bool(False)

    def __init__(self, moments: Moments, *asking: Any) -> None:
        super().__init__(moments, *asking)
        # The newest question pushes an older one out.
        self._asked: collections.deque[tuple[np.ndarray, int, bool]]
        self._asked = collections.deque(maxlen=1)

    def look_at(self, image: np.ndarray, turn: int, is_settled: bool = True) -> None:
        """Have the network look at an image, and inside where it `is_settled`; returns at once.

        image: uint8, (28, 28). Only the newest question is answered where they come faster than
            the answers.
        """
        self._set_current(True)
        self._asked.append((image, turn, is_settled))
        self._reader.later(self._look)

    def look_away(self) -> None:
        """Know that the image has gone, or that a network in training reads it instead."""
        self._set_current(False)

    def _look(self) -> None:
        if not self._asked:
            return
        image, turn, is_settled = self._asked.pop()
        # After the question, which is asked again where another moment is chosen.
        run, moment = self._moments.looked_at
        batches = moment.batches if moment else None
        if run is None:
            self._tell(_by_the_labs_own(image, turn, is_settled))
            return
        with self._meanwhile(image, turn, is_settled):
            engine = self._connected()
            probabilities = engine.inspect(run, "predict", image[None], batches=batches)[0]
        inspection = Inspection(run, image, turn, probabilities, moment=moment)
        self._tell(inspection)
        if is_settled and not self._asked:
            inside = engine.inspect(run, "look_inside", image, batches=batches)
            self._tell(dataclasses.replace(inspection, inside=inside))

    def look_with(
        self,
        run: Run,
        batches: int | None,
        image: np.ndarray,
        take: Callable[[np.ndarray], None],
        fail: Callable[[str], None],
    ) -> None:
        """Have another run's network look at an image, after so many batches; returns at once.

        take: called in the state lane with the ten probabilities. fail: or with a sentence, why
            there are none.
        """

        def look() -> None:
            try:
                read = self._connected().inspect(run, "predict", image[None], batches=batches)[0]
            except Exception as error:
                logger.warning("%s could not be asked.", run.folder, exc_info=True)
                sentence = explanation(error)
                self.do(lambda: fail(sentence))
            else:
                self.do(lambda: take(read))

        self._reader.later(look)

    @contextlib.contextmanager
    def _meanwhile(self, image: np.ndarray, turn: int, is_settled: bool) -> Iterator[None]:
        """Have the lab's own network answer where the run's takes long: a cold worker does."""

        def answer() -> None:
            self._tell(_by_the_labs_own(image, turn, is_settled))

        timer = threading.Timer(PATIENCE, answer)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()  # or its answer could come after the better one

    @in_lane
    def _set_current(self, is_current: bool) -> None:
        self.is_current = is_current

    @in_lane
    def _tell(self, inspection: Inspection) -> None:
        self.inspection = inspection


def _by_the_labs_own(image: np.ndarray, turn: int, is_settled: bool) -> Inspection:
    shipped = load_shipped()
    inside = look_inside(shipped.cnn, shipped.weights, image) if is_settled else None
    return Inspection(None, image, turn, shipped.read(image), inside)
