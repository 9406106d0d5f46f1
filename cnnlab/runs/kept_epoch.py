"""The epoch whose weights a network keeps: the one with the lowest loss on validation images."""

import math
from collections.abc import Sequence

from labhelpers.config import TrainingConfig
from labhelpers.events import Progress


def best_epoch(losses: Sequence[float]) -> int:
    """Return the epoch, from 1, with the lowest of these losses, the first of several; 0 of none.

    A loss that is no number is never the lowest: Keras's callbacks choose so, too.
    """
    lowest = min((loss for loss in losses if loss < math.inf), default=math.nan)
    return next((epoch for epoch, loss in enumerate(losses, start=1) if loss == lowest), 0)


def kept_epoch(training: TrainingConfig, progress: Progress) -> int:
    """Return after which epoch a run has its weights: the last one, while it is not at its end.

    Epochs count from 1; 0 before the first one is done.
    """
    return _best_of(training, progress) or progress.epoch


def kept_value(training: TrainingConfig, progress: Progress, name: str) -> float | None:
    """Return a number of the history, such as "val_loss", of the epoch whose weights are kept."""
    values = progress.history.get(name, [])
    best = _best_of(training, progress)
    kept = values[:best] if best else values
    return kept[-1] if kept else None


def _best_of(training: TrainingConfig, progress: Progress) -> int:
    """Return the best epoch of a run that is at its end and keeps it, else 0."""
    is_kept = training.keeps_best and progress.epoch >= training.epochs
    return best_epoch(progress.history.get("val_loss", [])) if is_kept else 0


def kept_words(training: TrainingConfig, progress: Progress) -> str:
    """Return which weights a run has: "weights of epoch 7 of 10, the lowest validation loss".

    "" where there was no choice between epochs, and before its end.
    """
    best = _best_of(training, progress)
    words = f"weights of epoch {best} of {training.epochs}, the lowest validation loss"
    return words if best else ""


def kept_sentence(training: TrainingConfig, progress: Progress) -> str:
    """Return the same as a sentence, "" where there is nothing to say."""
    words = kept_words(training, progress)
    return f"The network has the {words}." if words else ""
