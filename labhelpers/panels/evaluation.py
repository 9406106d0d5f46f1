"""The panel of step 06: how good a run's network is on digits it has never seen, and where it errs."""

import ipywidgets as widgets
import numpy as np

from labhelpers.data import load_digits
from labhelpers.evaluation import result_sentence, with_article
from labhelpers.panels import parts
from labhelpers.panels.confusion_matrix import ConfusionMatrix

NO_RUN = "Train a network first: its evaluation appears here when the run has finished."
SHOWN_DIGITS = 60
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
        self.confusion, self._drawn = ConfusionMatrix(self._open, session.set_message), None
        self.result, self.record = parts.text(NO_RUN), widgets.HTML().add_class("lab-record")
        self.details = widgets.VBox([widgets.HTML("<h3>Confusion matrix</h3>"), self.confusion, self.record])
        super().__init__([self.menu, self.result, self.details])
        self.menu.on_choice(session.choose_run)
        session.observe(self._list, ["runs", "chosen"])
        session.observe(lambda _: session.paint(self._draw), "chosen")
        self._list()
        self._draw()

    def _list(self, _change=None):
        options = [(row.run.title, row.run.name) for row in self.session.runs if row.accuracy is not None]
        chosen = self.session.chosen
        if chosen is not None and chosen.name in dict(options).values():
            self.menu.offer(options, chosen.name)

    def _draw(self, _change=None):
        from labhelpers import figures  # with Matplotlib, half a second: not before there is something to draw

        run = self.session.chosen
        metrics = run and run.metrics
        if not metrics:
            self.result.value, self.details.layout.display = parts.paragraph(NO_RUN), "none"
            self.confusion.matrix = []
            return
        name, matrix = metrics["dataset"], np.asarray(metrics["confusion_matrix"])
        figure = figures.plot_confusion_matrix(matrix, name)
        alt = f"Confusion matrix: {np.trace(matrix):,} of {matrix.sum():,} test images lie on the diagonal"
        picture = parts.figure_html(figure, alt)
        record = {"Classification report": _report_html(metrics["report"]), **self._digits_html(run, metrics)}
        # Drawing takes a second; what is shown changes after it, all at once, so that it always is of one run.
        self._drawn = run
        self.result.value = parts.paragraph(result_sentence(metrics, name))
        self.confusion.show(matrix.tolist(), picture)
        self.record.value = "".join(f"<h3>{title}</h3>{content}" for title, content in record.items())
        self.details.layout.display = ""

    def _answers(self, run):
        """Return the digits that a run was tested on and its probabilities for them; ValueError where they are gone."""
        probabilities = run.probabilities
        if probabilities is None:
            raise ValueError("The run's predictions were not kept. Train again to see them.")
        digits = load_digits(run.source)
        if probabilities.shape != (len(digits.test_labels), 10):
            raise ValueError("The test images have changed since this run was measured. Train again to see its digits.")
        return digits, probabilities

    def _open(self, label, guess):
        """Return heading, note and picture of the test digits that are a `label` and were read as a `guess`.

        Of mistakes the surest come first, of what was read rightly the least sure: those are worth a look.
        """
        from labhelpers import figures, result_figures  # with Matplotlib: not before there is something to draw

        try:
            digits, probabilities = self._answers(self._drawn)
        except ValueError as error:
            return str(error), "", ""
        found = np.flatnonzero((digits.test_labels == label) & (probabilities.argmax(axis=1) == guess))
        rightly, wrongly = ("read rightly", "least sure", 1), (f"read as {guess}", "surest", -1)
        reading, first, sign = rightly if label == guess else wrongly
        few = found[np.argsort(sign * probabilities[found, guess], kind="stable")][:SHOWN_DIGITS]
        words = f"{len(found):,} image{'s' * (len(found) != 1)} of {with_article(label)} {reading}"
        if not len(few):
            return words, "No test digit is in this cell.", ""
        shares = [result_figures.percent(share) for share in probabilities[few, guess]]
        picture = parts.figure_html(figures.plot_digits(digits.test_images[few], titles=shares, columns=6), words)
        which = f"The {len(few)} {first} of them" if len(few) < len(found) else "All of them"
        return words, f"{which}, each with the probability of {guess}.", picture

    def _digits_html(self, run, metrics):
        """Return, by title, the first predictions and the surest mistakes: pictures, or a sentence in their place."""
        from labhelpers import figures

        try:
            digits, probabilities = self._answers(run)
        except ValueError as error:
            return {"Predictions": parts.paragraph(str(error))}
        labels, few = digits.test_labels[:SHOWN_PREDICTIONS], probabilities[:SHOWN_PREDICTIONS]
        figure = figures.plot_predictions(digits.test_images[:SHOWN_PREDICTIONS], labels, few)
        alt = "Test digits with their probabilities: " + _pairs(labels, few.argmax(axis=1))
        predictions, mistakes = parts.figure_html(figure, alt), parts.paragraph("No test digit was misread.")
        if wrong := metrics["mistakes"][:SHOWN_MISTAKES]:
            columns = ("index", "label", "prediction", "confidence")
            index, labels, guesses, confidences = (np.array([mistake[name] for mistake in wrong]) for name in columns)
            figure = figures.plot_mistakes(digits.test_images[index], labels, guesses, confidences)
            mistakes = parts.figure_html(figure, "The most confident mistakes: " + _pairs(labels, guesses))
        return {"Predictions": predictions, "The most confident mistakes": mistakes}


def _pairs(labels, guesses):
    return ", ".join(f"{with_article(label)} read as {guess}" for label, guess in zip(labels, guesses, strict=True))


def _report_html(report):
    """Return scikit-learn's classification report, given as its dictionary, as a table."""
    columns = {"precision": ".3f", "recall": ".3f", "f1-score": ".3f", "support": ",.0f"}
    scores = {name: values for name, values in report.items() if isinstance(values, dict)}
    rows = [(name, *(format(values[head], how) for head, how in columns.items())) for name, values in scores.items()]
    return parts.table_html("Classification report", ("digit", *columns), rows)
