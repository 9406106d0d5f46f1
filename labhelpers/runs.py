"""A run's folder on disk: configuration, history, metrics, predictions, weights.

    LAB_RUNS/<book>/<run>/   run.json  progress.json  metrics.json  predictions.npz  checkpoint.npz  model.keras

A book is one student's set of runs. Every file is written beside its place and moved into it, so that a crash leaves
the old file or the new one, never half of one.
"""

import contextlib
import dataclasses
import datetime
import json
import os
import re
import secrets
import shutil
import time
import zipfile
from pathlib import Path

import numpy as np

from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.events import Progress

NAME_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
PROJECT_ROOT = Path(__file__).resolve().parent.parent


def runs_folder():
    """Return the folder of all books: `LAB_RUNS`, or runs/ at the project's root."""
    return Path(os.environ.get("LAB_RUNS") or PROJECT_ROOT / "runs").absolute()


def checked_name(kind, name):
    """Return `name` if it is safe as a folder's name; raise ValueError where it is anything else."""
    if not isinstance(name, str) or not NAME_PATTERN.fullmatch(name):
        raise ValueError(
            f"The name of a {kind} is {str(name)[:80]!r}; expected 1 to 64 letters, digits, '-' or '_'. "
            "Choose such a name."
        )
    return name


@contextlib.contextmanager
def replacing(path):
    """Give a path beside `path` to write to; when the block ends well, move it to `path` in one step.

    Raises OSError when the disk is full or the folder read-only; `path` is then as it was.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{secrets.token_hex(4)}-{path.name}")
    try:
        yield beside
        with open(beside, "rb+") as written:
            os.fsync(written.fileno())
        _move(beside, path)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _move(source, target):
    for _ in range(20):
        try:
            return os.replace(source, target)
        except PermissionError:  # Windows refuses while another process reads the old file
            time.sleep(0.05)
    return os.replace(source, target)


def _write_json(path, content):
    with replacing(path) as beside:
        beside.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")


def _read_json(path):
    """Return the dictionary in a file; None where there is none that can be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


@dataclasses.dataclass(frozen=True)
class Run:
    """One training run: what was chosen, and the folder that holds what came of it.

    source: what `load_digits` takes to give the run's images; dataset: the data set's name.
    created: when, in seconds since 1970.
    """

    folder: Path
    cnn: CnnConfig
    training: TrainingConfig
    source: str = "auto"
    dataset: str = ""
    created: float = 0.0

    @property
    def name(self):
        return self.folder.name

    @property
    def book(self):
        return self.folder.parent.name

    @property
    def title(self):
        """What the run is called in tables and legends, for example '32 filters, 3 epochs (14:05:09)'."""
        when = datetime.datetime.fromtimestamp(self.created).strftime("%H:%M:%S")
        filters, epochs = self.cnn.filters, self.training.epochs
        return f"{filters} filter{'s' * (filters > 1)}, {epochs} epoch{'s' * (epochs > 1)} ({when})"

    @property
    def checkpoint_path(self):
        return self.folder / "checkpoint.npz"

    @property
    def model_path(self):
        """The trained network: `keras.models.load_model(run.model_path)`."""
        return self.folder / "model.keras"

    def to_dict(self):
        """Return the choices as a dictionary that JSON can hold; the folder is a string."""
        return {
            "folder": str(self.folder),
            "cnn": self.cnn.to_dict(),
            "training": self.training.to_dict(),
            "source": self.source,
            "dataset": self.dataset,
            "created": self.created,
        }

    @classmethod
    def from_dict(cls, state):
        """Make the run again from `to_dict()`'s dictionary; ValueError where a choice is out of range."""
        state = dict(state, folder=Path(state["folder"]))
        state |= {"cnn": CnnConfig.from_dict(state["cnn"]), "training": TrainingConfig.from_dict(state["training"])}
        datetime.datetime.fromtimestamp(state.get("created", 0.0))  # raises for what is no time
        return cls(**state)

    @classmethod
    def load(cls, folder):
        """Return the run in `folder`; ValueError where there is none that can be read."""
        folder = Path(folder)
        state = _read_json(folder / "run.json")
        try:
            return cls.from_dict(state | {"folder": folder})
        except (TypeError, KeyError, ValueError, OverflowError, OSError) as error:
            raise ValueError(f"{folder.name} holds no run that can be read ({error}).") from error

    def save(self):
        """Write the configuration; OSError where that is not possible."""
        _write_json(self.folder / "run.json", {k: v for k, v in self.to_dict().items() if k != "folder"})

    @property
    def progress(self):
        """The run's state as last written; a waiting one where nothing was."""
        try:
            return Progress.from_dict(_read_json(self.folder / "progress.json"))
        except (AttributeError, TypeError):  # there is no file, or somebody has changed it
            return Progress(epochs=self.training.epochs)

    def save_progress(self, progress):
        _write_json(self.folder / "progress.json", progress.to_dict())

    @property
    def metrics(self):
        """What `evaluation.evaluate` measured on the test images; None before it has."""
        return _read_json(self.folder / "metrics.json")

    def save_metrics(self, metrics):
        _write_json(self.folder / "metrics.json", metrics)

    @property
    def probabilities(self):
        """The probabilities for all test images: float32, (test images, 10); None before they were computed."""
        return (self._arrays("predictions.npz") or {}).get("probabilities")

    def save_probabilities(self, probabilities):
        self._save_arrays("predictions.npz", {"probabilities": np.asarray(probabilities, "float32")})

    @property
    def checkpoint(self):
        """The arrays of the last checkpoint by name; None where there is none that can be read."""
        return self._arrays("checkpoint.npz")

    def save_checkpoint(self, arrays):
        self._save_arrays("checkpoint.npz", arrays)

    def _arrays(self, name):
        try:
            with np.load(self.folder / name, allow_pickle=False) as stored:
                return dict(stored)
        except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
            return None

    def _save_arrays(self, name, arrays):
        with replacing(self.folder / name) as beside, open(beside, "wb") as file:
            np.savez(file, **arrays)


class Book:
    """One student's runs, newest first; "default" outside a shared page."""

    def __init__(self, name="default", root=None):
        self.name = checked_name("book", name)
        self.folder = Path(root or runs_folder()).absolute() / self.name

    def new_run(self, cnn, training, source="auto", dataset=""):
        """Return a new `Run`, not written yet: whoever wants it kept calls its `save`."""
        created = time.time()
        stamp = datetime.datetime.fromtimestamp(created).strftime("%Y%m%d-%H%M%S")
        return Run(self.folder / f"{stamp}-{secrets.token_hex(3)}", cnn, training, source, dataset, created)

    def runs(self):
        """Return the book's runs, newest first; folders that hold no run are passed over."""
        found = []
        for path in self.folder.glob("*/run.json"):
            with contextlib.suppress(ValueError):
                found.append(Run.load(path.parent))
        return sorted(found, key=lambda run: run.created, reverse=True)

    def run(self, name):
        """Return the run called `name`; ValueError where the book has none."""
        return Run.load(self.folder / checked_name("run", name))

    def latest_finished(self):
        """Return the newest run that finished and was measured; None where there is none."""
        return next((run for run in self.runs() if run.progress.status == "finished" and run.metrics), None)

    def delete(self, run):
        """Remove a run's folder."""
        shutil.rmtree(self.folder / checked_name("run", run.name))
