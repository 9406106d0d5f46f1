"""A run's folder on disk: configuration, history, metrics, predictions, weights.

    LAB_RUNS/<book>/<run>/
        run.json         what was chosen
        progress.json    the state of the training, with its history
        metrics.json     what was measured on the test images
        predictions.npz  the probabilities for the test images
        checkpoint.npz   from where a pause or a crash goes on
        model.keras      the trained network
        title.json       where somebody gave the run a title
        looked_at.json   where somebody looked at what was measured on the test images
        error.txt        where training ended with an unexpected error
        lease/           while somebody writes to it: see `lease.py`
    LAB_RUNS/<book>/.trash/  runs that were deleted, for 30 days

A book is one student's set of runs. Every file is written beside its place and moved into it, so
that a crash leaves the old file or the new one, never half of one. What is damaged all the same,
by a disk or by hand, is told as "damaged" and never taken for a run that has yet to begin.
"""

import contextlib
import dataclasses
import datetime
import reprlib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from cnnlab.runs.damaged import damaged_progress
from cnnlab.runs.folder import RunFolder, given_title
from cnnlab.runs.images import find_digits
from cnnlab.runs.json_files import (
    DamagedFileError,
    cannot_be_read,
    log_once,
    read_json,
    write_json,
)
from cnnlab.runs.sources import here, portable
from cnnlab.runs.stored_progress import is_number, is_text, progress_from
from labhelpers.config import CHOICES, CnnConfig, TrainingConfig
from labhelpers.digits import Digits
from labhelpers.events import Progress
from labhelpers.files import replacing, write_text

TEXTS = {"source": "auto", "dataset": "", "checksum": ""}
# What NumPy and zipfile raise for an archive with any of its bytes changed, and for no archive.
UNREADABLE = (
    OSError,
    ValueError,
    EOFError,
    KeyError,
    TypeError,
    RuntimeError,
    zipfile.BadZipFile,
)


