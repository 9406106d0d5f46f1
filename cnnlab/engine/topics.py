"""What a run is called in Dask: the topic of its progress, and the keys of its tasks.

Both follow from the run's folder, which all kernels and workers know by the same path.
"""

import dataclasses
import time

import numpy as np

# The digit that a network in training reads for a page, uint8 (28, 28), the turn in which the page
# asked for that, and which map of the first layer it is to come with, from 0; None for none.
WatchedDigit = tuple[np.ndarray, int, int | None]
Watched = dict[str, WatchedDigit]  # by page

PREFIX = "cnn-lab/"
# A worker has one slot of this name, so that it trains one run at a time.
SLOT = "training"
# The topic of the runs whose worker died.
LOST_RUNS = "cnn-lab-lost-runs"


@dataclasses.dataclass(frozen=True)
class Expected:
    """What is known of a run when it is queued: whose it is, and how much work.

    work_of_epoch: what `epoch_work` says of one epoch. epochs: how many there are in all.
    is_known: whether that work is known: of a data set that nobody has counted it is a guess.
    """

    visitor: str
    work_of_epoch: float
    epochs: int
    is_known: bool = True


def topic(folder: str) -> str:
    """Return the topic on which the progress of the run in `folder` is published."""
    return f"{PREFIX}{folder}"


def readings_topic(folder: str) -> str:
    """Return the topic of what the run in `folder` makes of the digit that is watched."""
    return f"cnn-lab-readings/{folder}"


def new_key(folder: str) -> str:
    """Return a key for a task that trains the run in `folder`; a resumed run has a new one."""
    return f"{topic(folder)}/{time.time_ns()}"


def folder_of(key: object) -> str | None:
    """Return the folder of the run that a task's key names; None for tasks that train no run."""
    name = str(key)
    if not name.startswith(PREFIX):
        return None
    return name.removeprefix(PREFIX).rpartition("/")[0]
