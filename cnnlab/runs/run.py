"""A run's folder on disk: configuration, history, metrics, predictions, weights.

    LAB_RUNS/<book>/<run>/
        run.json         what was chosen
        progress.json    the state of the training, with its history
        metrics.json     what was measured on the test images
        predictions.npz  the probabilities for the test images
        checkpoint.npz   from where a pause or a crash goes on
        model.keras      the trained network
        snapshot-....npz its weights after so many batches: see `snapshots.py`
        title.json       where somebody gave the run a title
        guess.json       what somebody guessed of the run before it began
        looked_at.json   where somebody looked at what was measured on the test images
        error.txt        where training ended with an unexpected error
        ....damaged      a file that could not be read, set aside before another took its place
        lease/           while somebody writes to it: see `lease.py`
    LAB_RUNS/<book>/.trash/  runs that were deleted, for 30 days

A book is one student's set of runs. Every file is written beside its place and moved into it, so
that a crash leaves the old file or the new one, never half of one. What is damaged all the same,
by a disk or by hand, is told as "damaged" and never taken for a run that has yet to begin. What
was chosen stands in progress.json, too, so that one of the two is enough.
"""

import contextlib
import dataclasses
import datetime
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from cnnlab.runs.damaged import damaged_progress
from cnnlab.runs.folder import RunFolder, given_title, has_begun, set_aside
from cnnlab.runs.guess import FILE as GUESS
from cnnlab.runs.guess import NO_GUESS, Guess, given_guess
from cnnlab.runs.images import are_those, find_digits
from cnnlab.runs.json_files import (
    DamagedFileError,
    as_damage,
    log_once,
    read_json,
    write_json,
)
from cnnlab.runs.sources import portable
from cnnlab.runs.stored_arrays import probabilities_in, read_arrays
from cnnlab.runs.stored_checkpoint import with_copies, without_copies
from cnnlab.runs.stored_choices import COPY, read_choices
from cnnlab.runs.stored_metrics import checked_metrics
from cnnlab.runs.stored_progress import progress_from
from labhelpers.config import CHOICES, CnnConfig, TrainingConfig
from labhelpers.digits import Digits
from labhelpers.events import Progress
from labhelpers.files import replacing, write_text


