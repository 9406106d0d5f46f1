"""The runs of all books, read once each: a wall that asks every two seconds reads what is new."""

import dataclasses
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cnnlab.engine.queue_now import without_curves
from cnnlab.runs import Run, runs_folder
from cnnlab.runs.handed_in import FILE as HANDED_IN
from cnnlab.runs.json_files import DamagedFileError
from cnnlab.runs.names import NAME_PATTERN
from labhelpers.config import TrainingConfig, options_of
from labhelpers.events import Progress

# Outside a shared page all runs are in this book: they are no visitor's.
NOT_OF_THE_CLASS = "default"
# Of what was measured, what the wall asks for; the rest would be megabytes.
KEPT_METRICS = ("measured_at", "confusion_matrix")
# A folder that changed just now may change again within the same tick of the disk's clock.
SECONDS_UNTIL_SETTLED = 2.0


@dataclasses.dataclass(frozen=True)
class SeenRun:
    """A run, and what its files said when they were read.

    handed_in_at: seconds since 1970, 0 where it was not handed in. words: what it was made of, by
    the choices' names.
    """

    run: Run
    progress: Progress
    metrics: dict[str, Any] | None
    handed_in_at: float
    words: dict[str, str]

    @property
    def book(self) -> str:
        return self.run.folder.parent.name

    @property
    def training(self) -> TrainingConfig:
        return self.run.training

    @property
    def dataset(self) -> str:
        return self.run.dataset

    @property
    def checksum(self) -> str:
        return self.run.checksum

    @property
    def created(self) -> float:
        return self.run.created


class SeenRuns:
    """Reads the runs of all books; one that has not changed since is not read again."""

    def __init__(self) -> None:
        self._seen: dict[Path, _Look] = {}

    def look(self) -> list[SeenRun]:
        """Return all runs that can be read, in no order."""
        found: dict[Path, _Look] = {}
        for folder, changed_at in run_folders(runs_folder()):
            last = self._seen.get(folder)
            is_known = last is not None and last.holds(changed_at)
            found[folder] = last if last and is_known else _look_into(folder, changed_at)
        self._seen = found
        return [look.run for look in found.values() if look.run is not None]

    def run_in(self, folder: Path) -> SeenRun | None:
        """Return the run in a folder, of whichever book; None where it cannot be read."""
        last = self._seen.get(folder)
        return (last and last.run) or read(folder)


class _Look(NamedTuple):
    """What was read of a run's folder.

    changed_at: when it had changed last by then, in nanoseconds since 1970. is_settled: whether
    that was long ago already.
    """

    changed_at: int
    is_settled: bool
    run: SeenRun | None

    def holds(self, changed_at: int) -> bool:
        """Whether it is still so, where the folder changed last at that time."""
        is_on = self.run is not None and self.run.progress.is_active
        return self.changed_at == changed_at and self.is_settled and not is_on


def _look_into(folder: Path, changed_at: int) -> _Look:
    is_settled = time.time() - changed_at / 1e9 > SECONDS_UNTIL_SETTLED
    return _Look(changed_at, is_settled, read(folder))


def run_folders(root: Path) -> Iterator[tuple[Path, int]]:
    """Yield each folder that may be a run's, with the nanosecond of its last change.

    Files come into it by being moved there, which changes the folder, too.
    """
    for book in _folders_in(root):
        if book.name == NOT_OF_THE_CLASS:
            continue
        for run in _folders_in(Path(book.path)):
            try:
                yield Path(run.path), run.stat().st_mtime_ns
            except OSError:  # it was deleted just now
                continue


def _folders_in(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return [
                entry for entry in found if NAME_PATTERN.fullmatch(entry.name) and entry.is_dir()
            ]
    except OSError:  # nobody has trained yet, or it is another account's
        return []


def read(folder: Path) -> SeenRun | None:
    """Return a run as it is on disk, None where it cannot be read."""
    try:
        run = Run.read(folder)
    except DamagedFileError:
        return None
    measured = run.metrics
    kept = {name: measured.get(name, run.created) for name in KEPT_METRICS} if measured else None
    words = {name: option.words for name, option in options_of(run.cnn, run.training).items()}
    handed_in_at = _time_of(folder / HANDED_IN)
    return SeenRun(run, without_curves(run.progress), kept, handed_in_at, words)


def _time_of(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
