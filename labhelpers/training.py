"""Training, from a configuration to a trained network; it can be interrupted and go on."""

from collections.abc import Callable, Sequence

import keras
import tensorflow as tf

from labhelpers.architecture import multiply_adds
from labhelpers.checkpoint import BEGINNING, Best, Checkpoint, make_checkpoint, restore
from labhelpers.config import NUM_CLASSES, CnnConfig, TrainingConfig
from labhelpers.digits import Digits
from labhelpers.events import Epoch, Event, Request, Started
from labhelpers.fit_events import BatchEvents, EventCallback, Interrupted, Probe, TrainingError
from labhelpers.memory import check_memory
from labhelpers.model import build_cnn
from labhelpers.training_data import TrainingData

__all__ = ["EventCallback", "Interrupted", "TrainingError", "compile_cnn", "train"]

# A small network's batch is over before Python has told of the one before. So several make one
# step of `fit`'s, of about this many multiply-adds (0.02 s on two cores), where an epoch keeps
# this many steps.
WORK_OF_A_STEP = 3e8
LEAST_STEPS = 40


def compile_cnn(cnn: CnnConfig, training: TrainingConfig, steps: int = 1) -> keras.Sequential:
    """Return the network of `cnn`, its weights drawn by the seed, compiled as in notebook 05.

    steps: the batches of an epoch, by which a one-cycle learning rate knows where it is.
    """
    model = build_cnn(cnn, training.seed)
    work = multiply_adds(cnn) * training.batch_size
    at_once = max(1, min(steps // LEAST_STEPS, int(WORK_OF_A_STEP / work)))
    model.compile(
        optimizer=build_optimizer(training, steps * training.epochs),
        loss="categorical_crossentropy",
        metrics=["accuracy"],
        steps_per_execution=at_once,
    )
    # What Keras would make during the first batch, which it then would have to trace once more.
    model.optimizer.build(model.trainable_variables)
    nothing = tf.zeros((1, NUM_CLASSES))
    model.compute_metrics(None, nothing, nothing)
    model.reset_metrics()
    return model


def build_optimizer(training: TrainingConfig, steps: int) -> keras.optimizers.Optimizer:
    """Return the optimizer of `training`; steps: the batches of all epochs."""
    name, arguments = training.keras_optimizer
    return getattr(keras.optimizers, name)(_learning_rate(training, steps), **arguments)


def _learning_rate(training, steps):
    if not training.one_cycle:
        return training.learning_rate
    growing = steps // 4
    return keras.optimizers.schedules.CosineDecay(
        training.learning_rate / 100,
        decay_steps=steps - growing,
        alpha=0.01,
        warmup_target=training.learning_rate,
        warmup_steps=growing,
    )


def train(
    cnn: CnnConfig,
    training: TrainingConfig,
    digits: Digits,
    on_event: Callable[[Event], None],
    get_request: Callable[[], Request | None] = lambda: None,
    save_checkpoint: Callable[[Checkpoint], None] = lambda _: None,
    checkpoint: Checkpoint | None = None,
    callbacks: Sequence[keras.callbacks.Callback] = (),
) -> keras.Sequential:
    """Train the network of `cnn` on `digits` and return it, with the weights that it keeps.

    on_event: called with Started, Batch, Validation and Epoch events, in this thread.
    get_request: looked at after each batch; "stop" or "pause" ends training there with
        `Interrupted`, whose `model` is the network so far. A checkpoint is saved first, within
        an epoch or in its validation.
    save_checkpoint: called with a checkpoint after each epoch and at a stop or pause.
    checkpoint: training goes on from there. With `training.reproducible` it then ends with the
        same bits as training that was never interrupted, wherever in an epoch that was.
    callbacks: further ones, which hear of training and of validation.

    Raises `TrainingError` where the loss is not a number, and `ValueError` where a run, at its
    beginning, would take more memory than `labhelpers.memory` lets it have.
    """
    if checkpoint is None:
        check_memory(cnn, training)
    if training.reproducible:
        tf.config.experimental.enable_op_determinism()
    data = TrainingData(digits, training)
    model = compile_cnn(cnn, training, data.steps)
    if checkpoint:
        restore(model, checkpoint, "model", "optimizer")
    place = checkpoint or BEGINNING
    best = Best(training, place)
    epoch = int(place["epoch"])
    step = int(place["step"])
    on_event(Started(training.epochs, data.steps, epoch, step))
    batches = BatchEvents(on_event, get_request, float(place["seconds"]), step)
    loss, accuracy = place["means"]
    batches.means = (float(loss), float(accuracy))
    try:
        while epoch < training.epochs:
            if step < data.steps:
                _fit_epoch(model, data, epoch, step, [batches, *callbacks], checkpoint)
            measured = _evaluate_epoch(model, data, [batches, *callbacks])
            best.note(model, measured.val_loss)
            on_event(measured)
            epoch += 1
            step = batches.step_done = 0
            save_checkpoint(make_checkpoint(model, epoch, batches) | best.arrays)
    except Interrupted as interrupted:
        interrupted.model = model
        save_checkpoint(make_checkpoint(model, epoch, batches) | best.arrays)
        raise
    best.give_back(model)
    return model


def _fit_epoch(model, data, epoch, step, callbacks, checkpoint):
    """Train from batch `step` to the epoch's end; the means before it are in `checkpoint`."""
    batches, *others = callbacks
    batches.step_before = step
    callbacks = [batches, Probe(batches, data), *others]
    if step:

        def restore_means(_epoch, _logs):
            restore(model, checkpoint, "metric")

        callbacks.append(keras.callbacks.LambdaCallback(on_epoch_begin=restore_means))
    model.fit(
        data.epoch(epoch, step),
        initial_epoch=epoch,
        epochs=epoch + 1,
        shuffle=False,
        verbose=0,
        callbacks=callbacks,
    )


def _evaluate_epoch(model, data, callbacks):
    """Return the event that ends an epoch, with what the validation images say."""
    batches = callbacks[0]
    images = data.validation()
    measured = model.evaluate(images, verbose=0, callbacks=callbacks, return_dict=True)
    loss, accuracy = batches.means
    return Epoch(loss, accuracy, measured["loss"], measured["accuracy"], batches.seconds)
