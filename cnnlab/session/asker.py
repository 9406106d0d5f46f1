"""What a session asks the engine about the run, and the moment, that are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnlab.session.engine_link import EngineLink
from cnnlab.session.lanes import Lane
from cnnlab.session.moments import Moments
from cnnlab.session.part import Part

if TYPE_CHECKING:
    from cnnlab.engine.client import Engine


class Asker(Part):
    """A part that asks the engine, and sets traits when it has answered.

    lane: the thread that sets the traits. reader: the one that waits for the answers.
    engine_lane: the one that makes a connection where there is none.
    """

    def __init__(
        self, moments: Moments, engine: EngineLink, lane: Lane, reader: Lane, engine_lane: Lane
    ) -> None:
        super().__init__(lane)
        self._moments = moments
        self._engine = engine
        self._reader = reader
        self._engine_lane = engine_lane

    def _connected(self) -> Engine:
        """Return the engine, in the reader's thread: reaching it takes a while."""
        return self._engine.current or self._engine_lane.do(self._engine.connected)
