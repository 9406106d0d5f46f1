"""A run's folder on disk: configuration, history, metrics, predictions, weights.

    LAB_RUNS/<book>/<run>/   run.json  progress.json  metrics.json  predictions.npz  checkpoint.npz  model.keras
                             title.json, where somebody gave the run a title
    LAB_RUNS/<book>/.trash/  runs that were deleted, for 30 days

A book is one student's set of runs. Every file is written beside its place and moved into it,
so that a crash leaves the old file or the new one, never half of one.
"""

import contextlib
import dataclasses
import datetime
import json
import re
import reprlib
import unicodedata
import zipfile
from pathlib import Path

import numpy as np

from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.events import Progress
from labhelpers.files import replacing, write_text

NAME_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
LONGEST_TITLE = 60


def _bad_name(kind, name, expected):
    return ValueError(
        f"The name of a {kind} is {reprlib.repr(name)}; expected {expected}. Choose such a name."
    )


def checked_name(kind, name):
    """Return `name` if it is safe as a folder's name; raise ValueError where it is anything else."""
    if not isinstance(name, str) or not NAME_PATTERN.fullmatch(name):
        raise _bad_name(kind, name, "1 to 64 letters, digits, '-' or '_'")
    return name


def checked_title(title):
    """Return `title` without blanks around it, if it can be read in one line; raise ValueError where it cannot."""
    kept = title.strip() if isinstance(title, str) else ""
    kinds = {unicodedata.category(character) for character in kept[: LONGEST_TITLE + 1]}
    is_visible = any(kind[0] not in "CZM" for kind in kinds)
    if len(kept) > LONGEST_TITLE or not is_visible or kinds & {"Cc", "Cs", "Zl", "Zp"}:
        raise _bad_name("run", title, f"1 to {LONGEST_TITLE} characters on one line")
    return kept


def _write_json(path, content):
    write_text(path, json.dumps(content, indent=1, ensure_ascii=False))


def _read_json(path):
    """Return the dictionary in a file; None where there is none that can be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def _given_title(folder):
    """Return the title that somebody gave to the run in `folder`; "" where there is none that can be read."""
    with contextlib.suppress(ValueError):
        return checked_title((_read_json(folder / "title.json") or {}).get("title"))
    return ""


@dataclasses.dataclass(frozen=True)
class Run:
    """One training run: what was chosen, and the folder that holds what came of it.

    source: what `load_digits` takes to give the run's images; dataset: the data set's name.
    created: when, in seconds since 1970.
    given_title: what somebody called the run, or "".
    """

    folder: Path
    cnn: CnnConfig
    training: TrainingConfig
    source: str = "auto"
    dataset: str = ""
    created: float = 0.0
    given_title: str = ""

    @property
    def name(self):
        return self.folder.name

    @property
    def title(self):
        """What the run is called in tables and legends, for example '32 filters, 3 epochs (14:05:09)'."""
        when = datetime.datetime.fromtimestamp(self.created).strftime("%H:%M:%S")
        filters, epochs = self.cnn.filters, self.training.epochs
        made = f"{filters} filter{'s' * (filters > 1)}, {epochs} epoch{'s' * (epochs > 1)} ({when})"
        return self.given_title or made

    @property
    def model_path(self):
        """The trained network: `keras.models.load_model(run.model_path)`."""
        return self.folder / "model.keras"

    @classmethod
    def load(cls, folder):
        """Return the run in `folder`; ValueError where there is none that can be read."""
        folder = Path(folder)
        state = (_read_json(folder / "run.json") or {}) | {
            "folder": folder,
            "given_title": _given_title(folder),
        }
        try:
            cnn, training = (
                CnnConfig.from_dict(state.pop("cnn")),
                TrainingConfig.from_dict(state.pop("training")),
            )
            datetime.datetime.fromtimestamp(state.get("created", 0.0))  # raises for what is no time
            return cls(cnn=cnn, training=training, **state)
        except (TypeError, KeyError, ValueError, OverflowError, OSError) as error:
            raise ValueError(f"{folder.name} holds no run that can be read ({error}).") from error

    def save(self):
        """Write the configuration; OSError where that is not possible."""
        state = dataclasses.asdict(self)
        del state["folder"], state["given_title"]  # where it is, and what a file of its own says
        _write_json(self.folder / "run.json", state)

    def rename(self, title):
        """Keep `title` as the run's; ValueError where it is none, OSError where it cannot be written.

        It has a file of its own: a worker writes run.json again, and knows only what the run
            was called when it began.
        """
        _write_json(self.folder / "title.json", {"title": checked_title(title)})

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
        self._save_arrays("predictions.npz", probabilities=np.asarray(probabilities, "float32"))

    @property
    def checkpoint(self):
        """The arrays of the last checkpoint by name; None where there is none that can be read."""
        return self._arrays("checkpoint.npz")

    def save_checkpoint(self, arrays):
        self._save_arrays("checkpoint.npz", **arrays)

    def _arrays(self, name):
        try:
            with np.load(self.folder / name, allow_pickle=False) as stored:
                return dict(stored)
        except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
            return None

    def _save_arrays(self, name, **arrays):
        with replacing(self.folder / name) as beside, open(beside, "wb") as file:
            np.savez(file, **arrays)
