"""Moments of a run's training: what its network's weights were after so many batches.

They are there to look at how the network came about, never to go on from: weights of matrices
and kernels are kept as float16, which reads a digit as float32 does to about a thousandth.
"""

from collections.abc import Sequence

import numpy as np

from cnnlab.runs.json_files import cannot_be_read
from cnnlab.runs.run import Run
from cnnlab.runs.stored_arrays import CHANGED, read_arrays

PATTERN = "snapshot-*.npz"
# Together with the untrained network, which its seed gives again, and the trained one.
MOST_SNAPSHOTS = 18
# Of all snapshots of a run; the lab's network takes 0.4 MB for each.
MOST_BYTES = 20_000_000
BYTES_OF_A_WEIGHT = 2


def most_snapshots(weights: int) -> int:
    """Return how many snapshots a run keeps of a network with so many weights."""
    return min(MOST_SNAPSHOTS, MOST_BYTES // (BYTES_OF_A_WEIGHT * max(1, weights)))


def save_snapshot(run: Run, batches: int, weights: Sequence[np.ndarray]) -> None:
    """Keep the weights, in the order of Keras's `get_weights`, after so many batches of the run.

    OSError where that is not possible.
    """
    run.save_arrays(
        _name(batches),
        {
            f"{number:03d}": _half(array) if array.ndim > 1 else array
            for number, array in enumerate(weights)
        },
    )


def _half(array: np.ndarray) -> np.ndarray:
    most = np.finfo("float16").max  # which weights that have run away may exceed
    return np.clip(array, -most, most).astype("float16")


def snapshots(run: Run) -> list[int]:
    """Return after how many batches there are snapshots of the run, ascending."""
    numbers = [path.stem.partition("-")[2] for path in run.folder.glob(PATTERN)]
    return sorted(int(number) for number in numbers if number.isdecimal())


def read_snapshot(run: Run, batches: int) -> list[np.ndarray]:
    """Return the weights after so many batches, float32; DamagedFileError where they are not."""
    path = run.folder / _name(batches)
    stored = read_arrays(path)
    if stored is None:
        raise cannot_be_read(path, "it is not there any more")
    arrays = [stored[name] for name in sorted(stored)]
    if not all(array.dtype.kind == "f" and np.isfinite(array).all() for array in arrays):
        raise cannot_be_read(path, CHANGED)
    return [array.astype("float32") for array in arrays]


def drop_snapshots_after(run: Run, batches: int) -> None:
    """Remove snapshots of what the run has lost: it goes on from so many batches."""
    for number in snapshots(run):
        if number > batches:
            (run.folder / _name(number)).unlink(missing_ok=True)


def _name(batches: int) -> str:
    return PATTERN.replace("*", f"{batches:07d}")
