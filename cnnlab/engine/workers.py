"""How many workers an engine of one's own has, and how many threads TensorFlow has in each."""

import os

from dask.system import CPU_COUNT  # the container's, where there is one

VARIABLE = "LAB_WORKERS"
CORES_OF_A_WORKER = 2


def usual_for_visitors() -> int:
    """Return how many runs this machine trains at once for visitors, unless it is told."""
    return max(1, CPU_COUNT // CORES_OF_A_WORKER)


def number_of_workers() -> int:
    """Return how many workers the engine is to have: one, unless LAB_WORKERS says more."""
    return max(1, int(os.environ.get(VARIABLE) or 1))


def environment_of(workers: int) -> dict[str, int]:
    """Return the environment in which so many workers share the cores; one has them all."""
    if workers == 1:
        return {}
    return {"TF_NUM_INTRAOP_THREADS": max(1, CPU_COUNT // workers)}
