"""What a worker runs to look into a run's network, trained or at a moment of its training.

Tasks import TensorFlow themselves.
"""

import functools
import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cnnlab.runs import Run
from cnnlab.runs.json_files import DamagedFileError
from cnnlab.runs.plain_file import what_is_wrong_with_archive
from cnnlab.runs.snapshots import read_snapshot
from cnnlab.runs.stored_checkpoint import last_weights
from labhelpers.config import CnnConfig
from labhelpers.quiet import quiet_stderr

if TYPE_CHECKING:
    import keras
    import numpy as np

logger = logging.getLogger(__name__)

MOST_NETWORKS = 32  # as many students draw at once; a network is about a megabyte
# One network lends itself to all moments of the runs that are built like it.
_lent = threading.Lock()


def inspect(name: str, run: Run, batches: int | None, *arguments: Any) -> Any:
    """Return what the function `name` of `inspection` makes of a run's network.

    batches: after how many batches of its training, 0, one of `snapshots(run)` or all of them;
        None for the network that was kept.
    Raises DamagedFileError where that cannot be read.
    """
    from cnnlab.engine import inspection

    look = getattr(inspection, name)
    if batches is None:
        return look(_trained(run.model_path), *arguments)
    with _lent:
        model = _built(run.cnn)
        model.set_weights(_weights(run, batches))
        return look(model, *arguments)


def _trained(path: Path) -> "keras.Model":
    if wrong := what_is_wrong_with_archive(path):
        raise _no_network(path, wrong)
    return _network(str(path), path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=MOST_NETWORKS)
def _network(path: str, changed: int) -> "keras.Model":
    """Return the stored network; `changed` tells one that was written again from the old one.

    Raises DamagedFileError for anything else, whatever Keras says of it.
    """
    with quiet_stderr():
        import keras

    try:
        return keras.models.load_model(path, compile=False)
    except MemoryError:
        raise
    except Exception as error:
        logger.warning("the network in %s cannot be read", path, exc_info=True)
        reason = "it is not whole, or it was changed"
        raise _no_network(Path(path), reason) from error


def _no_network(path: Path, reason: str) -> DamagedFileError:
    return DamagedFileError(
        f"{path.name} of this run cannot be read ({reason}), so its network reads no drawings. "
        "Choose another run, or train this one again."
    )


@functools.lru_cache(maxsize=MOST_NETWORKS)
def _built(cnn: CnnConfig) -> "keras.Model":
    with quiet_stderr():
        from labhelpers.model import build_cnn

    return build_cnn(cnn)


def _weights(run: Run, batches: int) -> "list[np.ndarray]":
    if batches == 0:
        return _untrained(run.cnn, run.training.seed)
    weights = _last(run, batches) or read_snapshot(run, batches)
    shapes = [array.shape for array in _built(run.cnn).get_weights()]
    if [array.shape for array in weights] != shapes:
        came = f"The snapshot after {batches} batches is of another network than this run's."
        raise DamagedFileError(f"{came} Choose another moment.")
    return weights


def _last(run: Run, batches: int) -> "list[np.ndarray]":
    """Return the weights after all batches of a run; [] where there are more than so many."""
    progress = run.progress
    checkpoint = run.checkpoint if batches == progress.epochs * progress.steps else None
    return last_weights(checkpoint) if checkpoint else []


@functools.lru_cache(maxsize=MOST_NETWORKS)
def _untrained(cnn: CnnConfig, seed: int) -> "list[np.ndarray]":
    """Return the weights that training began with: the seed gives them again."""
    from labhelpers.model import build_cnn

    return build_cnn(cnn, seed).get_weights()
