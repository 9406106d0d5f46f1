"""The panel of step 06: how good a run's network is on digits it has never seen, where it errs."""

import logging
from typing import Any

import numpy as np
import traitlets

from cnnlab.runs import Run
from cnnlab.runs.kept_epoch import kept_sentence
from cnnlab.session import LabSession, watch
from cnnlab.session.outputs import why_not
from cnnlab.widgets import markup
from cnnlab.widgets.read_digits import (
    SHOWN_MISTAKES,
    cell_tiles,
    first_tiles,
    read_at_moment,
    tiles,
)
from labhelpers.digits import Digits
from labhelpers.evaluation import result_sentence
from labhelpers.front_end import FrontEnd, whole_number

logger = logging.getLogger(__name__)


class EvaluationPanel(FrontEnd):
    """A menu of the measured runs; result, matrix, report and digits of the selected one.

    While another moment of its training is looked at, matrix and digits are that moment's, of
    the test images that `session.outputs` reads; the report is always the network's that was kept.

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
        self._kept: dict[str, Any] = {}  # what is drawn of the network that was kept
        self._at_moment: np.ndarray | None = None  # what was read at the moment that is shown
        watch(self.update, session.open_book)
        session.moments.observe(lambda _change: self._move(), "looked_at")
        session.outputs.observe(lambda _change: self._move(), "read")

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
        self.session.do(self._move)

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        if "run" in content:
            self.session.open_book.select(content["run"])
            return
        last = len(self.shown.get("matrix", ())) - 1
        label = whole_number("The cell's label", content.get("label"), 0, last)
        guess = whole_number("The cell's guess", content.get("guess"), 0, last)
        self._open(self._run, self._at_moment, label, guess)

    def _open(
        self, run: Run | None, probabilities: np.ndarray | None, label: int, guess: int
    ) -> None:
        """Open a cell of the matrix of a run; probabilities: those of a moment, or None."""
        digits = self.session.digits
        if probabilities is None or digits is None:
            found = _opened(run, label, guess)
        else:
            found = cell_tiles(digits, probabilities, label, guess)
        opened = {"cell": [label, guess]} | found
        self.session.do(lambda: self._show_cell(run, probabilities, opened))

    def _show_cell(
        self, run: Run | None, probabilities: np.ndarray | None, opened: dict[str, Any]
    ) -> None:
        # Else the matrix is another run's by now, or another moment's.
        if self._run is run and self._at_moment is probabilities:
            self.opened = opened

    def _move(self) -> None:
        """Show the moment that is looked at, in the state lane, once its digits were read."""
        moments = self.session.moments
        digits = self.session.digits
        moment = moments.moment if self._is_of(moments.run) else None
        other = why_not(moments.run, digits) if moment else ""
        self.session.outputs.ask(self.heading, digits if moment and not other else None)
        if other:
            kept = self._kept.get("result", "")
            self._show_moment(None, self._kept | {"result": f"{other} {kept}".strip()})
            return
        if moment is None or digits is None:
            self._show_moment(None, self._kept)
            return
        read = self.session.outputs.at(moments.chosen, moments.run)
        if read is not None:  # until then what was shown stays
            self._show_moment(read, self._kept | read_at_moment(moment.to_words(), digits, read))

    def _is_of(self, run: Run | None) -> bool:
        """Whether somebody sees the evaluation of this run."""
        own = self._run
        return self.is_seen and run is not None and own is not None and run.folder == own.folder

    def _show_moment(self, read: np.ndarray | None, shown: dict[str, Any]) -> None:
        """Show what was read at a moment; None: by the network that was kept."""
        if read is self._at_moment and shown.get("result") == self.shown.get("result"):
            return
        cell = self.opened.get("cell")
        self._at_moment = read
        self.shown = shown
        if cell:
            self.session.in_background(self._open, self._run, read, *cell)

    def refuse(self, sentence: str) -> None:
        self.session.say(sentence)

    def _show(self, run: Run | None) -> None:
        """Show a run. It takes a while to draw, and all changes at once, to be of one run."""
        shown = _drawn(run) if run else {}
        if run and shown:
            self.session.open_book.saw(run)
        self.session.do(lambda: self._show_drawn(run, shown))

    def _show_drawn(self, run: Run | None, shown: dict[str, Any]) -> None:
        """Show what was drawn of a run, in the state lane."""
        with self.hold_sync():
            self._run = run
            self._kept = shown
            self._at_moment = None
            self.shown = shown
            self.opened = {}
        self._move()


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
    indices = [mistake["index"] for mistake in metrics["mistakes"]]
    mistakes = [index for index in indices if index < len(probabilities)][:SHOWN_MISTAKES]
    return shown | {
        "first": first_tiles(digits, probabilities),
        "mistakes": tiles(digits, probabilities, np.array(mistakes, int)),
    }


def _opened(run: Run | None, label: int, guess: int) -> dict[str, Any]:
    """Return how many test images are a `label` and were read as a `guess`, and some of them."""
    try:
        return cell_tiles(*_answers(run), label, guess)
    except ValueError as error:
        logger.warning("A cell cannot be opened.", exc_info=True)
        return {"missing": str(error)}


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
