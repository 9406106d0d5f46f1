"""A book on disk: one student's set of run folders, with a trash."""

import contextlib
import datetime
import logging
import math
import os
import secrets
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from cnnlab.runs.damaged import STAMP, DamagedRun
from cnnlab.runs.folder import LOOKED_AT, RunFolder, is_run_folder
from cnnlab.runs.json_files import DamagedFileError, log_once
from cnnlab.runs.kept_epoch import kept_value
from cnnlab.runs.leftovers import remove_leftovers, remove_leftovers_of_run
from cnnlab.runs.names import NAME_PATTERN, checked_name
from cnnlab.runs.run import Run
from labhelpers.archive import cache_folder
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.events import Progress
from labhelpers.files import PROJECT_ROOT, move

logger = logging.getLogger(__name__)


class Told(Protocol):
    """What is told of a run, read now or before."""

    @property
    def training(self) -> TrainingConfig: ...
    @property
    def progress(self) -> Progress: ...
    @property
    def metrics(self) -> dict[str, Any] | None: ...
    @property
    def checksum(self) -> str: ...
    @property
    def created(self) -> float: ...


R = TypeVar("R", bound=Told)

TRASH = ".trash"
SECONDS_IN_TRASH = 30 * 24 * 3600


def runs_folder() -> Path:
    """Return the folder of all books: `LAB_RUNS`, or runs/ at the project's root."""
    return Path(os.environ.get("LAB_RUNS") or PROJECT_ROOT / "runs").absolute()


def all_runs() -> list[Run]:
    """Return the runs of all books, but for those whose run.json cannot be read."""
    names = [path.name for path in runs_folder().glob("*/") if _has_a_runs_name(path)]
    found = [run for name in names for run in Book(name).runs()]
    return [run for run in found if isinstance(run, Run)]


