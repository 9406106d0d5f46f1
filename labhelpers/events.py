"""What a run says while it runs, and the whole state that follows from it.

A run emits small events. `Progress` is the whole state after them: a page is drawn from a `Progress` alone, so a page
that connects late, or again, is right at once.
"""

import dataclasses
import math

STATUSES = ("waiting", "training", "paused", "stopped", "finished", "failed")
MAX_POINTS = 240


@dataclasses.dataclass(frozen=True)
class Started:
    """Training begins, or goes on after `epoch` whole epochs and `step` batches of the next."""

    epochs: int
    steps: int
    epoch: int = 0
    step: int = 0


@dataclasses.dataclass(frozen=True)
class Batch:
    """`step` batches of this epoch are done; `loss` and `accuracy` are means over the epoch so far."""

    step: int
    loss: float
    accuracy: float
    seconds: float


@dataclasses.dataclass(frozen=True)
class Validation:
    """Loss and accuracy on some of the validation images, within an epoch."""

    loss: float
    accuracy: float


@dataclasses.dataclass(frozen=True)
class Epoch:
    """An epoch is done; `seconds` is the training time so far, of all epochs. NaN is what was not measured."""

    loss: float
    accuracy: float
    val_loss: float
    val_accuracy: float
    seconds: float


@dataclasses.dataclass(frozen=True)
class Finished:
    """All epochs are done."""


@dataclasses.dataclass(frozen=True)
class Stopped:
    """Someone pressed Stop."""


@dataclasses.dataclass(frozen=True)
class Paused:
    """The run rests, and goes on from here when resumed; `message` says why where nobody pressed Pause."""

    message: str = ""


@dataclasses.dataclass(frozen=True)
class Failed:
    """Training ended with an error; `message` says what happened and what to do."""

    message: str


@dataclasses.dataclass(frozen=True)
class Note:
    """Something that the person at the page should know; training goes on."""

    message: str


@dataclasses.dataclass(frozen=True)
class Progress:
    """The whole state of a run, small enough to be sent five times a second.

    status: one of STATUSES.                     message: a sentence for the page, or "".
    epoch, epochs: whole epochs done, and asked.  step, steps: batches done in this epoch, and in all of it.
    seconds: training time so far.
    points: (epochs done, loss, accuracy), each the mean over the batches since the point before; training images;
        about MAX_POINTS at most, evenly spread over the run.
    validation: the same, measured on the validation images.
    history: Keras's `History.history`: one loss, accuracy, val_loss, val_accuracy an epoch.
    running: (step, loss, accuracy) of the last point's batch, from which the next point's means are taken.
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
    def fraction(self):
        """The share of the run that is done, 0 to 1."""
        if not self.epochs:
            return 0.0
        within = self.step / self.steps if self.steps else 0.0
        return min(1.0, (self.epoch + within) / self.epochs)

    @property
    def seconds_left(self):
        """The seconds that training will still take at the pace so far; None before there is a pace."""
        if not self.fraction or not self.seconds:
            return None
        return self.seconds * (1 - self.fraction) / self.fraction

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
        known = {field.name for field in dataclasses.fields(cls)}
        state = {key: value for key, value in state.items() if key in known}
        for key in ("points", "validation"):
            state[key] = tuple(tuple(point) for point in state.get(key, ()))
        state["history"] = {name: list(values) for name, values in state.get("history", {}).items()}
        return cls(**state | {"running": tuple(state.get("running", (0, 0.0, 0.0)))})

    def after(self, event):
        """Return the state after `event`; the old one stays as it is."""
        return _AFTER[type(event)](self, event)


def _after_started(progress, event):
    done = event.epoch + event.step / event.steps
    return dataclasses.replace(
        progress,
        status="training",
        epoch=event.epoch,
        epochs=event.epochs,
        step=event.step,
        steps=event.steps,
        points=tuple(point for point in progress.points if point[0] <= done),
        validation=tuple(point for point in progress.validation if point[0] <= done),
        history={name: values[: event.epoch] for name, values in progress.history.items()},
        running=progress.running if event.step else (0, 0.0, 0.0),
    )


def _after_batch(progress, event):
    step, loss, accuracy = progress.running
    batches = event.step - step
    if batches <= 0:
        return progress
    progress = dataclasses.replace(progress, step=event.step, seconds=event.seconds)
    done = progress.epoch + event.step / progress.steps
    is_near = progress.points and done - progress.points[-1][0] < progress.epochs / MAX_POINTS
    if is_near and event.step < progress.steps:
        return progress  # these batches go into the next point: the curve is as dense at its end as at its start
    point = (
        done,
        (event.loss * event.step - loss * step) / batches,
        (event.accuracy * event.step - accuracy * step) / batches,
    )
    return dataclasses.replace(
        progress,
        points=(*progress.points, point),
        running=(event.step, event.loss, event.accuracy),
    )


def _after_validation(progress, event):
    done = progress.epoch + (progress.step / progress.steps if progress.steps else 0.0)
    return dataclasses.replace(progress, validation=(*progress.validation, (done, event.loss, event.accuracy)))


def _after_epoch(progress, event):
    epoch = progress.epoch + 1
    values = {name: getattr(event, name) for name in ("loss", "accuracy", "val_loss", "val_accuracy")}
    measured = {name: value for name, value in values.items() if not math.isnan(value)}
    validation = progress.validation
    if "val_loss" in measured:
        validation = (*validation, (float(epoch), event.val_loss, event.val_accuracy))
    return dataclasses.replace(
        progress,
        epoch=epoch,
        step=0,
        seconds=event.seconds,
        validation=validation,
        history=progress.history | {name: [*progress.history.get(name, ()), measured[name]] for name in measured},
        running=(0, 0.0, 0.0),
    )


def _ends_as(status):
    def after(progress, event):
        return dataclasses.replace(progress, status=status, message=getattr(event, "message", ""))

    return after


def _after_note(progress, event):
    return dataclasses.replace(progress, message=event.message)


_AFTER = {
    Started: _after_started,
    Batch: _after_batch,
    Validation: _after_validation,
    Epoch: _after_epoch,
    Finished: _ends_as("finished"),
    Stopped: _ends_as("stopped"),
    Paused: _ends_as("paused"),
    Failed: _ends_as("failed"),
    Note: _after_note,
}
