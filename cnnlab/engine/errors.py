"""The one error of this room."""

from labhelpers.errors import LabError


class EngineError(LabError, RuntimeError):
    """The engine cannot be reached; the message says why and what to do."""
