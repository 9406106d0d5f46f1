"""Students who did the lab: real short runs, and answers, sentences and a drawing of their own."""

import dataclasses
import random
import types
from unittest import mock

import keras
import numpy as np
from matplotlib.figure import Figure

from cnnlab.engine.provenance import provenance
from cnnlab.report import pictures
from cnnlab.report.report import report_zip
from cnnlab.runs import Book
from cnnlab.runs.exercises import NAMES, write_lesson
from cnnlab.runs.final_weights import final_weights
from cnnlab.runs.sentences import keep_sentence
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.evaluation import evaluate
from labhelpers.events import Finished, Progress
from labhelpers.training import train
from lessons.stored_answers import encode
from tests.cnnlab.desk.sentences import sentences_of
from tests.lessons.test_students import exercises
from tests.recorded import leave_network

GIVEN = ["Asha", "Bilal", "Chitra", "Dewi", "Emeka", "Farah", "Goran", "Hana", "Ilse", "Jun"]
FAMILY = ["Adeyemi", "Banerjee", "Costa", "Dubois", "Eriksen", "Fonseca", "Gupta", "Haddad"]
# Too slow for a hundred of them, or asks for the student's own book.
NOT_DONE = ("four_calls", "experiment")


def choices_of(family, epochs, num_train):
    """Return the (network, training) of a family's run: small, with a seed of the family's own."""
    luck = random.Random(family)
    cnn = CnnConfig(
        filters=luck.choice([4, 6, 8]),
        kernel_size=luck.choice([3, 5]),
        dense_units=luck.choice([16, 32]),
        dropout=luck.choice([0.0, 0.2]),
        batch_normalization=luck.choice([False, True]),
    )
    training = TrainingConfig(
        epochs=epochs,
        batch_size=50,
        learning_rate=0.003,
        seed=1000 + family,
        num_train=num_train,
        reproducible=True,
        # One training gives ten students theirs: the best epoch's would be the same for several.
        best_epoch=False,
    )
    return cnn, training


def register_of(number):
    return f"RA2211003010{number:03}"


def name_of(number):
    return f"{GIVEN[number % len(GIVEN)]} {FAMILY[number // len(GIVEN) % len(FAMILY)]} {number}"


def trained(root, family, numbers, dataset="mnist", num_train=1000):
    """Return real runs of as many students, each in a book of the student's own.

    They are of one training: what it is after its first epoch is a run of one epoch, and so on.
    """
    digits = load_digits(dataset)
    events, checkpoints = [], []
    cnn, training = choices_of(family, len(numbers), num_train)
    model = train(cnn, training, digits, events.append, save_checkpoint=checkpoints.append)
    answer = keras.Sequential([model]).predict_on_batch
    runs = []
    for epochs, (number, checkpoint) in enumerate(zip(numbers, checkpoints, strict=True), start=1):
        book = Book(f"student-{number}", root)
        run = book.new_run(
            cnn, choices_of(family, epochs, num_train)[1], dataset, digits.name, digits.checksum
        )
        run.save()
        run.save_checkpoint(checkpoint)
        run.save_progress(_progress(events, epochs))
        weights, _ = final_weights(run)
        model.set_weights(weights)
        _measure(run, digits, answer)
        runs.append(run)
    keras.backend.clear_session()
    return runs


def _progress(events, epochs):
    """Return the state of a run that ended after the first epochs of a training."""
    started, *others = events
    progress = Progress().after(dataclasses.replace(started, epochs=epochs))
    for event in others:
        if progress.epoch < epochs:
            progress = progress.after(event)
    return progress.after(Finished())


def _measure(run, digits, answer):
    images = digits.test_images[..., None] / np.float32(255)
    parts = np.split(images, range(50, len(images), 50))
    probabilities = np.concatenate([answer(part) for part in parts])
    run.save_probabilities(probabilities)
    metrics = evaluate(digits.test_labels, probabilities)
    run.save_metrics(metrics | {"dataset": digits.name} | provenance())
    leave_network(run)


def do_exercises(book, number, done=0.85):
    """Keep a student's answers in the book, as the checks do: most of them right."""
    luck = random.Random(-number)
    student = register_of(number)
    for lesson, names in NAMES.items():
        check = exercises(f"{lesson:02}", student)
        kept = {name: _tried(check, name, luck, done) for name in names if name not in NOT_DONE}
        kept = {name: entry for name, entry in kept.items() if entry}
        write_lesson(book, lesson, {student: kept})


def _tried(check, name, luck, done):
    if luck.random() > done:
        return None
    exercise = getattr(check, name)
    names = {"check": check, "np": np, "keras": keras, "digits": load_digits("embedded")}
    names["image"] = names["digits"].train_images[0]
    exec(exercise.solution_text, names)
    answer = encode(names[name] if luck.random() < 0.9 else [0])
    status = exercise.recheck(answer).status
    tries = luck.randint(1, 4)
    return {
        "answer": answer,
        "status": status,
        "tries": tries,
        "hint": tries > 2,
        "solution": False,
    }


def drawing_of(number):
    """Return a drawing, uint8 (28, 28): a training digit, moved and with ink of its own."""
    luck = np.random.default_rng(number)
    image = load_digits("mnist").train_images[number].astype(int)
    image = np.roll(image, luck.integers(-2, 3, 2), axis=(0, 1))
    return np.clip(image + (image > 0) * luck.integers(-20, 20, (28, 28)), 0, 255).astype("uint8")


class NoPictures:
    """Draws a report's figures as blank ones: the desk reads none, and they take seconds."""

    def __getattr__(self, name):
        return lambda *_: Figure(figsize=(1, 1))

    def figure_png(self, drawn, dpi):
        return b""


def hand_in(run, number, **said):
    """Return the zip of a student's hand-in; said: sentences other than the student's own."""
    for name, text in (sentences_of(number, run) | said).items():
        keep_sentence(run, name, text)
    do_exercises(Book(run.folder.parent.name, run.folder.parent.parent), number)
    read = types.SimpleNamespace(
        moment=None, run=run, image=drawing_of(number), probabilities=np.full(10, 0.1, "float32")
    )
    with mock.patch.object(pictures, "figures", NoPictures()):
        return report_zip(run, name_of(number), register_of(number), read)
