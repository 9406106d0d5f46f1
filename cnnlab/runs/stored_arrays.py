"""Whether what stands in predictions.npz and checkpoint.npz is what a worker wrote there."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from cnnlab.runs.json_files import DamagedFileError, cannot_be_read
from cnnlab.runs.plain_file import open_plain, what_is_wrong_with_archive
from labhelpers.config import NUM_CLASSES

# What NumPy and zipfile raise for an archive with any of its bytes changed, and for no archive.
UNREADABLE = (
    OSError,
    ValueError,
    EOFError,
    KeyError,
    TypeError,
    RuntimeError,
    MemoryError,  # a size that was changed
    zipfile.BadZipFile,
)
CHANGED = "it is not whole, or it was changed"


def read_arrays(path: Path) -> dict[str, np.ndarray] | None:
    """Return the arrays of an .npz file by name, None where there is no file.

    Raises DamagedFileError where something is there that cannot be read.
    """
    try:
        with open_plain(path) as file, np.load(file, allow_pickle=False) as stored:
            return dict(stored)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UNREADABLE as error:
        raise cannot_be_read(path, what_is_wrong_with_archive(path) or CHANGED) from error


def probabilities_in(arrays: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the probabilities: float32, (test images, 10); DamagedFileError where they are none.

    arrays: what predictions.npz holds.
    """
    found = arrays.get("probabilities")
    is_table = found is not None and found.ndim == 2 and found.shape[1] == NUM_CLASSES
    if found is None or not is_table or found.dtype.kind != "f" or not np.isfinite(found).all():
        raise DamagedFileError("predictions.npz cannot be read (it holds no probabilities)")
    return found


def check_checkpoint(arrays: Mapping[str, np.ndarray], epochs: int) -> None:
    """Raise DamagedFileError unless arrays say a place in a training of so many epochs."""
    sizes = {"epoch": 1, "step": 1, "seconds": 1, "means": 2}
    if any(name.startswith("best_") for name in arrays):
        sizes["best_loss"] = 1
    for name, size in sizes.items():
        found = arrays.get(name)
        if found is None or found.dtype.kind not in "iuf" or found.size != size:
            raise DamagedFileError(f"checkpoint.npz cannot be read (its {name} says nothing)")
        if not np.isfinite(found).all() or found.min() < 0:
            raise DamagedFileError(f"checkpoint.npz cannot be read (its {name} is {found})")
    if arrays["epoch"] > epochs or not any(name.startswith("model_") for name in arrays):
        raise DamagedFileError("checkpoint.npz cannot be read (it is of another training)")
