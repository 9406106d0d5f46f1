"""Where a run's images came from, told so that a project can be moved with its runs."""

import os
from pathlib import Path

from labhelpers.files import PROJECT_ROOT

IN_PROJECT = "./"  # what the stored path of a file in the project begins with


def portable(source: str) -> str:
    """Return a source as run.json tells it: a file in the project by its place there."""
    path = Path(source)
    # A folder on the way may be a link: to the project, or out of it.
    for place in (path, Path(os.path.realpath(path.parent), path.name)):
        if path.is_absolute() and place.is_relative_to(PROJECT_ROOT):
            return IN_PROJECT + place.relative_to(PROJECT_ROOT).as_posix()
    return source


def here(stored: str) -> str:
    """Return what `portable` made of a source as `load_digits` takes it, on this machine."""
    if not stored.startswith(IN_PROJECT):
        return stored
    return str(PROJECT_ROOT / stored.removeprefix(IN_PROJECT))
