"""Everything that a report's templates write about, looked up and computed."""

import dataclasses
import datetime
import logging
import math
from typing import Any, Protocol

import numpy as np

from cnnlab.report.experiment import experiment_in
from cnnlab.report.program import digits_file, program
from cnnlab.report.typed_text import checked_text
from cnnlab.runs import Book, Run
from cnnlab.runs.divergence import divergence_of
from cnnlab.runs.exercises import exercises_of
from cnnlab.runs.guess_words import outcome
from cnnlab.runs.kept_epoch import kept_sentence, kept_value
from cnnlab.runs.sentences import sentences_of
from cnnlab.runs.wholeness import measured
from labhelpers.architecture import Layer, layer_table
from labhelpers.choice import Option
from labhelpers.config import options_of
from labhelpers.digits import DataError, Digits
from labhelpers.evaluation import result_sentence
from labhelpers.events import Progress
from labhelpers.preprocess import split_validation

# Training accuracy that is higher than validation accuracy by more than this is overfitting.
OVERFITTING = 0.02

logger = logging.getLogger(__name__)


class Inspected(Protocol):
    """What a report needs of a `session.Inspection`: what a run's network made of an image."""

    @property
    def run(self) -> Run | None: ...
    @property
    def image(self) -> np.ndarray: ...
    @property
    def probabilities(self) -> np.ndarray: ...
    @property
    def moment(self) -> object: ...  # None for the trained network


@dataclasses.dataclass(frozen=True)
class Sample:
    """An image that the network read.

    image: uint8, (28, 28). probabilities: (10,).
    label: its true digit; number: its place among the test images. Both are None for a drawing.
    """

    image: np.ndarray
    label: int | None
    probabilities: np.ndarray
    number: int | None

    @property
    def guess(self) -> int:
        """The digit that the network reads."""
        return int(self.probabilities.argmax())

    @property
    def probability(self) -> float:
        return float(self.probabilities[self.guess])


@dataclasses.dataclass(frozen=True)
class Splits:
    """How many images a run trained with, validated with and was tested with, and of how many."""

    training: int
    validation: int
    test: int
    all_training: int


@dataclasses.dataclass(frozen=True)
class Contents:
    """What a report says; the templates know these by their names.

    name, register: what the student typed.
    choices: what the run was made of, by the choice's name.
    parameters: of all layers.
    dataset: the data set's name; named_dataset: the same within a sentence.
    remarks: what was put right in the data set, in sentences; "" for nothing.
    file: the one that the program reads, "" for none.
    problem: why the images could not be opened, "" where they could; splits is None then.
    looks: of how many runs the test accuracy was looked at, those in the trash included.
    metrics, result: what the network did on the test images, and in a sentence; None and ""
        where it was not measured.
    kept: which epoch's weights the network has, in a sentence; "" where there was no choice.
    accuracies: of the epoch whose weights it has, on the training images and on those for
        validation; None where they are not known.
    divergence: that the loss ran away, in sentences; "" where it did not.
    lost: why what was measured cannot be read, in a sentence; "" where nothing was, or it can.
    sample: an image that the network read, where its answer was kept.
    guessed: what was guessed of the run before it began and how it came out; "" for nothing.
    sentences: what the student wrote, "" for what was not written.
    student: the number that the exercises were checked for; exercises: those that were tried.
    experiment: what stands in the exercise "experiment" of step 5, {} where it was not kept.
    """

    run: Run
    name: str
    register: str
    day: datetime.date
    progress: Progress
    choices: dict[str, Option]
    layers: list[Layer]
    parameters: int
    program: str
    dataset: str
    named_dataset: str
    remarks: str
    file: str
    problem: str
    splits: Splits | None
    looks: int
    metrics: dict[str, Any] | None
    result: str
    loss_as_probability: float
    kept: str
    accuracies: tuple[float, float] | None
    is_overfitting: bool
    divergence: str
    lost: str
    sample: Sample | None
    guessed: str
    sentences: dict[str, str]
    student: str
    exercises: list[dict[str, Any]]
    experiment: dict[str, str]

    @property
    def date(self) -> str:
        return f"{self.day.day} {self.day.strftime('%B %Y')}"