@dataclasses.dataclass(frozen=True)
class Run(RunFolder):
    """One training run: what was chosen, and the folder that holds what came of it.

    source: what `load_digits` took to give the run's images; dataset: the data set's name;
        checksum: what tells its images from others, `Digits.checksum`, "" for older runs.
    created: when, in seconds since 1970.
    given_title: what somebody called the run, or "".
    guess: what somebody guessed of it before it began.
    problem: sentences on what of run.json, title.json and guess.json could not be read, or "".
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
    guess: Guess = NO_GUESS
    problem: str = dataclasses.field(default="", compare=False)
    through: Path | None = dataclasses.field(default=None, compare=False, repr=False)

    def digits(self, may_download: bool = True) -> Digits:
        """Return the images of the run, opened anew; DataError where only others are to be had.

        may_download: whether MNIST may be downloaded where it is not on this machine.
        """
        return find_digits(self.source, self.dataset, self.checksum, may_download)

    def is_of(self, digits: Digits) -> bool:
        """Whether these are the images of the run."""
        return are_those(digits, self.dataset, self.checksum)

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
        choices, problem = read_choices(folder)
        title, title_problem = given_title(folder)
        guess, guess_problem = given_guess(folder)
        told = " ".join(filter(None, [problem, title_problem, guess_problem]))
        return cls(**choices, folder=folder, given_title=title, guess=guess, problem=told)

    def save(self) -> None:
        """Write the configuration and, once, the guess; OSError where that is not possible."""
        self._write("run.json", self._choices())
        if self.guess and not os.path.lexists(self.folder / GUESS):
            self._write(GUESS, self.guess.to_dict())

    def _choices(self) -> dict[str, Any]:
        state = dataclasses.asdict(self)
        # Where the run is, what a file of its own says, what was found, and how it is written.
        for name in ("folder", "given_title", "guess", "problem", "through"):
            del state[name]
        return state | {"source": portable(self.source)}

    @property
    def progress(self) -> Progress:
        """The run's state as last written; a waiting one before anything was.

        Its status is "damaged" where the file cannot be read, or is missing though the run has
        left something since.
        """
        path = self.folder / "progress.json"
        try:
            state = read_json(path)
            if state is None:
                if has_begun(self.folder):
                    raise DamagedFileError("progress.json is missing")
                return Progress(epochs=self.training.epochs)
            return progress_from(state)
        except ValueError as error:
            damage = as_damage(path, error)
            log_once(path, str(damage))
            return damaged_progress(self.folder, damage, self.training.epochs)

    def save_progress(self, progress: Progress) -> None:
        self._write("progress.json", progress.to_dict() | {COPY: self._choices()})

    @property
    def metrics(self) -> dict[str, Any] | None:
        """What `evaluation.evaluate` measured on the test images.

        None before it has, and where the file cannot be read.
        """
        try:
            return self.read_metrics()
        except DamagedFileError as error:
            log_once(self.folder / "metrics.json", str(error))
            return None

    def read_metrics(self) -> dict[str, Any] | None:
        """Return the metrics, None before there are any; DamagedFileError says what is wrong."""
        path = self.folder / "metrics.json"
        stored = read_json(path)
        try:
            return None if stored is None else checked_metrics(stored)
        except ValueError as error:
            raise as_damage(path, error) from error

    def save_metrics(self, metrics: dict[str, Any]) -> None:
        self._write("metrics.json", metrics)

    @property
    def probabilities(self) -> np.ndarray | None:
        """The probabilities for all test images: float32, (test images, 10).

        None before they were computed, and where they cannot be read.
        """
        try:
            return self.read_probabilities()
        except DamagedFileError as error:
            log_once(self.folder / "predictions.npz", str(error))
            return None

    def read_probabilities(self) -> np.ndarray | None:
        """Return the probabilities, None before there are any.

        DamagedFileError says what is wrong.
        """
        stored = read_arrays(self.folder / "predictions.npz")
        return None if stored is None else probabilities_in(stored)

    def save_probabilities(self, probabilities: np.ndarray) -> None:
        self.save_arrays(
            "predictions.npz", {"probabilities": np.asarray(probabilities, "float32")}
        )

    def read_checkpoint(self) -> dict[str, np.ndarray] | None:
        """Return the arrays of the last checkpoint by name, None where there is none yet.

        DamagedFileError says what is wrong.
        """
        stored = read_arrays(self.folder / "checkpoint.npz")
        return None if stored is None else with_copies(stored)

    @property
    def checkpoint(self) -> dict[str, np.ndarray] | None:
        """The arrays of the last checkpoint by name; None where there is none that can be read."""
        try:
            return self.read_checkpoint()
        except DamagedFileError as error:
            log_once(self.folder / "checkpoint.npz", str(error))
            return None

    def save_checkpoint(self, arrays: Mapping[str, np.ndarray]) -> None:
        self.save_arrays("checkpoint.npz", without_copies(arrays))

    def save_error(self, text: str) -> None:
        write_text(self.folder / "error.txt", text, self.through)

    def replacing(self, name: str) -> contextlib.AbstractContextManager[Path]:
        """Give a path to write to; it becomes the run's file `name` when the block ends well."""
        return replacing(self.folder / name, self.through)

    def _write(self, name: str, content: dict[str, Any]) -> None:
        write_json(self.folder / name, content, self.through)

    def set_aside(self, name: str) -> None:
        """Give a file that cannot be read another name, before another one takes its place."""
        set_aside(self.folder / name)

    def save_arrays(self, name: str, arrays: Mapping[str, Any]) -> None:
        """Write arrays to the run's file `name`, an .npz; OSError where that is not possible."""
        with self.replacing(name) as beside, open(beside, "wb") as file:
            np.savez(file, **arrays)
