"""What every run's folder has, whether or not its run.json can be read: a name and a title."""

import abc
import dataclasses
import os
import time
from pathlib import Path
from typing import Any

from cnnlab.runs.json_files import (
    DamagedFileError,
    cannot_be_read,
    log_once,
    read_json,
    write_json,
)
from cnnlab.runs.names import checked_title
from labhelpers.files import move

# Whatever a run leaves in its folder; a folder with one of them is a run's.
FILES = (
    "run.json",
    "progress.json",
    "title.json",
    "metrics.json",
    "predictions.npz",
    "checkpoint.npz",
    "model.keras",
    "error.txt",
)
# What a run leaves once it is trained, and a page that only queues it does not.
LEFT_BY_TRAINING = FILES[3:]
LOOKED_AT = "looked_at.json"


@dataclasses.dataclass(frozen=True)
class RunFolder(abc.ABC):
    """The folder of a run; its name is the run's."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def model_path(self) -> Path:
        """The trained network: `keras.models.load_model(run.model_path)`."""
        return self.folder / "model.keras"

    @property
    @abc.abstractmethod
    def title(self) -> str:
        """What the run is called in tables and legends."""

    def rename(self, title: object) -> None:
        """Keep `title` as the run's; ValueError for none, OSError where it cannot be written.

        It has a file of its own: a worker writes run.json again, and knows only what the run was
        called when it began.
        """
        # Through the folder itself, which is not made again where the run was deleted.
        write_json(self.folder / "title.json", {"title": checked_title(title)}, self.folder)

    def note_look(self) -> None:
        """Keep that its accuracy on the test images was looked at; OSError where it cannot be.

        It has a file of its own, as the title has.
        """
        if not self.is_looked_at:
            write_json(self.folder / LOOKED_AT, {"first": time.time()}, self.folder)

    @property
    def is_looked_at(self) -> bool:
        """Whether its accuracy on the test images was looked at."""
        return (self.folder / LOOKED_AT).exists()


def given_title(folder: Path) -> tuple[str, str]:
    """Return the title that somebody gave to the run in `folder`, and why it cannot be read.

    Both are "" where nobody has named it.
    """
    path = folder / "title.json"
    try:
        content = read_json(path)
        return "" if content is None else _title_in(path, content), ""
    except DamagedFileError as error:  # the run is then called as if nobody had named it
        log_once(path, str(error))
        return "", f"{error}, so the name that somebody gave it is lost."


def _title_in(path: Path, content: dict[str, Any]) -> str:
    try:
        return checked_title(content.get("title"))
    except ValueError as error:
        raise cannot_be_read(path, "it holds no name") from error


def has_begun(folder: Path) -> bool:
    """Whether a worker has left something of the run in `folder`."""
    return any(os.path.lexists(folder / name) for name in LEFT_BY_TRAINING)


def set_aside(path: Path) -> None:
    """Give a file that cannot be read another name, so that nothing is written over it.

    OSError where that cannot be done.
    """
    ends = (".damaged", *(f".damaged-{number}" for number in range(2, 100)))
    places = [path.with_name(path.name + end) for end in ends]
    free = (place for place in places if not os.path.lexists(place))
    move(path, next(free, places[0]))


def is_run_folder(folder: Path) -> bool:
    """Whether a run has left something in `folder`, or it cannot be looked into."""
    try:
        found = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        log_once(folder, str(error))
        return True
    return any(name in FILES for name in found)
