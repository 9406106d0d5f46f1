"""The panel of step 06: how good a run's network is on digits it has never seen, and where it errs."""

import numpy as np
import traitlets

from cnnlab.widgets import markup
from labhelpers.digits import load_digits
from labhelpers.evaluation import result_sentence
from labhelpers.front_end import FrontEnd, whole_number

SHOWN_DIGITS = 60
SHOWN_PREDICTIONS = 8
SHOWN_MISTAKES = 20


class EvaluationPanel(FrontEnd):
    """A menu of a `LabSession`'s runs that were measured; result, matrix, report and digits of the selected one.

    runs: [name, title] of each run in the menu.
    selected: the name of the selected one, "" for none.
    shown: all that is drawn of one run, {} for nothing.
    opened: what is in the matrix's open cell, {} for none.

    The browser sends {"run": a name from the menu}, or {"label", "guess"} of a cell of the matrix.
    """

    text_form = "Evaluation of a run (run this cell to use it)"
    watched = ("runs", "selected")

    runs = traitlets.List().tag(sync=True)
    selected = traitlets.Unicode().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)
    opened = traitlets.Dict().tag(sync=True)
    _asked = _run = None

    def update(self):
        run = self.session.selected
        self.runs = [
            [row.run.name, row.run.title] for row in self.session.runs if row.accuracy is not None
        ]
        self.selected = run.name if run else ""
        if run != self._asked:
            self._asked = run
            self.session.in_background(self._show, run)

    def receive(self, content, _buffers):
        if "run" in content:
            self.session.select_run(content["run"])
        else:
            last = len(self.shown.get("matrix", ())) - 1
            cell = [
                whole_number(f"The cell's {name}", content.get(name), 0, last)
                for name in ("label", "guess")
            ]
            self.opened = {"cell": cell} | self._open(*cell)

    def _show(self, run):
        """Show a run; what is shown changes when all is drawn, which takes a while, so that it always is of one run."""
        metrics, shown = run and run.metrics, {}
        if metrics:
            shown = {
                "result": result_sentence(metrics, metrics["dataset"]),
                "matrix": metrics["confusion_matrix"],
                "picture": _picture_of(metrics),
                "report": {
                    name: scores
                    for name, scores in metrics["report"].items()
                    if isinstance(scores, dict)
                },
            }
            mistakes = [mistake["index"] for mistake in metrics["mistakes"][:SHOWN_MISTAKES]]
            try:
                answers = _answers(run)
                shown |= {
                    "first": _tiles(answers, slice(SHOWN_PREDICTIONS)),
                    "mistakes": _tiles(answers, mistakes),
                }
            except ValueError as error:
                shown["missing"] = str(error)
        with self.hold_sync():
            self._run, self.shown, self.opened = run, shown, {}

    def _open(self, label, guess):
        """Return how many test images are a `label` and were read as a `guess`, and some of them.

        Of mistakes the surest come first, of what was read rightly the least sure: those are
        worth a look.
        """
        try:
            digits, probabilities = _answers(self._run)
        except ValueError as error:
            return {"missing": str(error)}
        found = np.flatnonzero(
            (digits.test_labels == label) & (probabilities.argmax(axis=1) == guess)
        )
        sureness = probabilities[found, guess] * (1 if label == guess else -1)
        few = found[np.argsort(sureness, kind="stable")][:SHOWN_DIGITS]
        return {"count": len(found), "digits": _tiles((digits, probabilities), few)}


evaluation_panel = EvaluationPanel


def _picture_of(metrics):
    """Return the confusion matrix as an <img>, to be saved."""
    # With Matplotlib, half a second: not before there is something to draw.
    from labhelpers import figures

    matrix = np.asarray(metrics["confusion_matrix"])
    alt = f"Confusion matrix: {np.trace(matrix):,} of {matrix.sum():,} test images lie on the diagonal"
    return markup.figure_html(figures.plot_confusion_matrix(matrix, metrics["dataset"]), alt)


def _answers(run):
    """Return the digits that a run was tested on and its probabilities for them; ValueError where they are gone."""
    probabilities = run.probabilities
    if probabilities is None:
        raise ValueError("The run's predictions were not kept. Train again to see them.")
    digits = load_digits(run.source)
    if probabilities.shape != (len(digits.test_labels), 10):
        raise ValueError(
            "The test images have changed since this run was measured. Train again to see its digits."
        )
    return digits, probabilities


def _tiles(answers, which):
    """Return some test digits as the browser draws them: labels, uint8 pixels, float32 probabilities."""
    digits, probabilities = answers
    return {
        "labels": digits.test_labels[which].tolist(),
        "pixels": digits.test_images[which].tobytes(),
        "probabilities": probabilities[which].astype("<f4").tobytes(),
    }
