"""What is asked of runs in training, kept in the worker's process."""

from typing import Literal

from labhelpers.events import Request

# What is asked of each run, by its folder; None, or nothing, means: go on.
_requests: dict[str, Request | Literal["yield"] | None] = {}


def request(folder: str, what: Request | Literal["yield"] | None) -> None:
    """Ask the run in `folder`, now or when it starts here, to "stop", "pause" or "yield".

    "yield": to give its worker to another run, and to go on later; what its owner asks goes
    before that. None takes back what was asked. Called in the worker's event loop, while the run
    has a thread of its own.
    """
    if what != "yield" or _requests.get(folder) is None:
        _requests[folder] = what


def asked_of(folder: str) -> Request | None:
    """Return what `labhelpers.training` is to do: who yields does so by a pause."""
    what = _requests.get(folder)
    return "pause" if what == "yield" else what


def begin(folder: str) -> None:
    """Forget that the run was to give way: it has a new turn."""
    if gives_way(folder):
        end(folder)


def gives_way(folder: str) -> bool:
    """Say whether a run that was interrupted gives way; its owner may have asked for more."""
    return _requests.get(folder) == "yield"


def end(folder: str) -> None:
    """Forget what was asked of a run that is over, or rests."""
    _requests.pop(folder, None)
