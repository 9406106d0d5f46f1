"""Where training happens: Dask workers, the process that holds them, and what they run."""

from cnnlab.engine.client import Engine
from cnnlab.engine.connecting import connect, end, is_up
from cnnlab.engine.connection_file import connection_file
from cnnlab.engine.errors import EngineError

__all__ = ["Engine", "EngineError", "connect", "connection_file", "end", "is_up"]
