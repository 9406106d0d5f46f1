"""Where training happens: Dask workers, the process that holds them, and what they run."""

from cnnlab.engine.client import Engine, EngineError, connect, connection_file, end

__all__ = ["Engine", "EngineError", "connect", "connection_file", "end"]