@dataclasses.dataclass(frozen=True)
class Run(RunFolder):
    """One training run: what was chosen, and the folder that holds what came of it.

    source: what `load_digits` took to give the run's images; dataset: the data set's name;
        checksum: what tells its images from others, `Digits.checksum`, "" for older runs.
    created: when, in seconds since 1970.
    given_title: what somebody called the run, or "".
    through: where its files are written before they are moved to their place: the folder of the
        lease of whoever writes them. None only where nobody else can know of the run.
    """

    cnn: CnnConfig
    training: TrainingConfig
    source: str = "auto"
    dataset: str = ""
    created: float = 0.0
    given_title: str = ""
    checksum: str = ""
    through: Path | None = dataclasses.field(default=None, compare=False, repr=False)

    def digits(self, may_download: bool = True) -> Digits:
        """Return the images of the run, opened anew; DataError where only others are to be had.

        may_download: whether MNIST may be downloaded where it is not on this machine.
        """
        return find_digits(self.source, self.dataset, self.checksum, may_download)

    @property
    def title(self) -> str:
        """What the run is called in tables and legends: '32 filters, 3 epochs (14:05:09)'."""
        if self.given_title:
            return self.given_title
        filters = CHOICES["filters"].option(self.cnn.filters).phrase
        epochs = CHOICES["epochs"].option(self.training.epochs).phrase
        when = datetime.datetime.fromtimestamp(self.created).strftime("%H:%M:%S")
        return f"{filters}, {epochs} ({when})"

    @classmethod
    def load(cls, folder: Path | str) -> "Run":
        """Return the run in `folder`; ValueError where there is none that can be read."""
        folder = Path(folder)
        try:
            return cls.read(folder)
        except DamagedFileError as error:
            raise ValueError(f"{folder.name} holds no run that can be read ({error}).") from error

    @classmethod
    def read(cls, folder: Path) -> "Run":
        """Return the run in `folder`; DamagedFileError, with the reason, for anything else.

        Raises NewerFileError where a newer version of the lab wrote it.
        """
        path = folder / "run.json"
        state = read_json(path)
        if state is None:
            raise DamagedFileError("run.json is missing")
        try:
            return cls(**_checked_state(state), folder=folder, given_title=given_title(folder))
        except KeyError as error:
            raise cannot_be_read(path, f"it has no {error.args[0]!r}") from error
        except (TypeError, ValueError, OverflowError, OSError) as error:
            raise cannot_be_read(path, str(error).rstrip(".")) from error

    def save(self) -> None:
        """Write the configuration; OSError where that is not possible."""
        state = dataclasses.asdict(self)
        # Where the run is, what a file of its own says, and how it is written.
        del state["folder"]
        del state["given_title"]
        del state["through"]
        state["source"] = portable(self.source)
        self._write("run.json", state)

    @property
    def progress(self) -> Progress:
        """The run's state as last written; a waiting one before anything was.

        Its status is "damaged" where the file is there and cannot be read.
        """
        path = self.folder / "progress.json"
        try:
            state = read_json(path)
            if state is None:
                return Progress(epochs=self.training.epochs)
            return _checked_progress(path, state)
        except DamagedFileError as error:
            log_once(path, str(error))
            return damaged_progress(self.folder, error, self.training.epochs)

    def save_progress(self, progress: Progress) -> None:
        self._write("progress.json", progress.to_dict())

    @property
    def metrics(self) -> dict[str, Any] | None:
        """What `evaluation.evaluate` measured on the test images.

        None before it has, and where the file cannot be read.
        """
        path = self.folder / "metrics.json"
        try:
            return _checked_metrics(path, read_json(path))
        except DamagedFileError as error:
            log_once(path, str(error))
            return None

    def save_metrics(self, metrics: dict[str, Any]) -> None:
        self._write("metrics.json", metrics)

    @property
    def probabilities(self) -> np.ndarray | None:
        """The probabilities for all test images: float32, (test images, 10).

        None before they were computed, and where they cannot be read.
        """
        arrays = self._arrays("predictions.npz") or {}
        return arrays.get("probabilities")

    def save_probabilities(self, probabilities: np.ndarray) -> None:
        self._save_arrays(
            "predictions.npz", {"probabilities": np.asarray(probabilities, "float32")}
        )

    @property
    def checkpoint(self) -> dict[str, np.ndarray] | None:
        """The arrays of the last checkpoint by name; None where there is none that can be read."""
        return self._arrays("checkpoint.npz")

    def save_checkpoint(self, arrays: Mapping[str, np.ndarray]) -> None:
        self._save_arrays("checkpoint.npz", arrays)

    def save_error(self, text: str) -> None:
        write_text(self.folder / "error.txt", text, self.through)

    def replacing(self, name: str) -> contextlib.AbstractContextManager[Path]:
        """Give a path to write to; it becomes the run's file `name` when the block ends well."""
        return replacing(self.folder / name, self.through)

    def _write(self, name: str, content: dict[str, Any]) -> None:
        write_json(self.folder / name, content, self.through)

    def _arrays(self, name: str) -> dict[str, np.ndarray] | None:
        path = self.folder / name
        try:
            with np.load(path, allow_pickle=False) as stored:
                return dict(stored)
        except FileNotFoundError:
            return None
        except UNREADABLE as error:
            log_once(path, f"cannot be read ({error})")
            return None

    def _save_arrays(self, name: str, arrays: Mapping[str, Any]) -> None:
        with self.replacing(name) as beside, open(beside, "wb") as file:
            np.savez(file, **arrays)


def _checked_state(state: dict[str, Any]) -> dict[str, Any]:
    """Return what run.json holds as a `Run` takes it.

    Raises KeyError for what is missing, and TypeError, ValueError, OverflowError or OSError for
    what is wrong.
    """
    cnn = CnnConfig.from_dict(state["cnn"])
    training = TrainingConfig.from_dict(state["training"])
    created = state.get("created", 0.0)
    texts = {name: state.get(name, default) for name, default in TEXTS.items()}
    wrong = [name for name, value in texts.items() if not is_text(value)]
    if wrong or not is_number(created):
        raise ValueError(f"its {(wrong or ['created'])[0]} is of another kind")
    texts["source"] = here(texts["source"])
    datetime.datetime.fromtimestamp(created)  # raises for what is no time
    unknown = set(state) - {"cnn", "training", "created", *texts}
    if unknown:
        raise ValueError(f"it has {sorted(unknown)}, which nobody knows")
    return {"cnn": cnn, "training": training, "created": created} | texts


def _checked_progress(path: Path, state: dict[str, Any]) -> Progress:
    try:
        return progress_from(state)
    except ValueError as error:
        raise cannot_be_read(path, str(error)) from error


def _checked_metrics(path: Path, metrics: dict[str, Any] | None) -> dict[str, Any] | None:
    accuracy = (metrics or {}).get("accuracy", 0.0)
    if not is_number(accuracy):
        raise cannot_be_read(path, f"its accuracy is {reprlib.repr(accuracy)}")
    return metrics
