"""Checkpoints: all that the rest of a training depends on, as arrays.

Training that goes on from one ends with the same bits as training that was never interrupted.
"""

from collections.abc import Mapping

import keras
import numpy as np

from labhelpers.fit_events import BatchEvents

# "epoch", "step", "seconds" and "means" say where the training is; "model_000", "optimizer_000",
# "metric_000" and so on are what Keras's variables hold.
Checkpoint = Mapping[str, np.ndarray]

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
