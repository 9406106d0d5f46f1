"""The weights of a run's network, read from its last checkpoint, without Keras."""

import numpy as np

from cnnlab.runs.json_files import DamagedFileError
from cnnlab.runs.run import Run
from cnnlab.runs.stored_checkpoint import best_weights, last_weights

NONE_YET = "checkpoint.npz, which has them, is not there"
OLDER = "the run was stopped by an earlier version of the lab, which did not keep them apart"


def final_weights(run: Run) -> tuple[list[np.ndarray] | None, str]:
    """Return the weights that were kept, float32, as `model.get_weights()` has them.

    Or None, and why.
    """
    try:
        checkpoint = run.read_checkpoint()
    except DamagedFileError as error:
        return None, str(error)
    if checkpoint is None:
        return None, NONE_YET
    if not _is_at_the_end(run, checkpoint):
        return None, OLDER
    is_whole = int(checkpoint.get("epoch", 0)) >= run.training.epochs
    best = best_weights(checkpoint) if is_whole else []
    return best or last_weights(checkpoint), ""


def _is_at_the_end(run: Run, checkpoint: dict[str, np.ndarray]) -> bool:
    """Whether a checkpoint is where the run's network is that was measured."""
    progress = run.progress
    if progress.status != "stopped":
        return True
    place = (int(checkpoint.get("epoch", -1)), int(checkpoint.get("step", -1)))
    return place == (progress.epoch, progress.step)
