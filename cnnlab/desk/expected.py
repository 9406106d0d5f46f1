"""Program and README once more, as the lab writes them from what a hand-in says of itself."""

import dataclasses
import datetime
import types
from pathlib import Path
from typing import Any

import numpy as np
from markupsafe import Markup

from cnnlab.desk.hand_in import HISTORY, HandIn
from cnnlab.report.contents import contents_of
from cnnlab.report.pictures import Picture, Pictures
from cnnlab.report.program import program
from cnnlab.report.report import readme
from cnnlab.runs import Book, Run
from cnnlab.runs.exercises import write_lesson
from cnnlab.runs.sentences import keep_sentence
from labhelpers.config import NUM_CLASSES
from labhelpers.evaluation import evaluate
from labhelpers.events import Epoch, Finished, Progress, Started

SOURCES = {"MNIST": "auto", "embedded digits": "embedded"}


class NoPictures(Pictures):
    """A report's pictures without drawing any: a README only names them."""

    def __getattribute__(self, name: str) -> Any:
        if name in ("network", "history", "confusion_matrix", "sample"):
            return lambda *_: Picture(f"images/{name}.svg", "A figure", Markup(""))
        return super().__getattribute__(name)


def expected_program(found: HandIn) -> str:
    return program(_run_of(found, Path("run")))


def expected_readme(found: HandIn, sample: np.ndarray | None, root: Path, unknown: int) -> str:
    """Return README.md of a finished run.

    root: an empty folder in which a book is made. unknown: stands where a hand-in does not say
    what the README says: the seconds of training, and the digit that the sample was read as.
    """
    book = Book("book", root)
    run = _run_of(found, book.folder / "run")
    run.save()
    run.save_progress(_progress(found, unknown))
    run.save_metrics(_metrics(found))
    for name, text in found.sentences.items():
        keep_sentence(run, name, text)
    _keep_exercises(book, found)
    inspected = None
    if sample is not None:
        probabilities = np.eye(NUM_CLASSES)[unknown] * (0.3 + 0.1 * unknown)
        read = {"image": sample, "probabilities": probabilities, "moment": None}
        inspected = types.SimpleNamespace(run=run, **read)
    day = datetime.date.fromisoformat(found.date)
    contents = contents_of(run, found.name, found.register, inspected, day)
    contents = dataclasses.replace(contents, looks=found.looks)
    left_out = {name: why for name, why in found.left_out.items() if why}
    return readme(contents, NoPictures([]), left_out)


def _run_of(found: HandIn, folder: Path) -> Run:
    dataset = found.data["dataset"]
    return Run(
        folder,
        found.cnn,
        found.training,
        SOURCES[dataset],
        dataset,
        given_title=found.run["title"],
        checksum=found.data["checksum"],
        guess=found.guess,
    )


def _progress(found: HandIn, seconds: float) -> Progress:
    progress = Progress().after(Started(found.training.epochs, 1))
    rows = zip(*(found.history.get(name, []) for name in HISTORY), strict=False)
    for loss, accuracy, val_loss, val_accuracy in rows:
        progress = progress.after(Epoch(loss, accuracy, val_loss, val_accuracy, seconds))
    return progress.after(Finished())


def _metrics(found: HandIn) -> dict:
    counts = np.array(found.confusion)
    cells = np.repeat(np.arange(counts.size), counts.ravel())
    labels, predicted = np.divmod(cells, NUM_CLASSES)
    measured = evaluate(labels, np.eye(NUM_CLASSES)[predicted])
    claimed = {"accuracy": found.accuracy, "loss": found.loss, "dataset": found.data["dataset"]}
    return measured | {name: value for name, value in claimed.items() if value is not None}


def _keep_exercises(book: Book, found: HandIn) -> None:
    """Keep the answers where the report looks for them: it prints one of them."""
    lessons: dict[int, dict] = {}
    for entry in found.exercises:
        kept = {name: value for name, value in entry.items() if name not in ("lesson", "name")}
        lessons.setdefault(entry["lesson"], {})[entry["name"]] = kept
    for lesson, entries in lessons.items():
        if lesson in range(1, 7):
            write_lesson(book, lesson, {found.student: entries})
