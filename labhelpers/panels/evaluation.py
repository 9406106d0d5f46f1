"""The panel of step 06: how good a run's network is on digits it has never seen, and where it errs."""

import ipywidgets as widgets
import numpy as np

from labhelpers.data import DataError, load_digits
from labhelpers.evaluation import result_sentence
from labhelpers.panels import parts

SHOWN_PREDICTIONS = 8
SHOWN_MISTAKES = 20


def evaluation_panel(session):
    """Return a panel that shows the evaluation of the run that is chosen in it; metrics come from the run's folder."""
    return EvaluationPanel(session)


class EvaluationPanel(parts.Panel):
    """A menu of the runs that were measured, and the chosen one's result, confusion matrix, report and mistakes."""

    heading = "Evaluation of a run"

    def __init__(self, session):
        self.session = session
        self.menu = parts.Menu("Run", [("no run yet", "")], "", on_refused=session.set_message)
        self.result = parts.text("Train a network first: its evaluation appears here when the run has finished.")
        self.confusion, self.report, self.predictions, self.mistakes = (widgets.HTML() for _ in range(4))
        self.details = widgets.VBox(
            [
                self.confusion,
                parts.heading("Classification report"),
                self.report,
                parts.heading("Predictions"),
                self.predictions,
                parts.heading("The most confident mistakes"),
                self.mistakes,
            ],
            layout={"display": "none"},
        )
        super().__init__([self.menu, self.result, self.details])
        self.menu.observe(self._choose, "value")
        session.observe(self._list, "runs")
        session.observe(self._draw, "chosen")
        self._list()
        self._draw()

    def _choose(self, change):
        chosen = self.session.chosen
        if change["new"] and (chosen is None or change["new"] != chosen.name):
            self.session.choose_run(change["new"])

    def _list(self, _change=None):
        options = [(row.run.title, row.run.name) for row in self.session.runs if row.accuracy is not None]
        if options and tuple(options) != self.menu.options:
            self.menu.unobserve(self._choose, "value")  # new options select the first: that is nobody's choice
            self.menu.options = options
            self._select()
            self.menu.observe(self._choose, "value")

    def _select(self):
        chosen = self.session.chosen
        if chosen is not None and chosen.name in dict(map(reversed, self.menu.options)):
            self.menu.value = chosen.name

    def _draw(self, _change=None):
        from labhelpers import figures  # with Matplotlib, half a second: not before there is something to draw

        run = self.session.chosen
        metrics = run and run.metrics
        if not metrics:
            return
        self._select()
        name = metrics["dataset"]
        self.result.value = parts.paragraph(result_sentence(metrics, name))
        matrix = np.asarray(metrics["confusion_matrix"])
        figure = figures.plot_confusion_matrix(matrix, name)
        alt = f"Confusion matrix: {np.trace(matrix):,} of {matrix.sum():,} test images lie on the diagonal"
        self.confusion.value = parts.figure_html(figure, alt)
        self.report.value = parts.table_html("Classification report", *_report(metrics["report"]))
        self._draw_digits(run, metrics)
        self.details.layout.display = ""

    def _draw_digits(self, run, metrics):
        from labhelpers import figures  # with Matplotlib, half a second: not before there is something to draw

        probabilities = run.probabilities
        try:
            digits = load_digits(run.source)
        except DataError as error:
            self.predictions.value, self.mistakes.value = parts.paragraph(str(error)), ""
            return
        if probabilities is None:
            self.predictions.value, self.mistakes.value = parts.paragraph("The run's predictions were not kept."), ""
            return
        few = slice(SHOWN_PREDICTIONS)
        labels = digits.test_labels[few]
        figure = figures.plot_predictions(digits.test_images[few], labels, probabilities[few])
        guesses = np.argmax(probabilities[few], axis=1)
        alt = "Test digits with their probabilities: " + _pairs(labels, guesses)
        self.predictions.value = parts.figure_html(figure, alt)
        wrong = metrics["mistakes"][:SHOWN_MISTAKES]
        if not wrong:
            self.mistakes.value = parts.paragraph("No test digit was misread.")
            return
        columns = ("index", "label", "prediction", "confidence")
        index, labels, guesses, confidences = (np.array([mistake[name] for mistake in wrong]) for name in columns)
        figure = figures.plot_mistakes(digits.test_images[index], labels, guesses, confidences)
        self.mistakes.value = parts.figure_html(figure, "The most confident mistakes: " + _pairs(labels, guesses))


def _pairs(labels, guesses):
    return ", ".join(f"a {label} read as {guess}" for label, guess in zip(labels, guesses, strict=True))


def _report(report):
    """Return heads and rows of scikit-learn's classification report, given as its dictionary."""
    columns = ("precision", "recall", "f1-score", "support")
    rows = [(name, *_scores(values, columns)) for name, values in report.items() if isinstance(values, dict)]
    return ("digit", *columns), rows


def _scores(values, columns):
    return (f"{values[column]:,.0f}" if column == "support" else f"{values[column]:.3f}" for column in columns)
