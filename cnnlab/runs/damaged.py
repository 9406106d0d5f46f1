"""A run whose files cannot be read: what is said of it, and what can still be done with it."""

import dataclasses
import datetime
from pathlib import Path

from cnnlab.runs.folder import RunFolder, given_title
from cnnlab.runs.json_files import DamagedFileError, NewerFileError, read_json
from cnnlab.runs.plain_file import what_is_wrong_with_archive
from cnnlab.runs.stored_metrics import checked_metrics
from labhelpers.events import Progress

NOTHING_LEFT = "It has left neither a network nor a measurement."
UPDATE = "Update the lab to see this run."
STAMP = "%Y%m%d-%H%M%S"


@dataclasses.dataclass(frozen=True)
class DamagedRun(RunFolder):
    """A run whose run.json cannot be read: it has a name, a row in the table, and can be deleted.

    problem: what is wrong, and what to do.
    created: when, in seconds since 1970, going by the folder.
    given_title: what somebody called the run, or "".
    """

    problem: str
    created: float = 0.0
    given_title: str = ""

    @classmethod
    def in_folder(cls, folder: Path, error: DamagedFileError) -> "DamagedRun":
        """Return what is to be said of the run in `folder`, which could not be read."""
        title, title_problem = given_title(folder)
        if isinstance(error, NewerFileError):
            problem = f"{error}. {UPDATE}"
        else:
            lost = "so nobody knows what this run was made of"
            problem = f"{error}, {lost}. {title_problem} {_left_in_the_folder(folder)}"
        return cls(folder, " ".join(problem.split()), _created(folder), title)

    @property
    def title(self) -> str:
        """What the run is called in the table."""
        return self.given_title or self.name

    @property
    def progress(self) -> Progress:
        """A state for the table: the status "damaged", and the problem."""
        return Progress(status="damaged", message=self.problem)


def damaged_progress(folder: Path, error: DamagedFileError, epochs: int) -> Progress:
    """Return the state of a run whose progress.json cannot be read, and only that."""
    if isinstance(error, NewerFileError):
        message = f"{error}. {UPDATE}"
    else:
        message = f"{error}, so the curves are lost. {_left_for_the_page(folder)}"
    return Progress(status="damaged", epochs=epochs, message=message)


def _left_for_the_page(folder: Path) -> str:
    left = _left(folder)
    if "measurements" in left:
        return f"The run's {' and '.join(left)} are whole: Show has its evaluation. Or delete it."
    if left:
        whole = "The run's network is whole, but has no measurement that can be read."
        return f"{whole} Delete the run and train again."
    return f"{NOTHING_LEFT} Delete the run and train again."


def _left_in_the_folder(folder: Path) -> str:
    left = _left(folder)
    if not left:
        return f"{NOTHING_LEFT} Delete the run."
    whole = " and ".join(left)
    return f"Still whole: its {whole}. Copy what you need from its folder, then delete the run."


def _left(folder: Path) -> list[str]:
    """Return what can still be used of a run: "network", "measurements", both or nothing."""
    left = []
    if not what_is_wrong_with_archive(folder / "model.keras"):
        left.append("network")
    try:
        checked_metrics(read_json(folder / "metrics.json") or {})
        left.append("measurements")
    except ValueError:
        pass  # which is the answer
    return left


def _created(folder: Path) -> float:
    """Return when a folder was made, by its name or else by its time; 0 where neither tells."""
    stamp = "-".join(folder.name.split("-")[:2])
    try:
        return datetime.datetime.strptime(stamp, STAMP).timestamp()
    except (ValueError, OverflowError, OSError):
        pass  # a folder that somebody named
    try:
        return folder.stat().st_mtime
    except OSError:
        return 0.0
