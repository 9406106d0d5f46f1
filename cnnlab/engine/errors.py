"""The one error of this room."""


class EngineError(RuntimeError):
    """The engine cannot be reached; the message says why and what to do."""
