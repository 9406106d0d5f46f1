"""What a run says while it runs, and the whole state that follows from it.

A run emits small events, and each says what it changes. `Progress` is the whole state after
them: a page is drawn from a `Progress` alone, so a page that connects late, or again, is right
at once.
"""

import dataclasses
import math

MAX_POINTS = 240


@dataclasses.dataclass(frozen=True)
class Started:
    """Training begins, or goes on after `epoch` whole epochs and `step` batches of the next."""

    epochs: int
    steps: int
    epoch: int = 0
    step: int = 0

    def changes(self, progress):
        done = self.epoch + self.step / self.steps
        return dataclasses.asdict(self) | {
            "status": "training",
            "points": tuple(point for point in progress.points if point[0] <= done),
            "validation": tuple(point for point in progress.validation if point[0] <= done),
            "history": {name: values[: self.epoch] for name, values in progress.history.items()},
            "running": progress.running if self.step else Progress.running,
        }


@dataclasses.dataclass(frozen=True)
class Batch:
    """`step` batches of this epoch are done; `loss` and `accuracy` are means over the epoch so far."""

    step: int
    loss: float
    accuracy: float
    seconds: float

    def changes(self, progress):
        step, loss, accuracy = progress.running
        batches = self.step - step
        if batches <= 0:
            return {}
        changes = {"step": self.step, "seconds": self.seconds}
        done = progress.epoch + self.step / progress.steps
        is_near = progress.points and done - progress.points[-1][0] < progress.epochs / MAX_POINTS
        if is_near and self.step < progress.steps:
            # These batches go into the next point: the curve is as dense at its end as at its
            # start.
            return changes
        sums = (self.loss * self.step - loss * step, self.accuracy * self.step - accuracy * step)
        point = (done, sums[0] / batches, sums[1] / batches)
        return changes | {
            "points": (*progress.points, point),
            "running": (self.step, self.loss, self.accuracy),
        }


@dataclasses.dataclass(frozen=True)
class Validation:
    """Loss and accuracy on some of the validation images, within an epoch."""

    loss: float
    accuracy: float

    def changes(self, progress):
        return {
            "validation": (*progress.validation, (progress.epochs_done, self.loss, self.accuracy))
        }


@dataclasses.dataclass(frozen=True)
class Epoch:
    """An epoch is done; `seconds` is the training time so far, of all epochs. NaN is what was not measured."""

    loss: float
    accuracy: float
    val_loss: float
    val_accuracy: float
    seconds: float

    def changes(self, progress):
        measured = {
            name: value for name, value in dataclasses.asdict(self).items() if not math.isnan(value)
        }
        seconds, history = measured.pop("seconds"), progress.history
        point = (progress.epoch + 1.0, self.val_loss, self.val_accuracy)
        return {
            "epoch": progress.epoch + 1,
            "step": 0,
            "seconds": seconds,
            "validation": (*progress.validation, point)
            if "val_loss" in measured
            else progress.validation,
            "history": history
            | {name: [*history.get(name, ()), value] for name, value in measured.items()},
            "running": Progress.running,
        }


@dataclasses.dataclass(frozen=True)
class Note:
    """Something that the person at the page should know; training goes on."""

    message: str = ""

    def changes(self, progress):
        return {"message": self.message}


class _End(Note):
    """Training is over, or rests; the class says how."""

    def changes(self, progress):
        return {"status": type(self).__name__.lower(), "message": self.message}


class Finished(_End):
    """All epochs are done."""


class Stopped(_End):
    """Someone pressed Stop."""


class Paused(_End):
    """The run rests, and goes on from here when resumed; `message` says why where nobody pressed Pause."""


class Failed(_End):
    """Training ended with an error; `message` says what happened and what to do."""


@dataclasses.dataclass(frozen=True)
class Progress:
    """The whole state of a run, small enough to be sent five times a second.

    status: "waiting", "training", "paused", "stopped", "finished" or "failed"; "damaged" where
        the file that holds the state cannot be read.
    message: a sentence for the page, or "".
    epoch, epochs: whole epochs done, and asked.
    step, steps: batches done in this epoch, and in all of it.
    seconds: training time so far.
    points: (epochs done, loss, accuracy), each the mean over the batches since the point
        before; training images; about MAX_POINTS at most, evenly spread over the run.
    validation: the same, measured on the validation images.
    history: Keras's `History.history`: one loss, accuracy, val_loss, val_accuracy an epoch.
    running: (step, loss, accuracy) of the last point's batch, from which the next point's means
        are taken.
    """

    status: str = "waiting"
    message: str = ""
    epoch: int = 0
    epochs: int = 0
    step: int = 0
    steps: int = 0
    seconds: float = 0.0
    points: tuple = ()
    validation: tuple = ()
    history: dict = dataclasses.field(default_factory=dict)
    running: tuple = (0, 0.0, 0.0)

    @property
    def epochs_done(self):
        """How many epochs are done, with the share of the one that has begun."""
        return self.epoch + self.step / max(1, self.steps)

    @property
    def fraction(self):
        """The share of the run that is done, 0 to 1."""
        return min(1.0, self.epochs_done / max(1, self.epochs))

    @property
    def seconds_left(self):
        """The seconds that training will still take at the pace so far; None before there is a pace."""
        return (
            self.seconds * (1 - self.fraction) / self.fraction
            if self.fraction and self.seconds
            else None
        )

    @property
    def is_active(self):
        """Whether a worker has this run, or will have it."""
        return self.status in ("waiting", "training")

    def to_dict(self):
        """Return the state as a dictionary that JSON and msgpack can hold."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, state):
        """Make the state again from `to_dict()`'s dictionary; keys that are not known are left out."""
        state = {
            field.name: state[field.name]
            for field in dataclasses.fields(cls)
            if field.name in state
        }
        for key in ("points", "validation"):
            state[key] = tuple(map(tuple, state.get(key, ())))
        state["history"] = {name: list(values) for name, values in state.get("history", {}).items()}
        return cls(**state | {"running": tuple(state.get("running", cls.running))})

    def after(self, event):
        """Return the state after `event`; the old one stays as it is."""
        return dataclasses.replace(self, **event.changes(self))