def contents_of(
    run: Run,
    name: str,
    register: str,
    inspection: Inspected | None,
    date: datetime.date | None,
) -> Contents:
    """Return what a report on `run` says; ValueError where what was typed is no line of text."""
    name = checked_text("name", name)
    register = checked_text("register number", register)
    progress = run.progress
    found, lost = measured(run, progress)
    metrics = found or {}
    is_measured = bool(metrics)
    digits, problem = _digits_of(run)
    file = digits_file(run)
    dataset = _dataset_of(run, metrics if is_measured else {}, digits, file)
    layers = layer_table(run.cnn)
    book = _book_of(run)
    student, exercises = exercises_of(book)
    accuracies = _accuracies(run, progress)
    return Contents(
        run=run,
        name=name,
        register=register,
        day=date or datetime.date.today(),
        progress=progress,
        choices=options_of(run.cnn, run.training),
        layers=layers,
        parameters=sum(layer.parameters for layer in layers),
        program=program(run),
        dataset=dataset,
        named_dataset="the embedded digits" if dataset == "embedded digits" else dataset,
        remarks=digits.remarks if digits else "",
        file=file,
        problem=problem,
        splits=_splits(run, digits) if digits else None,
        looks=book.num_looked_at(),
        metrics=metrics if is_measured else None,
        result=result_sentence(metrics, dataset) if is_measured else "",
        loss_as_probability=math.exp(-metrics["loss"]) if is_measured else 0.0,
        kept=kept_sentence(run.training, progress),
        accuracies=accuracies,
        is_overfitting=accuracies is not None and accuracies[0] - accuracies[1] > OVERFITTING,
        divergence=divergence_of(progress),
        lost=lost,
        sample=_sample(run, digits, inspection),
        guessed=outcome(run.guess, progress, found, "I"),
        sentences=sentences_of(run),
        student=student,
        exercises=exercises,
        experiment=experiment_in(exercises),
    )


def _book_of(run: Run) -> Book:
    book = run.folder.parent
    return Book(book.name, book.parent)


def _digits_of(run: Run) -> tuple[Digits | None, str]:
    """Return the run's images, or None and a sentence that says why they cannot be opened."""
    try:
        return run.digits(), ""
    except DataError as error:
        logger.warning("The digits of %s cannot be opened.", run.folder, exc_info=True)
        return None, str(error)


def _dataset_of(run: Run, metrics: dict[str, Any], digits: Digits | None, file: str) -> str:
    """Return the name of the run's data set, from whatever knows it best."""
    loaded = digits.name if digits else ""
    return metrics.get("dataset") or run.dataset or loaded or file or "MNIST"


def _splits(run: Run, digits: Digits) -> Splits:
    used = slice(run.training.num_train)
    images = digits.train_images[used]
    training, _, validation, _ = split_validation(images, digits.train_labels[used])
    return Splits(
        training=len(training),
        validation=len(validation),
        test=len(digits.test_images),
        all_training=len(digits.train_images),
    )


def _accuracies(run: Run, progress: Progress) -> tuple[float, float] | None:
    training = kept_value(run.training, progress, "accuracy")
    validation = kept_value(run.training, progress, "val_accuracy")
    return None if training is None or validation is None else (training, validation)


def _sample(run: Run, digits: Digits | None, inspection: Inspected | None) -> Sample | None:
    """Return the student's own image where this run read one, else the first test image."""
    is_trained = inspection is not None and inspection.moment is None
    looked = inspection.run if inspection and is_trained else None
    if inspection is not None and looked is not None and looked.folder == run.folder:
        return _inspected_sample(digits, inspection)
    probabilities = run.probabilities
    if digits is None or probabilities is None or len(probabilities) != len(digits.test_images):
        return None
    return Sample(digits.test_images[0], int(digits.test_labels[0]), probabilities[0], 0)


def _inspected_sample(digits: Digits | None, inspection: Inspected) -> Sample:
    label = number = None
    if digits:  # the pad shows test digits, too
        is_same = (digits.test_images == inspection.image).all(axis=(1, 2))
        if is_same.any():
            number = int(np.flatnonzero(is_same)[0])
            label = int(digits.test_labels[number])
    return Sample(inspection.image, label, inspection.probabilities, number)
