"""The panel of step 05: choose, train, watch, compare."""

import html

import ipywidgets as widgets

from labhelpers.panels import parts
from labhelpers.panels.live_chart import LiveChart

LEARNING_RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.1)
MAX_OVERLAID = 5


def training_panel(session):
    """Return a panel that trains `session`'s network in the background and draws it live."""
    return TrainingPanel(session)


class TrainingPanel(parts.Panel):
    """Sliders for the next run; buttons, status, live chart and table of the runs so far."""

    heading = "Training panel"

    def __init__(self, session):
        self.session = session
        self.notice, self.dataset = parts.Notice(), parts.text()
        self.status, self.table = widgets.HTML(), widgets.HTML()
        self.chart = LiveChart()
        self._make_choices()
        self._make_buttons()
        super().__init__(
            [
                self.dataset,
                parts.row(self.epochs, self.filters),
                self.more,
                parts.row(self.train, self.pause, self.stop, self.clear),
                self.notice,
                self.status,
                self.chart,
                self.table,
            ]
        )
        session.observe(self._draw_run, ["run", "progress"])
        session.observe(self._draw_runs, ["runs", "run"])
        session.observe(self._draw_message, ["message", "digits_message"])
        session.observe(self._draw_choices, ["cnn", "training"])
        for draw in (self._draw_run, self._draw_runs, self._draw_message):
            draw()

    def _make_choices(self):
        cnn, training, refuse = self.session.cnn, self.session.training, self.session.set_message
        self.epochs = parts.Slider("Epochs", training.epochs, 1, 20, "Passes over the training images", refuse)
        hint = "Filters of the first convolution; the second has twice as many"
        self.filters = parts.Slider("Filters", cnn.filters, 8, 64, hint, refuse)
        self.batch_size = parts.NumberBox("Batch size", training.batch_size, 1, 4096, "Images a step", refuse)
        self.seed = parts.NumberBox("Seed", training.seed, 0, 2**31 - 1, "Where the random numbers start", refuse)
        rates = sorted({*LEARNING_RATES, training.learning_rate})
        self.learning_rate = parts.Menu("Learning rate", rates, training.learning_rate, on_refused=refuse)
        self.reproducible = parts.Menu(
            "Same bits each time", [("no", False), ("yes, slower", True)], training.reproducible, on_refused=refuse
        )
        box = widgets.VBox([parts.row(self.batch_size, self.seed), parts.row(self.learning_rate, self.reproducible)])
        self.more = widgets.Accordion([box], titles=["More"], selected_index=None)
        for name in ("epochs", "filters", "batch_size", "seed", "learning_rate", "reproducible"):
            getattr(self, name).observe(lambda change, name=name: self.session.choose(**{name: change["new"]}), "value")

    def _make_buttons(self):
        session = self.session
        self.train = parts.button("Train", lambda _: session.train(), "Start a run with these choices")
        self.pause = parts.button("Pause", lambda _: self._pause_or_resume(), "Pause the run, or go on with it")
        self.stop = parts.button("Stop", lambda _: session.stop(), "End the run at its next batch")
        self.clear = parts.button("Clear", lambda _: session.clear(), "Empty the chart; the runs stay in the table")
        self.train.button_style = "primary"

    def _pause_or_resume(self):
        if "resume" in self.session.actions:
            self.session.resume()
        else:
            self.session.pause()

    def _draw_run(self, _change=None):
        actions, progress = self.session.actions, self.session.progress
        self.train.disabled = "train" not in actions
        self.pause.disabled = not {"pause", "resume"} & actions
        self.pause.description = "Resume" if "resume" in actions else "Pause"
        self.stop.disabled, self.clear.disabled = "stop" not in actions, "clear" not in actions
        self.status.value = status_html(progress) if self.session.run else ""
        self.chart.show(progress if self.session.run else None)

    def _draw_runs(self, _change=None):
        session, shown = self.session, self.session.run
        self.table.value = runs_html(session.runs)
        dataset = shown.dataset if shown else session.digits.name if session.digits else ""
        comparable = [row for row in session.runs if row.progress.validation and row.run.dataset == dataset]
        others = [row for row in comparable if row.run != shown]
        self.chart.overlay = [
            {"name": row.run.title, "validation": [list(point) for point in row.progress.validation]}
            for row in others[:MAX_OVERLAID]
        ]

    def _draw_message(self, _change=None):
        self.notice.say(self.session.message)
        self.dataset.value = parts.paragraph("Data set: " + self.session.digits_message)

    def _draw_choices(self, _change=None):
        choices = self.session.cnn.to_dict() | self.session.training.to_dict()
        for name in ("epochs", "filters", "batch_size", "seed", "learning_rate", "reproducible"):
            control = getattr(self, name)
            if control.value != choices[name]:
                control.value = choices[name]


def status_html(progress):
    """Return a run's status as a sentence and a bar, for example 'Status: training, about 12 s left'."""
    words = f"Status: <b class='lab-status'>{html.escape(progress.status)}</b>"
    left = progress.seconds_left
    if progress.status == "training" and left is not None and progress.seconds >= 1:  # the first second is no pace
        words += f", about {left:.0f} s left"
    elif progress.seconds:
        words += f" after {progress.seconds:.1f} s of training"
    message = f" {html.escape(progress.message)}" if progress.message else ""
    bar = (
        f'<progress aria-label="Share of the run that is done" max="1" value="{progress.fraction:.3f}" '
        'style="width: 100%; accent-color: #0072B2"></progress>'
    )
    return f'<div style="line-height: 1.4; white-space: normal">{bar}<div role="status">{words}.{message}</div></div>'


def runs_html(rows):
    """Return the book's runs as an HTML table, newest first; rows: `session.RunSummary`."""
    if not rows:
        return ""
    heads = (
        "Run",
        "Data set",
        "Status",
        "Batch size",
        "Learning rate",
        "Seed",
        "Seconds",
        "Validation accuracy",
        "Test accuracy",
    )
    return parts.table_html("Runs so far", heads, [_cells(row) for row in rows])


def _cells(row):
    training, progress = row.run.training, row.progress
    validated = progress.history.get("val_accuracy") or [None]
    numbers = (training.batch_size, f"{training.learning_rate:g}", training.seed, f"{progress.seconds:.1f}")
    return (row.run.title, row.run.dataset, progress.status, *numbers, _percent(validated[-1]), _percent(row.accuracy))


def _percent(share):
    return "–" if share is None else f"{share:.2%}"
