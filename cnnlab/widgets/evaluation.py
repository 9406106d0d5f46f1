"""The panel of step 06: how good a run's network is on digits it has never seen, where it errs."""

import logging
from typing import Any

import numpy as np
import traitlets

from cnnlab.runs import Run
from cnnlab.runs.kept_epoch import kept_sentence
from cnnlab.session import LabSession, watch
from cnnlab.widgets import markup
from labhelpers.digits import Digits
from labhelpers.evaluation import result_sentence
from labhelpers.front_end import FrontEnd, whole_number

logger = logging.getLogger(__name__)

SHOWN_DIGITS = 60
SHOWN_PREDICTIONS = 8
SHOWN_MISTAKES = 20


class EvaluationPanel(FrontEnd):
    """A menu of the measured runs; result, matrix, report and digits of the selected one.

    runs: [name, title] of each run in the menu.
    selected: the name of the selected one, "" for none.
    shown: all that is drawn of one run, {} for nothing.
    opened: what is in the matrix's open cell, {} for none.
    is_seen: whether anybody can see it; what is not seen is drawn when it is.

    The browser sends {"run": a name from the menu}, or {"label", "guess"} of the matrix's cell.
    """

    heading = "Evaluation of a run"

    runs: traitlets.List[list[str]] = traitlets.List().tag(sync=True)
    selected = traitlets.Unicode().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)
    opened = traitlets.Dict().tag(sync=True)
    is_seen = traitlets.Bool(True)

    def __init__(self, session: LabSession) -> None:
        super().__init__()
        self.session = session
        self._asked: Run | None = None
        self._run: Run | None = None
        watch(self.update, session.open_book)

    def update(self) -> None:
        book = self.session.open_book
        measured = [row.run for row in book.runs if row.accuracy is not None]
        self.runs = [[run.name, run.title] for run in measured]
        self.selected = book.selected.name if book.selected else ""
        if self.is_seen and book.selected != self._asked:
            self._asked = book.selected
            self.session.in_background(self._show, book.selected)

    @traitlets.observe("is_seen")
    def _on_seen(self, _change: object) -> None:
        self.session.do(self.update)

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        if "run" in content:
            self.session.open_book.select(content["run"])
            return
        last = len(self.shown.get("matrix", ())) - 1
        label = whole_number("The cell's label", content.get("label"), 0, last)
        guess = whole_number("The cell's guess", content.get("guess"), 0, last)
        run = self._run
        opened = {"cell": [label, guess]} | _opened(run, label, guess)
        self.session.do(lambda: self._show_cell(run, opened))

    def _show_cell(self, run: Run | None, opened: dict[str, Any]) -> None:
        if self._run is run:  # else the matrix is another run's by now
            self.opened = opened

    def refuse(self, sentence: str) -> None:
        self.session.say(sentence)

    def _show(self, run: Run | None) -> None:
        """Show a run. It takes a while to draw, and all changes at once, to be of one run."""
        shown = _drawn(run) if run else {}
        if run and shown:
            self.session.open_book.saw(run)
        with self.hold_sync():
            self._run = run
            self.shown = shown
            self.opened = {}


evaluation_panel = EvaluationPanel


def _drawn(run: Run) -> dict[str, Any]:
    """Return all that is shown of a run; {} where it was not measured."""
    metrics = run.metrics
    if not metrics:
        return {}
    report = metrics["report"]
    kept = kept_sentence(run.training, run.progress)
    shown = {
        "result": f"{result_sentence(metrics, metrics['dataset'])} {kept}".strip(),
        "matrix": metrics["confusion_matrix"],
        "picture": _picture_of(metrics),
        "report": {digit: line for digit, line in report.items() if isinstance(line, dict)},
    }
    try:
        digits, probabilities = _answers(run)
    except ValueError as error:
        logger.warning("The digits of %s cannot be shown.", run.folder, exc_info=True)
        return shown | {"missing": str(error)}
    first = np.arange(min(SHOWN_PREDICTIONS, len(probabilities)))
    indices = [mistake["index"] for mistake in metrics["mistakes"]]
    mistakes = [index for index in indices if index < len(probabilities)][:SHOWN_MISTAKES]
    return shown | {
        "first": _tiles(digits, probabilities, first),
        "mistakes": _tiles(digits, probabilities, np.array(mistakes, int)),
    }


def _opened(run: Run | None, label: int, guess: int) -> dict[str, Any]:
    """Return how many test images are a `label` and were read as a `guess`, and some of them.

    Of mistakes the surest come first, of what was read rightly the least sure: those are worth
    a look.
    """
    try:
        digits, probabilities = _answers(run)
    except ValueError as error:
        logger.warning("A cell cannot be opened.", exc_info=True)
        return {"missing": str(error)}
    is_label = digits.test_labels == label
    is_guess = probabilities.argmax(axis=1) == guess
    found = np.flatnonzero(is_label & is_guess)
    sureness = probabilities[found, guess]
    order = np.argsort(sureness if label == guess else -sureness, kind="stable")
    few = found[order[:SHOWN_DIGITS]]
    return {"count": len(found), "digits": _tiles(digits, probabilities, few)}


def _picture_of(metrics: dict[str, Any]) -> str:
    """Return the confusion matrix as an <img>, to be saved."""
    # With Matplotlib, half a second: not before there is something to draw.
    from labhelpers import figures

    matrix = np.asarray(metrics["confusion_matrix"])
    right = f"{np.trace(matrix):,} of {matrix.sum():,} test images"
    alt = f"Confusion matrix: {right} lie on the diagonal"
    figure = figures.plot_confusion_matrix(matrix, metrics["dataset"])
    return markup.figure_html(figure, alt)


def _answers(run: Run | None) -> tuple[Digits, np.ndarray]:
    """Return the digits that a run was tested on and its probabilities, (test images, 10).

    Raises `ValueError` where they are gone.
    """
    probabilities = run.read_probabilities() if run else None
    if run is None or probabilities is None:
        raise ValueError("The run's predictions were not kept. Train again to see them.")
    digits = run.digits()
    if probabilities.shape != (len(digits.test_labels), 10):
        came = "The test images have changed since this run was measured."
        raise ValueError(f"{came} Train again to see its digits.")
    return digits, probabilities


def _tiles(digits: Digits, probabilities: np.ndarray, which: np.ndarray) -> dict[str, Any]:
    """Return some test digits as the browser draws them: labels, uint8 and float32 bytes."""
    return {
        "labels": digits.test_labels[which].tolist(),
        "pixels": digits.test_images[which].tobytes(),
        "probabilities": probabilities[which].astype("<f4").tobytes(),
    }
