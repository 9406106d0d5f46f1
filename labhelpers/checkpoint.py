"""Checkpoints: all that the rest of a training depends on, as arrays.

Training that goes on from one ends with the same bits as training that was never interrupted.
"""

import math

import keras
import numpy as np

from labhelpers.config import TrainingConfig
from labhelpers.fit_events import BatchEvents

# "epoch", "step", "seconds" and "means" say where the training is; "model_000", "optimizer_000",
# "metric_000" and so on are what Keras's variables hold; "best_loss" and "best_000" and so on are
# the lowest validation loss after an epoch and the weights that had it, where those are kept.
Checkpoint = dict[str, np.ndarray]

BEGINNING: Checkpoint = {
    "epoch": np.asarray(0),
    "step": np.asarray(0),
    "seconds": np.asarray(0.0),
    "means": np.asarray((0.0, 0.0)),
}


def make_checkpoint(model: keras.Model, epoch: int, batches: BatchEvents) -> Checkpoint:
    """Return the checkpoint after `epoch` epochs and the batches of the next that are done."""
    return {
        "epoch": np.asarray(epoch),
        "step": np.asarray(batches.step_done),
        "seconds": np.asarray(batches.seconds),
        "means": np.asarray(batches.means),
        **{name: variable.numpy() for name, variable in _variables(model).items()},
    }


def restore(model: keras.Model, checkpoint: Checkpoint, *kinds: str) -> None:
    """Give the model's variables a checkpoint's values; kinds: "model", "optimizer", "metric"."""
    for name, variable in _variables(model).items():
        if name.startswith(kinds):
            variable.assign(checkpoint[name])


class Best:
    """The weights after the epoch with the lowest validation loss, where a training keeps them.

    arrays: what a checkpoint holds of them; {} before there are any.
    """

    def __init__(self, training: TrainingConfig, checkpoint: Checkpoint):
        self.arrays = {name: checkpoint[name] for name in sorted(checkpoint) if "best_" in name}
        self.are_kept = training.keeps_best

    def note(self, model: keras.Model, loss: float) -> None:
        """Take the weights after an epoch with this loss, if no epoch before had as low a one."""
        if self.are_kept and loss < self.arrays.get("best_loss", math.inf):
            self.arrays = {f"best_{k:03d}": array for k, array in enumerate(model.get_weights())}
            self.arrays["best_loss"] = np.asarray(loss)

    def give_back(self, model: keras.Model) -> None:
        """Give the model the weights of the best epoch, where there is one."""
        if self.arrays:
            model.set_weights([self.arrays[name] for name in self.arrays if name != "best_loss"])


def _variables(model):
    """Return all variables of a model in training by name: a kind and a number."""
    kinds = {
        "model": model.variables,
        "optimizer": model.optimizer.variables,
        "metric": model.metrics_variables,
    }
    return {
        f"{kind}_{number:03d}": variable
        for kind, variables in kinds.items()
        for number, variable in enumerate(variables)
    }
