"""What is tried on the digit that is looked at: parts of it covered, all of it changed."""

import dataclasses
import logging
from typing import Any

import numpy as np

from cnnlab.engine.occlusion import occlusion
from cnnlab.runs import Run
from cnnlab.session.engine_link import EngineLink
from cnnlab.session.lanes import Lane
from cnnlab.session.moments import Moments
from cnnlab.session.open_book import OpenBook
from cnnlab.session.probe import Probe, Question
from cnnlab.session.shipped import load_shipped
from labhelpers.errors import LabError

logger = logging.getLogger(__name__)

MOST_LEVELS = 128  # of 255: half of the way from black to white
MOST_OTHERS = 5  # runs that the same change is tried on


class Covering(Probe):
    """Covers the digit with a grey square at each place.

    found: what `inspection.cover` returns.
    """

    def _answer(self, asked: Question, found: Any) -> dict[str, np.ndarray]:
        if asked.run is None:
            network = load_shipped()
            covered = occlusion(network.read_all, asked.image, asked.side)
            return {"uncovered": network.read(asked.image), "covered": covered}
        question = (asked.image, asked.side)
        return self._connected().inspect(asked.run, "cover", *question, batches=asked.batches)


@dataclasses.dataclass(frozen=True, eq=False)
class Fooled:
    """What becomes of a network's answer, and of others', where each pixel is changed against it.

    signs, probabilities: see `inspection.fool`; after a step of 0 to `MOST_LEVELS` grey levels.
    others: other runs, each with what it reads in the same images, or None where it cannot.
    waiting: those that are still to be asked.
    """

    signs: np.ndarray
    probabilities: np.ndarray
    others: tuple[tuple[Run, np.ndarray | None], ...]
    waiting: tuple[Run, ...]


class Fooling(Probe):
    """Changes each pixel of the digit by as many grey levels, against what the network reads.

    found: a `Fooled`.
    """

    def __init__(self, open_book: OpenBook, *asking: Any) -> None:
        self._open_book = open_book
        super().__init__(*asking)

    def _wants_more(self) -> bool:
        return super()._wants_more() or bool(self.found and self.found.waiting)

    def _answer(self, asked: Question, found: Fooled | None) -> Fooled:
        if found is None:
            return Fooled(**self._fool(asked), others=(), waiting=self._others(asked.run))
        run, *waiting = found.waiting
        reading = (run, self._read_by(run, asked.image, found.signs))
        others = (*found.others, reading)
        return dataclasses.replace(found, others=others, waiting=tuple(waiting))

    def _fool(self, asked: Question) -> dict[str, np.ndarray]:
        if asked.run is None:
            return load_shipped().fool(asked.image, MOST_LEVELS)
        question = (asked.run, "fool", asked.image, MOST_LEVELS)
        return self._connected().inspect(*question, batches=asked.batches)

    def _read_by(self, run: Run, image: np.ndarray, signs: np.ndarray) -> np.ndarray | None:
        try:
            return self._connected().inspect(run, "read_steps", image, signs, MOST_LEVELS)
        except LabError:
            logger.warning("The run in %s reads no changed digit.", run.folder, exc_info=True)
            return None

    def _others(self, asked: Run | None) -> tuple[Run, ...]:
        """Return the newest finished runs besides the one that is asked."""
        finished = [row.run for row in self._open_book.runs if row.progress.status == "finished"]
        others = [run for run in finished if asked is None or run.folder != asked.folder]
        return tuple(others[:MOST_OTHERS])


class Probes:
    """The two probes of a session; what they need of it is in `Probe`."""

    def __init__(
        self,
        open_book: OpenBook,
        moments: Moments,
        engine: EngineLink,
        lane: Lane,
        reader: Lane,
        engine_lane: Lane,
    ) -> None:
        asking = (moments, engine, lane, reader, engine_lane)
        self.covering = Covering(*asking)
        self.fooling = Fooling(open_book, *asking)

    def take(self, image: np.ndarray | None) -> None:
        """Try them on this image from now on: uint8, (28, 28), or None for nothing."""
        self.covering.take(image)
        self.fooling.take(image)
