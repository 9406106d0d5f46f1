"""What is asked of runs in training, kept in the worker's process."""

from typing import Literal

from labhelpers.events import Request

# "yield": to give its worker to another run, and to go on later. "end": to stop, because the
# teacher says so.
Asked = Request | Literal["yield", "end"]
# What is asked of each run, by its folder; None, or nothing, means: go on.
_requests: dict[str, Asked | None] = {}
ENDED_BY_TEACHER = "Your teacher ended this run."


def request(folder: str, what: Asked | None) -> None:
    """Ask the run in `folder`, now or when it starts here, to do `what`.

    Whatever else is asked goes before "yield", and "end" before all. None takes back what was
    asked. Called in the worker's event loop, while the run has a thread of its own.
    """
    before = _requests.get(folder)
    is_weaker = before is not None and (what == "yield" or before == "end")
    if what is None or not is_weaker:
        _requests[folder] = what


def asked_of(folder: str) -> Request | None:
    """Return what `labhelpers.training` is to do: who yields does so by a pause."""
    what = _requests.get(folder)
    if what == "yield":
        return "pause"
    return "stop" if what == "end" else what


def why_stopped(folder: str) -> str:
    """Return who stopped a run, in a sentence; "" where its owner did."""
    return ENDED_BY_TEACHER if _requests.get(folder) == "end" else ""


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
