"""Keras's `fit`, told as events; checkpoints that let a run go on as if it had never been interrupted."""

import math
import time

import keras
import numpy as np
import tensorflow as tf

from labhelpers.config import NUM_CLASSES, CnnConfig, TrainingConfig, multiply_adds
from labhelpers.events import Batch, Epoch, Finished, Started, Validation
from labhelpers.model import build_cnn
from labhelpers.preprocess import random_moves, split_validation

SECONDS_BETWEEN_BATCH_EVENTS = 0.2
# TensorFlow keeps the most that it ever held: with 200, here and in `inspection`, 70 MB more.
VALIDATION_BATCH = 50
PROBE_IMAGES = 500
# A small network's batch is over before Python has told of the one before. So several make one
# step of `fit`'s, of about this many multiply-adds (0.02 s on two cores), where an epoch keeps
# this many steps.
WORK_OF_A_STEP = 3e8
LEAST_STEPS = 40
BEGINNING = {
    "epoch": 0,
    "step": 0,
    "seconds": 0.0,
    "means": (0.0, 0.0),
}  # where there is no checkpoint yet


class Interrupted(Exception):  # noqa: N818 (being interrupted is no error)
    """Someone asked a run to end early; `request` is "stop" or "pause"."""

    def __init__(self, request):
        self.request = request


class TrainingError(RuntimeError):
    """Training cannot go on; the message is a sentence for the person at the page."""


class BatchEvents(keras.callbacks.Callback):
    """Tells batches as events, at most five a second, and ends `fit` where asked to or where the loss is not a number.

    on_event: called with each event, in `fit`'s thread.
    get_request: called after each batch, in training and in validation; where it returns "stop"
        or "pause", `fit` ends there with `Interrupted`.
    seconds: training time before this `fit`. step: batches of this epoch that were done before
        this `fit`.
    """

    def __init__(self, on_event, get_request=lambda: None, seconds=0.0, step=0):
        super().__init__()
        self.on_event, self.get_request, self.step_before = on_event, get_request, step
        self.step_done, self.means = step, (0.0, 0.0)
        self._started_at = time.perf_counter() - seconds
        self._told_at = -math.inf

    @property
    def seconds(self):
        """Training time so far in seconds, validation included."""
        return time.perf_counter() - self._started_at

    def on_train_batch_end(self, batch, logs=None):
        self.step_done = step = self.step_before + batch + 1
        loss = logs["loss"]
        if not math.isfinite(loss):
            came = f"The loss became {loss} at batch {step}: the weights have run away."
            raise TrainingError(
                f"{came} Choose a smaller learning rate (0.001 is a good start) and train again."
            )
        self.means = float(loss), float(logs.get("accuracy", math.nan))
        request, since_told = self.get_request(), time.perf_counter() - self._told_at
        if (
            request
            or batch + 1 == self.params.get("steps")
            or since_told >= SECONDS_BETWEEN_BATCH_EVENTS
        ):
            self.tell_batch()
        if request:
            raise Interrupted(request)

    def tell_batch(self):
        """Tell the last batch now, however short ago the one before was told."""
        self._told_at = time.perf_counter()
        self.on_event(Batch(self.step_done, *self.means, self.seconds))

    def on_test_batch_end(self, batch, logs=None):
        if request := self.get_request():
            raise Interrupted(request)


class EventCallback(BatchEvents):
    """A callback for a `model.fit` of your own: tells its start, batches, epochs and end to `on_event`."""

    def on_train_begin(self, logs=None):
        self._started_at = time.perf_counter()
        self.on_event(Started(self.params["epochs"], self.params["steps"] or 1))

    def on_epoch_end(self, epoch, logs=None):
        values = (
            float(logs.get(name, math.nan))
            for name in ("loss", "accuracy", "val_loss", "val_accuracy")
        )
        self.on_event(Epoch(*values, self.seconds))

    def on_train_end(self, logs=None):
        self.on_event(Finished())


