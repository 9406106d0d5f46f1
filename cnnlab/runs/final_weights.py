"""The weights that a run ended with, read from its last checkpoint, without Keras.

A checkpoint holds `model.variables` in their order; without the states of random generators,
which are whole numbers, these are `model.get_weights()`.
"""

import numpy as np

from cnnlab.runs.json_files import DamagedFileError
from cnnlab.runs.run import Run

NONE_YET = "checkpoint.npz, which has them, is not there"
OLDER = "the run was stopped by an earlier version of the lab, which did not keep them apart"


def final_weights(run: Run) -> tuple[list[np.ndarray] | None, str]:
    """Return the weights, float32, as `model.get_weights()` has them; or None, and why."""
    try:
        checkpoint = run.read_checkpoint()
    except DamagedFileError as error:
        return None, str(error)
    if checkpoint is None:
        return None, NONE_YET
    if not _is_at_the_end(run, checkpoint):
        return None, OLDER
    names = sorted(name for name in checkpoint if name.startswith("model_"))
    found = [checkpoint[name] for name in names]
    return [array for array in found if array.dtype == np.float32], ""


def _is_at_the_end(run: Run, checkpoint: dict[str, np.ndarray]) -> bool:
    """Whether a checkpoint is where the run's network is that was measured."""
    progress = run.progress
    if progress.status != "stopped":
        return True
    place = (int(checkpoint.get("epoch", -1)), int(checkpoint.get("step", -1)))
    return place == (progress.epoch, progress.step)
