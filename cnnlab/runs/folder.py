"""What every run's folder has, whether or not its run.json can be read: a name and a title."""

import abc
import dataclasses
import os
import time
from pathlib import Path

from cnnlab.runs.json_files import log_once, read_json, write_json
from cnnlab.runs.names import checked_title

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
        write_json(self.folder / "title.json", {"title": checked_title(title)})

    def note_look(self) -> None:
        """Keep that its accuracy on the test images was looked at; OSError where it cannot be.

        It has a file of its own, as the title has.
        """
        if not self.is_looked_at:
            write_json(self.folder / "looked_at.json", {"first": time.time()})

    @property
    def is_looked_at(self) -> bool:
        """Whether its accuracy on the test images was looked at."""
        return (self.folder / "looked_at.json").exists()


def given_title(folder: Path) -> str:
    """Return the title that somebody gave to the run in `folder`, "" where there is none."""
    path = folder / "title.json"
    try:
        content = read_json(path)
        return "" if content is None else checked_title(content.get("title"))
    except ValueError as error:  # the run is then called as if nobody had named it
        log_once(path, str(error))
        return ""


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
