"""At which step each open page is: its kernel writes it into a file, and the server reads it.

The file lies beside the one that tells the kernel whose page it is (`visitor_files`). It says no
name, and goes with the kernel.
"""

import json
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from cnnlab.app import visitor_files
from labhelpers.files import write_text

FIRST_SCREEN = 0  # the others are the steps' numbers
LAST_STEP = 6


class PageStep(NamedTuple):
    """Where a page is. step: 0 for the first screen; since: in seconds since 1970."""

    step: int
    since: float


def note(step: int) -> None:
    """Write that this page, whose kernel this process is, has come to a step.

    OSError where it cannot be written. Without a server that wants to know, nothing is.
    """
    with suppress(KeyError):
        folder = Path(os.environ[visitor_files.VARIABLE])
        write_text(_file(folder, visitor_files.own_id()), json.dumps([step, time.time()]))


def read(folder: Path, kernel: str, now: float) -> PageStep | None:
    """Return where a kernel's page is; None where it has not said so."""
    with suppress(OSError, ValueError, TypeError):
        step, since = json.loads(_file(folder, kernel).read_text(encoding="utf-8"))
        if step in range(FIRST_SCREEN, LAST_STEP + 1):
            return PageStep(int(step), min(float(since), now))
    return None


def remove(folder: Path, kernel: str) -> None:
    _file(folder, kernel).unlink(missing_ok=True)


def _file(folder: Path, kernel: str) -> Path:
    return folder / f"{kernel}-step.json"
