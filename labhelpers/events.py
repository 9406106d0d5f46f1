"""What a run says while it runs, and the whole state that follows from it.

A run emits small events, and each says what it changes. `Progress` is the whole state after
them: a page is drawn from a `Progress` alone, so a page that connects late, or again, is right
at once.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

MAX_POINTS = 240
# What to do where the weights have run away.
SMALLER_RATE = "Choose a smaller learning rate (0.001 is a good start) and train again."

# What may be asked of a run in training.
Request = Literal["stop", "pause"]
Status = Literal["waiting", "training", "paused", "stopped", "finished", "failed", "damaged"]
Changes = dict[str, Any]  # new values for some of the fields of `Progress`, by name
Point = tuple[float, float, float]  # epochs done, loss, accuracy


@dataclasses.dataclass(frozen=True)
class Started:
    """Training begins, or goes on after `epoch` whole epochs and `step` batches of the next."""

    epochs: int
    steps: int
    epoch: int = 0
    step: int = 0

    def changes(self, progress: Progress) -> Changes:
        done = self.epoch + self.step / self.steps
        kept_history = {name: values[: self.epoch] for name, values in progress.history.items()}
        return {
            "status": "training",
            "epochs": self.epochs,
            "steps": self.steps,
            "epoch": self.epoch,
            "step": self.step,
            "points": tuple(point for point in progress.points if point[0] <= done),
            "validation": tuple(point for point in progress.validation if point[0] <= done),
            "history": kept_history,
            "running": progress.running if self.step else Progress.running,
        }


@dataclasses.dataclass(frozen=True)
class Batch:
    """`step` batches of this epoch are done; loss and accuracy are means over the epoch so far."""

    step: int
    loss: float
    accuracy: float
    seconds: float

    def changes(self, progress: Progress) -> Changes:
        step, loss, accuracy = progress.running
        batches = self.step - step
        if batches <= 0:
            return {}
        changes: Changes = {"step": self.step, "seconds": self.seconds}
        done = progress.epoch + self.step / progress.steps
        if self.step < progress.steps and _is_near_last_point(progress, done):
            # These batches go into the next point: the curve is as dense at its end as at its
            # start.
            return changes
        mean_loss = (self.loss * self.step - loss * step) / batches
        mean_accuracy = (self.accuracy * self.step - accuracy * step) / batches
        changes["points"] = (*progress.points, (done, mean_loss, mean_accuracy))
        changes["running"] = (self.step, self.loss, self.accuracy)
        return changes


def _is_near_last_point(progress: Progress, done: float) -> bool:
    """Say whether a point here would make the curves denser than MAX_POINTS in all the run."""
    if not progress.points:
        return False
    return done - progress.points[-1][0] < progress.epochs / MAX_POINTS


@dataclasses.dataclass(frozen=True)
class Validation:
    """Loss and accuracy on some of the validation images, within an epoch."""

    loss: float
    accuracy: float

    def changes(self, progress: Progress) -> Changes:
        point = (progress.epochs_done, self.loss, self.accuracy)
        return {"validation": (*progress.validation, point)}


@dataclasses.dataclass(frozen=True)
class Epoch:
    """An epoch is done; `seconds` is the training time of all epochs so far. NaN: not measured."""

    loss: float
    accuracy: float
    val_loss: float
    val_accuracy: float
    seconds: float

    def changes(self, progress: Progress) -> Changes:
        changes: Changes = {
            "epoch": progress.epoch + 1,
            "step": 0,
            "seconds": self.seconds,
            "history": self._appended_to(progress.history),
            "running": Progress.running,
        }
        if not math.isnan(self.val_loss):
            point = (progress.epoch + 1.0, self.val_loss, self.val_accuracy)
            changes["validation"] = (*progress.validation, point)
        return changes

    def _appended_to(self, history: dict[str, list[float]]) -> dict[str, list[float]]:
        appended = dict(history)
        for name in ("loss", "accuracy", "val_loss", "val_accuracy"):
            value = getattr(self, name)
            if not math.isnan(value):
                appended[name] = [*history.get(name, ()), value]
        return appended


@dataclasses.dataclass(frozen=True)
class Note:
    """Something that the person at the page should know; training goes on."""

    message: str = ""

    def changes(self, progress: Progress) -> Changes:
        return {"message": self.message}


class _End(Note):
    """Training is over, or rests: `status` is the run's from then on."""

    status: ClassVar[Status]

    def changes(self, progress: Progress) -> Changes:
        return {"status": self.status, "message": self.message}


class Finished(_End):
    """All epochs are done."""

    status = "finished"


class Stopped(_End):
    """Someone pressed Stop."""

    status = "stopped"


class Paused(_End):
    """The run rests until it is resumed; `message` says why where nobody pressed Pause."""

    status = "paused"


class GaveWay(_End):
    """The run has given its worker to another one, and waits for its next turn."""

    status = "waiting"


class Failed(_End):
    """Training ended with an error; `message` says what happened and what to do."""

    status = "failed"


Ending = Finished | Stopped | Paused | GaveWay | Failed
Event = Started | Batch | Validation | Epoch | Note | Ending


@dataclasses.dataclass(frozen=True)
class Progress:
    """The whole state of a run, small enough to be sent five times a second.

    status: "waiting", "training", "paused", "stopped", "finished" or "failed"; "damaged" where
        the file that holds the state cannot be read.
    message: a sentence for the page, or "".
    epoch, epochs: whole epochs done, and asked.
    step, steps: batches done in this epoch, and in all of it.
    seconds: training time so far.
    points: each the mean over the batches since the point before; training images; about
        MAX_POINTS at most, evenly spread over the run.
    validation: the same, measured on the validation images.
    history: Keras's `History.history`: one loss, accuracy, val_loss, val_accuracy an epoch.
    running: (step, loss, accuracy) of the last point's batch, from which the next point's means
        are taken.
    """

    status: Status = "waiting"
    message: str = ""
    epoch: int = 0
    epochs: int = 0
    step: int = 0
    steps: int = 0
    seconds: float = 0.0
    points: tuple[Point, ...] = ()
    validation: tuple[Point, ...] = ()
    history: dict[str, list[float]] = dataclasses.field(default_factory=dict)
    running: tuple[int, float, float] = (0, 0.0, 0.0)

    @property
    def epochs_done(self) -> float:
        """How many epochs are done, with the share of the one that has begun."""
        return self.epoch + self.step / max(1, self.steps)

    @property
    def fraction(self) -> float:
        """The share of the run that is done, 0 to 1."""
        return min(1.0, self.epochs_done / max(1, self.epochs))

    @property
    def is_active(self) -> bool:
        """Whether a worker has this run, or will have it."""
        return self.status in ("waiting", "training")

    def to_dict(self) -> dict[str, Any]:
        """Return the state as a dictionary that JSON and msgpack can hold."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, state: Mapping[str, Any]) -> Progress:
        """Make the state again from `to_dict()`'s dictionary; unknown keys are left out."""
        names = {field.name for field in dataclasses.fields(cls)}
        known = {name: value for name, value in state.items() if name in names}
        # JSON turns tuples into lists, and Dask's messages lists into tuples.
        for name in ("points", "validation"):
            known[name] = tuple(tuple(point) for point in known.get(name, ()))
        known["running"] = tuple(known.get("running", cls.running))
        history = known.get("history", {})
        known["history"] = {name: list(values) for name, values in history.items()}
        return cls(**known)

    def after(self, event: Event) -> Progress:
        """Return the state after `event`; the old one stays as it is."""
        return dataclasses.replace(self, **event.changes(self))
