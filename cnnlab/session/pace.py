"""How long the next run will take, going by the runs so far."""

import math
from collections.abc import Iterable

from cnnlab.engine.epoch_work import epoch_work, images_of
from cnnlab.runs.duration import duration
from cnnlab.session.open_book import RunSummary
from labhelpers.config import CnnConfig, TrainingConfig

PACEMAKERS = 5


def expected_pace(
    cnn: CnnConfig, training: TrainingConfig, num_images: int, rows: Iterable[RunSummary]
) -> str:
    """Return a sentence: how long an epoch will take, going by a run that was measured here.

    num_images: how many training images the data set has.
    rows: the runs so far, newest first.
    """
    work = epoch_work(cnn, images_of(training, num_images), training.batch_size)
    paced = [row for row in rows if row.progress.epoch and row.progress.seconds]
    if not paced:
        return "Your first run shows how long an epoch takes here."
    expected = [_by(row, work) for row in paced[:PACEMAKERS]]
    # Of the newest runs, the one with the most similar amount of work.
    _, seconds = min(expected)
    sentence = f"Going by earlier runs here: {duration(seconds)} an epoch"
    if training.epochs == 1:
        return f"{sentence}."
    return f"{sentence}, {duration(seconds * training.epochs)} for all."


def _by(row: RunSummary, work: float) -> tuple[float, float]:
    """Return how far a run's work an epoch is from `work`, and the seconds it predicts."""
    progress = row.progress
    batch_size = row.run.training.batch_size
    measured_work = epoch_work(row.run.cnn, progress.steps * batch_size, batch_size)
    ratio = work / measured_work
    return abs(math.log(ratio)), ratio * progress.seconds / progress.epochs_done
