"""A class that nobody taught, for the picture of the wall: its runs on disk, its pages, its queue.

All numbers are drawn by chance, the same each time; the wall reads and words them as it does a
real class's.
"""

import dataclasses
import time

import numpy as np

from cnnlab.engine.forecast import Place
from cnnlab.engine.queue_now import QueueNow, RunOn, RunWaiting
from cnnlab.runs import Book
from cnnlab.wall.class_wall import LONG_MINUTES, Pages
from labhelpers.config import CnnConfig, TrainingConfig
from tests.cnnlab.wall.class_on_disk import add_run
from tests.recorded import measured

STUDENTS = 28
RUNS = 140
SECONDS_OF_THE_LESSON = 45 * 60
FILTERS = (4, 8, 16, 32, 64)
HOW_OFTEN = (0.08, 0.28, 0.32, 0.24, 0.08)
EPOCHS = (1, 2, 3, 4, 5, 6, 8, 10, 12)
UNUSUAL = ({}, {}, {}, {"augment": True}, {"batch_size": 64})
# MNIST's test images of each digit; and how much likelier some mistakes are than others.
IMAGES = (980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009)
LIKELIER = {
    (4, 9): 16,
    (9, 4): 11,
    (2, 7): 8,
    (7, 2): 8,
    (3, 5): 8,
    (5, 3): 6,
    (8, 3): 6,
    (7, 9): 5,
    (8, 9): 4,
    (5, 6): 4,
    (6, 0): 4,
}
# At each step, the first screen first: how many pages, and how many of them for long.
STEPS = ((9, 0), (1, 0), (3, 0), (2, 1), (7, 4), (4, 0), (1, 0))


def make_runs():
    """Leave the runs of the lesson so far in the folder of runs."""
    luck = np.random.default_rng(7)
    began = time.time() - SECONDS_OF_THE_LESSON
    for number in range(RUNS):
        filters = int(luck.choice(FILTERS, p=HOW_OFTEN))
        epochs = int(luck.choice(EPOCHS))
        seconds = epochs * (1.5 + 0.4 * filters) * luck.uniform(0.8, 1.3)
        error = 0.085 * (epochs * filters / 8) ** -0.5 * np.exp(luck.normal(0, 0.25))
        choices = dict(luck.choice(UNUSUAL))
        if luck.random() < 0.02:  # a step that is too large learns little
            choices["learning_rate"] = 0.1
            error = luck.uniform(0.25, 0.5)
        run = add_run(
            f"{number % STUDENTS:032x}",
            1 - error,
            seconds,
            "stopped" if luck.random() < 0.06 else "finished",
            created=began + number * SECONDS_OF_THE_LESSON / RUNS,
            filters=filters,
            epochs=epochs,
            **choices,
        )
        if run.progress.status == "finished":
            run.save_metrics(_metrics(luck, error))


def _metrics(luck, error):
    """Return metrics whose mistakes are the likelier ones, as often as `error` says."""
    weights = np.array([[LIKELIER.get((a, b), 1) for b in range(10)] for a in range(10)], float)
    np.fill_diagonal(weights, 0)
    shares = 10 * error * weights / weights.sum()
    np.fill_diagonal(shares, 1 - shares.sum(axis=1))
    matrix = np.array([luck.multinomial(*row) for row in zip(IMAGES, shares, strict=True)])
    accuracy = float(np.trace(matrix) / matrix.sum())
    now = {"dataset": "MNIST", "measured_at": time.time()}
    return measured(accuracy=accuracy, confusion_matrix=matrix.tolist(), **now)


def pages():
    """Return the pages that are open."""
    now = time.time()
    since = {True: now - 60 * (LONG_MINUTES + 4), False: now - 120}
    steps = [
        (step, since[place < long])
        for step, (number, long) in enumerate(STEPS)
        for place in range(number)
    ]
    return Pages(len(steps), 42, 25, steps)


def queue():
    """Return a queue of nine runs, left in the folder of runs; two of them are on."""
    on = [
        _on(0, 0.62, 0.978, 38.0, filters=16, epochs=2),
        _on(1, 0.18, 0.961, 9.0, filters=32, epochs=9),
    ]
    # One has had a turn already.
    given_way = add_run(f"{2:032x}", 0.966, 24.0, "waiting", filters=16, epochs=8)
    new = [_new(3, 8, 3), _new(4, 24, 3), *(_new(student, 16, 4) for student in range(5, 9))]
    waiting = [new[0], given_way, *new[1:]]
    places = [Place(2 + before, 12.0 + 40 * before) for before in range(len(waiting))]
    pairs = zip(waiting, places, strict=True)
    return QueueNow(False, on, [RunWaiting(str(run.folder), place) for run, place in pairs])


def _on(student, share, accuracy, seconds, **choices):
    """Return a run that is on, so much of it done."""
    run = add_run(f"{student:032x}", accuracy, seconds, "training", **choices)
    epoch, step = divmod(round(100 * share * run.training.epochs), 100)
    now = {"epoch": epoch, "step": step, "steps": 100, "seconds": seconds}
    return RunOn(str(run.folder), seconds, dataclasses.replace(run.progress, **now))


def _new(student, filters, epochs):
    """Return a run that has not begun."""
    run = Book(f"{student:032x}").new_run(CnnConfig(filters), TrainingConfig(epochs), "auto")
    run.save()
    return run