class Book:
    """One student's runs, newest first; "default" outside a shared page."""

    def __init__(self, name: str = "default", root: Path | str | None = None):
        self.name = checked_name("book", name)
        self.folder = Path(root or runs_folder()).absolute() / self.name

    def new_run(
        self,
        cnn: CnnConfig,
        training: TrainingConfig,
        source: str = "auto",
        dataset: str = "",
        checksum: str = "",
    ) -> Run:
        """Return a new `Run`, not written yet: whoever wants it kept calls its `save`."""
        created = time.time()
        stamp = datetime.datetime.fromtimestamp(created).strftime(STAMP)
        folder = self.folder / f"{stamp}-{secrets.token_hex(3)}"
        return Run(folder, cnn, training, source, dataset, created, checksum=checksum)

    def runs(self) -> list[Run | DamagedRun]:
        """Return the book's runs, newest first, those that are damaged too.

        Files, and folders in which no run has left anything, are passed over.
        """
        found = [_open(folder) for folder in self._folders()]
        return sorted(found, key=_created, reverse=True)

    def _folders(self) -> list[Path]:
        try:
            inside = list(self.folder.iterdir())
        except FileNotFoundError:  # nobody has trained yet
            return []
        except OSError as error:
            log_once(self.folder, str(error))
            return []
        return [path for path in inside if _has_a_runs_name(path) and is_run_folder(path)]

    @property
    def problem(self) -> str:
        """Why the book cannot be looked into, in a sentence; "" where it can, or is not there."""
        try:
            os.listdir(self.folder)
        except FileNotFoundError:
            return ""
        except OSError as error:
            came = f"The runs of this book cannot be seen ({error.strerror})."
            return (
                f"{came} They are not lost: whoever looks after the lab can look into its folder."
            )
        return ""

    def find(self, name: str) -> Run | DamagedRun:
        """Return the run called `name`, damaged or not; ValueError where the book has none."""
        folder = self.folder / checked_name("run", name)
        if not is_run_folder(folder):
            why = "its folder has gone. Reload the page."
            raise ValueError(f"{name} holds no run that can be read: {why}")
        return _open(folder)

    def run(self, name: str) -> Run:
        """Return the run called `name`; ValueError where the book has none that can be read."""
        return Run.load(self.folder / checked_name("run", name))

    def finished(self) -> list[Run]:
        """Return the runs that finished and were measured; the one that finished last first.

        The one that began last may have finished before it.
        """
        return finished_among([run for run in self.runs() if isinstance(run, Run)])

    def best_finished(self) -> Run | None:
        """Return the best of those that finished, as `best_of` says, or None."""
        return best_of(self.finished())

    def num_looked_at(self) -> int:
        """Return of how many runs the test accuracy was looked at, those in the trash included."""
        places = (f"*/{LOOKED_AT}", f"{TRASH}/*/{LOOKED_AT}")
        return sum(1 for place in places for _ in self.folder.glob(place))

    def delete(self, run: RunFolder) -> None:
        """Move a run's folder into the trash, from where `restore` brings it back.

        Raises OSError where that cannot be.
        """
        folder, trashed = self._places(run)
        trashed.parent.mkdir(exist_ok=True)
        move(folder, trashed)
        with contextlib.suppress(OSError):
            os.utime(trashed)  # when it was deleted

    def restore(self, run: RunFolder) -> None:
        """Move a deleted run's folder back.

        Raises OSError where it is not in the trash any more, or cannot be moved.
        """
        folder, trashed = self._places(run)
        move(trashed, folder)

    def _places(self, run: RunFolder) -> tuple[Path, Path]:
        name = checked_name("run", run.name)
        return self.folder / name, self.folder / TRASH / name

    def tidy(self) -> None:
        """Remove what was deleted long ago, and what processes left that were killed.

        That is half a file of the book's, or half of unpacked digits.
        """
        self.empty_trash()
        remove_leftovers(cache_folder())
        remove_leftovers(self.folder)
        for folder in self._folders():
            remove_leftovers_of_run(folder)

    def empty_trash(self) -> None:
        """Remove what was deleted more than 30 days ago."""
        for path in self.folder.glob(f"{TRASH}/*"):
            try:
                if time.time() - path.stat().st_mtime > SECONDS_IN_TRASH:
                    shutil.rmtree(path)
            except OSError:  # another page has removed it, or it is no folder
                logger.info("%s stays in the trash", path, exc_info=True)


def finished_among(runs: Sequence[R]) -> list[R]:
    """Return the runs that finished and were measured; the one that finished last first."""
    measured = [run for run in runs if run.progress.status == "finished" and run.metrics]
    return sorted(measured, key=_measured_at, reverse=True)


def best_of(finished: Sequence[R]) -> R | None:
    """Return the run whose kept weights have the lowest validation loss, None for no run.

    Runs on other images than those of the first one are passed over: their losses are of other
    validation images.
    """
    alike = [run for run in finished if run.checksum == finished[0].checksum]
    return min(alike, key=_validation_loss, default=None)


def _has_a_runs_name(path: Path) -> bool:
    """Whether a run may be called so; a copy that somebody made, "my run (2)", is passed over."""
    if NAME_PATTERN.fullmatch(path.name):
        return True
    if path.name != TRASH:
        logger.debug("%s is passed over: no run is called so", path)
    return False


def _open(folder: Path) -> Run | DamagedRun:
    try:
        return Run.read(folder)
    except DamagedFileError as error:
        log_once(folder, str(error))
        return DamagedRun.in_folder(folder, error)


def _validation_loss(run: Told) -> float:
    """Return the loss after the epoch whose weights the run has; infinite for none."""
    loss = kept_value(run.training, run.progress, "val_loss")
    return math.inf if loss is None else loss


def _measured_at(run: Told) -> float:
    """Return when a run was measured, in seconds since 1970; when it began, for old runs."""
    return (run.metrics or {}).get("measured_at", run.created)


def _created(run: Run | DamagedRun) -> float:
    return run.created