class _Probe(keras.callbacks.Callback):
    """Measures 500 validation images three times within an epoch, so that the live curve has points there."""

    def __init__(self, batches, data):
        super().__init__()
        self.batches = batches
        starts = range(0, min(PROBE_IMAGES, len(data.val_images)), VALIDATION_BATCH)
        self.parts = [
            _as_input(data.val_images[start : start + VALIDATION_BATCH]) for start in starts
        ]
        self.labels = data.val_labels[:PROBE_IMAGES]
        is_worth_it = data.steps >= 40 and data.training.epochs <= 20
        quarters = [data.steps * quarter // 4 for quarter in (1, 2, 3)] if is_worth_it else []
        self.due = [step for step in quarters if step > batches.step_done]

    def on_train_batch_end(self, batch, logs=None):
        if self.due and self.batches.step_done >= self.due[0]:
            del self.due[0]
            # Called, not `predict`, which would be traced first, and hold 50 MB more.
            probabilities = np.concatenate(
                [self.model(part, training=False) for part in self.parts]
            )
            chosen = probabilities[np.arange(len(self.labels)), self.labels]
            accuracy = np.mean(np.argmax(probabilities, axis=1) == self.labels)
            self.batches.tell_batch()  # so that the point is drawn where it was measured
            self.batches.on_event(
                Validation(float(-np.mean(np.log(np.maximum(chosen, 1e-7)))), float(accuracy))
            )


class TrainingData:
    """Batches in an order that follows from the seed and the epoch alone, so that any batch can be made again."""

    def __init__(self, digits, training):
        images, labels = (
            digits.train_images[: training.num_train],
            digits.train_labels[: training.num_train],
        )
        self.images, self.labels, self.val_images, self.val_labels = split_validation(
            images, labels
        )
        self.training = training
        self.steps = math.ceil(len(self.images) / training.batch_size)

    def epoch(self, epoch, first_step=0):
        """Return the epoch's batches from `first_step` on.

        Images: float32, (batch, height, width, 1), in [0, 1]. Labels: float32, (batch, 10),
            one-hot.
        """
        rng = np.random.default_rng((self.training.seed, epoch))
        order = rng.permutation(len(self.images))
        moves = (
            random_moves(rng, len(order))
            if self.training.augment
            else np.empty((len(order), 0), np.float32)
        )

        # NumPy takes the images from where they are; TensorFlow would need a copy of its own,
        # 47 MB of MNIST's.
        def fetch(step):
            part = slice(step * self.training.batch_size, (step + 1) * self.training.batch_size)
            return self.images[order[part]], self.labels[order[part]], moves[part]

        @tf.autograph.experimental.do_not_convert  # nothing in it to convert: tracing is faster so
        def batch(step):
            parts = tf.numpy_function(fetch, [step], (tf.uint8, tf.uint8, tf.float32))
            for part, whole in zip(parts, (self.images, self.labels, moves), strict=True):
                part.set_shape((None, *whole.shape[1:]))
            images = _as_input(parts[0])
            if self.training.augment:
                images = keras.ops.image.affine_transform(images, parts[2])
            return images, tf.one_hot(parts[1], NUM_CLASSES)

        return tf.data.Dataset.range(first_step, self.steps).map(batch).prefetch(2)

    def validation(self):
        """Return the validation images and labels in batches."""
        batches = tf.data.Dataset.from_tensor_slices((self.val_images, self.val_labels)).batch(
            VALIDATION_BATCH
        )
        return batches.map(
            lambda images, labels: (_as_input(images), tf.one_hot(labels, NUM_CLASSES))
        )


def _as_input(images):
    return tf.cast(images[..., None], tf.float32) / 255.0


def compile_cnn(cnn, training, steps=1):
    """Return the network of `cnn`, compiled as notebook 05 does it, with weights that follow from the seed.

    steps: the batches of an epoch, by which a one-cycle learning rate knows where it is.
    """
    model = build_cnn(cnn, training.seed)
    work = multiply_adds(cnn) * training.batch_size
    at_once = max(1, min(steps // LEAST_STEPS, int(WORK_OF_A_STEP / work)))
    adam = keras.optimizers.Adam(_learning_rate(training, steps * training.epochs))
    model.compile(
        adam, "categorical_crossentropy", metrics=["accuracy"], steps_per_execution=at_once
    )
    # What Keras would make during the first batch, which it then would have to trace once more.
    model.optimizer.build(model.trainable_variables)
    nothing = tf.zeros((1, NUM_CLASSES))
    model.compute_metrics(None, nothing, nothing)
    model.reset_metrics()
    return model


def _learning_rate(training, steps):
    if not training.one_cycle:
        return training.learning_rate
    high, growing = training.learning_rate, steps // 4
    shape = {"alpha": 0.01, "warmup_target": high, "warmup_steps": growing}
    return keras.optimizers.schedules.CosineDecay(high / 100, steps - growing, **shape)


def rehearse():
    """Train the smallest network on blank images: what TensorFlow does only once in a process is done after that."""
    model = compile_cnn(CnnConfig(filters=1, dense_units=1), TrainingConfig())
    images, labels = tf.zeros((2, 28, 28), "uint8"), tf.one_hot([0, 1], NUM_CLASSES)
    batches = tf.data.Dataset.from_tensor_slices((_as_input(images), labels)).batch(2)
    model.fit(batches, validation_data=batches, shuffle=False, verbose=0)


def train(
    cnn,
    training,
    digits,
    on_event,
    get_request=lambda: None,
    save_checkpoint=lambda _: None,
    checkpoint=None,
):
    """Train the network of `cnn` on `digits` and return it.

    on_event: called with Started, Batch, Validation and Epoch events, in this thread.
    get_request: looked at after each batch; "stop" or "pause" ends training there with
        `Interrupted`, whose `model` is the network so far. "pause" saves a checkpoint first,
        within an epoch or in its validation.
    save_checkpoint: called with the arrays of a checkpoint after each epoch and at a pause.
    checkpoint: such arrays; training goes on from there. With `training.reproducible` it then
        ends with the same bits as training that was never interrupted, wherever in an epoch
        that was.

    Raises `TrainingError` where the loss is not a number.
    """
    if training.reproducible:
        tf.config.experimental.enable_op_determinism()
    data = TrainingData(digits, training)
    model = compile_cnn(cnn, training, data.steps)
    if checkpoint:
        _assign(model, checkpoint, "model", "optimizer")
    place = checkpoint or BEGINNING
    epoch, step, seconds = int(place["epoch"]), int(place["step"]), float(place["seconds"])
    on_event(Started(training.epochs, data.steps, epoch, step))
    batches = BatchEvents(on_event, get_request, seconds, step)
    batches.means = tuple(map(float, place["means"]))
    try:
        while epoch < training.epochs:
            if step < data.steps:
                _fit_epoch(model, data, epoch, step, batches, checkpoint)
            measured = model.evaluate(
                data.validation(), verbose=0, callbacks=[batches], return_dict=True
            )
            on_event(Epoch(*batches.means, measured["loss"], measured["accuracy"], batches.seconds))
            epoch, step, batches.step_done = epoch + 1, 0, 0
            save_checkpoint(_checkpoint(model, epoch, batches))
    except Interrupted as interrupted:
        interrupted.model = model
        if interrupted.request == "pause":
            save_checkpoint(_checkpoint(model, epoch, batches))
        raise
    return model


def _fit_epoch(model, data, epoch, step, batches, checkpoint):
    """Train from batch `step` to the epoch's end; `checkpoint` holds the means of the batches before it, if any."""
    batches.step_before = step
    callbacks = [batches, _Probe(batches, data)]
    if step:
        callbacks.append(
            keras.callbacks.LambdaCallback(
                on_epoch_begin=lambda *_: _assign(model, checkpoint, "metric")
            )
        )
    batches_left = data.epoch(epoch, step)
    model.fit(
        batches_left,
        initial_epoch=epoch,
        epochs=epoch + 1,
        shuffle=False,
        verbose=0,
        callbacks=callbacks,
    )


def _checkpoint(model, epoch, batches):
    """Return everything that the rest of the training depends on, as arrays by name."""
    arrays = {
        "epoch": epoch,
        "step": batches.step_done,
        "seconds": batches.seconds,
        "means": batches.means,
    }
    arrays |= {name: variable.numpy() for name, variable in _state(model).items()}
    return {name: np.asarray(array) for name, array in arrays.items()}


def _state(model):
    """Return the model's, its optimizer's and its metrics' variables by name: a kind and a number."""
    kinds = {
        "model": model.variables,
        "optimizer": model.optimizer.variables,
        "metric": model.metrics_variables,
    }
    return {
        f"{kind}_{i:03d}": variable
        for kind, found in kinds.items()
        for i, variable in enumerate(found)
    }


def _assign(model, checkpoint, *kinds):
    for name, variable in _state(model).items():
        if name.startswith(kinds):
            variable.assign(checkpoint[name])
