"""The weights that a checkpoint holds: after its last batch, and after the best epoch so far.

Where the two are the same they are written once. A checkpoint holds `model.variables` in their
order; without the states of random generators, which are whole numbers, these are
`model.get_weights()`.
"""

import re
from collections.abc import Mapping

import numpy as np

Arrays = Mapping[str, np.ndarray]
BEST = re.compile(r"best_\d+")


def last_weights(checkpoint: Arrays) -> list[np.ndarray]:
    """Return the weights after the last batch, float32, as `model.get_weights()` has them."""
    found = [checkpoint[name] for name in sorted(checkpoint) if name.startswith("model_")]
    return [array for array in found if array.dtype == np.float32]


def best_weights(checkpoint: Arrays) -> list[np.ndarray]:
    """Return the weights after the best epoch, [] where there is none."""
    return [checkpoint[name] for name in sorted(checkpoint) if BEST.fullmatch(name)]


def without_copies(checkpoint: Arrays) -> Arrays:
    """Return a checkpoint without the best epoch's weights where they are the last ones, too."""
    best = best_weights(checkpoint)
    last = last_weights(checkpoint)
    if len(best) != len(last) or not all(map(np.array_equal, best, last)):
        return checkpoint
    return {name: array for name, array in checkpoint.items() if not BEST.fullmatch(name)}


def with_copies(stored: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the checkpoint that `without_copies` was given."""
    if "best_loss" not in stored or best_weights(stored):
        return stored
    return stored | {f"best_{k:03d}": array for k, array in enumerate(last_weights(stored))}
