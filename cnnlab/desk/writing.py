"""What the desk writes: tables, overview and feedback, in a folder of the instructor's alone."""

import hashlib
import os
from pathlib import Path

from cnnlab.desk.feedback import write_feedback
from cnnlab.desk.overview import overview_html
from cnnlab.desk.rows import Row
from cnnlab.desk.spreadsheets import write_tables
from cnnlab.desk.typed import Typed
from labhelpers.files import write_text

OVERVIEW = "overview.html"


def make_folder(to: Path) -> None:
    """Make the folder that the desk writes to; no other account may read marks."""
    to.mkdir(parents=True, exist_ok=True)
    if os.name == "posix" and not any(to.iterdir()):
        to.chmod(0o700)


def write_all(to: Path, rows: list[Row], typed: Typed, called: str) -> None:
    """Write everything; called: what the folder of the hand-ins is called."""
    write_tables(to, rows, typed)
    identity = hashlib.sha256(str(to.resolve()).encode()).hexdigest()[:16]
    write_text(to / OVERVIEW, overview_html(rows, typed, called, identity))
    write_feedback(to / "feedback", rows, typed)
