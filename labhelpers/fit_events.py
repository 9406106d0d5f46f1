"""Keras's `fit`, told as events while it goes on."""

import math
import time
from collections.abc import Callable

import keras
import numpy as np

from labhelpers.errors import LabError
from labhelpers.events import (
    SMALLER_RATE,
    Batch,
    Epoch,
    Event,
    Finished,
    Request,
    Started,
    Validation,
)
from labhelpers.training_data import VALIDATION_BATCH, TrainingData, as_input

SECONDS_BETWEEN_BATCH_EVENTS = 0.2
PROBE_IMAGES = 500
# An epoch with fewer steps, or one of more epochs than these, gives the curve enough points.
LEAST_STEPS_TO_PROBE = 40
MOST_EPOCHS_TO_PROBE = 20


class Interrupted(Exception):  # noqa: N818 (being interrupted is no error)
    """Someone asked a run to end early.

    request: "stop" or "pause". model: the network so far; `train` adds it.
    """

    def __init__(self, request: Request):
        self.request = request
        self.model: keras.Model | None = None


class TrainingError(LabError, RuntimeError):
    """Training cannot go on; the message is a sentence for the person at the page."""


class BatchEvents(keras.callbacks.Callback):
    """Tells batches as events, at most five a second, and ends `fit` where it has to end early.

    on_event: called with each event, in `fit`'s thread.
    get_request: called after each batch, in training and in validation; where it returns "stop"
        or "pause", `fit` ends there with `Interrupted`.
    seconds: training time before this `fit`.
    step: batches of this epoch that were done before this `fit`.

    Raises `TrainingError` in `fit` where the loss is not a number.
    """

    def __init__(
        self,
        on_event: Callable[[Event], None],
        get_request: Callable[[], Request | None] = lambda: None,
        seconds: float = 0.0,
        step: int = 0,
    ):
        super().__init__()
        self.on_event = on_event
        self.get_request = get_request
        self.step_before = step
        self.step_done = step
        self.means = (0.0, 0.0)  # loss and accuracy, over the epoch so far
        self._started_at = time.perf_counter() - seconds
        self._told_at = -math.inf

    @property
    def seconds(self) -> float:
        """Training time so far in seconds, validation included."""
        return time.perf_counter() - self._started_at

    def on_train_batch_end(self, batch, logs=None):
        self.step_done = self.step_before + batch + 1
        loss = logs["loss"]
        if not math.isfinite(loss):
            came = f"The loss became {loss} at batch {self.step_done}: the weights have run away"
            raise TrainingError(f"{came}. {SMALLER_RATE}")
        self.means = (float(loss), _measured(logs, "accuracy"))
        request = self.get_request()
        is_last = batch + 1 == self.params.get("steps")
        is_due = time.perf_counter() - self._told_at >= SECONDS_BETWEEN_BATCH_EVENTS
        if request or is_last or is_due:
            self.tell_batch()
        if request:
            raise Interrupted(request)

    def tell_batch(self) -> None:
        """Tell the last batch now, however short ago the one before was told."""
        self._told_at = time.perf_counter()
        loss, accuracy = self.means
        self.on_event(Batch(self.step_done, loss, accuracy, self.seconds))

    def on_test_batch_end(self, batch, logs=None):
        if request := self.get_request():
            raise Interrupted(request)


class EventCallback(BatchEvents):
    """A callback for a `model.fit` of your own: tells `on_event` all of it, from start to end."""

    def on_train_begin(self, logs=None):
        self._started_at = time.perf_counter()
        self.on_event(Started(self.params["epochs"], self.params["steps"] or 1))

    def on_epoch_end(self, epoch, logs=None):
        event = Epoch(
            loss=_measured(logs, "loss"),
            accuracy=_measured(logs, "accuracy"),
            val_loss=_measured(logs, "val_loss"),
            val_accuracy=_measured(logs, "val_accuracy"),
            seconds=self.seconds,
        )
        self.on_event(event)

    def on_train_end(self, logs=None):
        self.on_event(Finished())


def _measured(logs, name):
    """Return what Keras's logs say, NaN where it was not measured."""
    return float(logs.get(name, math.nan))


class Probe(keras.callbacks.Callback):
    """Measures 500 validation images three times within an epoch: points for the live curve."""

    def __init__(self, batches: BatchEvents, data: TrainingData):
        super().__init__()
        self.batches = batches
        images = data.val_images[:PROBE_IMAGES]
        starts = range(0, len(images), VALIDATION_BATCH)
        self.parts = [as_input(images[start : start + VALIDATION_BATCH]) for start in starts]
        self.labels = data.val_labels[:PROBE_IMAGES]
        self.due = [step for step in _quarters(data) if step > batches.step_done]

    def on_train_batch_end(self, batch, logs=None):
        if self.due and self.batches.step_done >= self.due[0]:
            del self.due[0]
            self.batches.tell_batch()  # so that the point is drawn where it was measured
            self.batches.on_event(self._measure())

    def _measure(self):
        # Called, not `predict`, which would be traced first, and hold 50 MB more.
        answers = [self.model(part, training=False) for part in self.parts]
        probabilities = np.concatenate(answers)
        chosen = probabilities[np.arange(len(self.labels)), self.labels]
        is_right = np.argmax(probabilities, axis=1) == self.labels
        loss = -np.mean(np.log(np.maximum(chosen, 1e-7)))
        return Validation(float(loss), float(np.mean(is_right)))


def _quarters(data):
    """Return the steps of an epoch at which a probe is worth its time."""
    is_long = data.steps >= LEAST_STEPS_TO_PROBE
    if not is_long or data.training.epochs > MOST_EPOCHS_TO_PROBE:
        return []
    return [data.steps * quarter // 4 for quarter in (1, 2, 3)]
