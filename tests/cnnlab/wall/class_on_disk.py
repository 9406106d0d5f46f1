"""A class on disk: books of runs that nobody has trained, as workers would have left them."""

import dataclasses
import time

import numpy as np

from cnnlab.runs import Book
from labhelpers.config import NUM_CLASSES, CnnConfig, TrainingConfig
from labhelpers.events import Epoch, Finished, Progress, Started
from tests.recorded import measured

IMAGES_OF_A_DIGIT = 100


def add_run(
    book,
    accuracy=0.9,
    seconds=10.0,
    status="finished",
    dataset="MNIST",
    created=None,
    filters=8,
    epochs=2,
    **choices,
):
    """Put a run on disk; return it."""
    training = TrainingConfig(epochs=epochs, **choices)
    new = Book(book).new_run(CnnConfig(filters=filters), training, "auto", dataset, dataset)
    run = dataclasses.replace(new, created=created or time.time())
    run.save()
    run.save_progress(progress_of(accuracy, seconds, status, epochs))
    if status == "finished":
        run.save_metrics(metrics_of(accuracy, dataset))
    return run


def progress_of(accuracy, seconds, status, epochs):
    """Return the state after all epochs, or after half of them where the run is not over."""
    progress = Progress(epochs=epochs).after(Started(epochs, steps=10))
    done = epochs if status == "finished" else max(1, epochs // 2)
    for number in range(1, done + 1):
        reached = accuracy - (1 - accuracy) * 0.3 * (done - number)
        loss = 3 * (1 - reached)
        epoch = Epoch(loss, reached, loss, reached, seconds * number / done)
        progress = progress.after(epoch)
    if status == "finished":
        return progress.after(Finished())
    return dataclasses.replace(progress, status=status)


def metrics_of(accuracy, dataset):
    """Return metrics in which every mistake is that the next digit is read."""
    right = round(IMAGES_OF_A_DIGIT * accuracy)
    matrix = np.eye(NUM_CLASSES, dtype=int) * right
    for digit in range(NUM_CLASSES):
        matrix[digit, (digit + 1) % NUM_CLASSES] = IMAGES_OF_A_DIGIT - right
    changes = {"accuracy": accuracy, "confusion_matrix": matrix.tolist()}
    return measured(**changes, dataset=dataset, measured_at=time.time())
