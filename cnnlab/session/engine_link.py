"""A session's connection to the engine: made when it is needed, and again where it was lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnlab.engine.client import Engine


class EngineLink:
    """The engine as a session has it; all but `current` is for the engine's lane.

    on_death: called in Dask's thread with the folders of runs whose worker died.
    """

    def __init__(self, on_death: Callable[[list[str]], None]) -> None:
        self._on_death = on_death
        self._engine: Engine | None = None
        self._source: str | None = None

    @property
    def current(self) -> Engine | None:
        """The engine, None while there is no connection to one."""
        engine = self._engine
        return engine if engine is not None and engine.is_connected else None

    def connected(self) -> Engine:
        """Return the engine; reach it, or start it, where there is no connection."""
        if (current := self.current) is not None:
            return current
        # Half a second, which no page has to wait for.
        from cnnlab import engine as engines

        self.close()
        engine = engines.connect()
        engine.watch_workers(self._on_death)
        self._engine = engine
        if self._source is not None:
            engine.warm(self._source)
        return engine

    def warm(self, source: str) -> None:
        """Have the workers open the digits of `source`, now or when there is an engine."""
        self._source = source
        if self._engine is not None:
            self._engine.warm(source)

    def close(self) -> None:
        """Let go of the engine; runs go on."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None
