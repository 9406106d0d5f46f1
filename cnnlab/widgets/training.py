"""The panel of step 05: choose, train, watch, compare."""

import ipywidgets as widgets

from cnnlab.widgets import markup, panel
from cnnlab.widgets.choices import Choices
from cnnlab.widgets.runs_table import RunsTable
from cnnlab.widgets.slider import Slider
from labhelpers.live_chart import LiveChart
from labhelpers.wording import duration

MAX_OVERLAID = 5


class TrainingPanel(panel.Panel):
    """Choices for the next run of a `LabSession`; buttons, status, live chart and table of the runs so far."""

    heading = "Training panel"

    def __init__(self, session):
        self.session = session
        self.notice, self.dataset = panel.Notice(), panel.text()
        self.status, self.pace = widgets.HTML(), panel.text()
        self.choices, self.chart, self.table = Choices(session), LiveChart(), RunsTable(session)
        self.epochs = Slider(session, "epochs")
        self.filters = Slider(session, "filters")
        self.train = panel.button("Train", session.train, "Start a run with these choices")
        self.pause = panel.button("Pause", self._pause_or_resume, "Pause the run, or go on with it")
        self.stop = panel.button("Stop", session.stop, "End the run at its next batch")
        self.train.button_style = "primary"
        sliders, buttons = (
            panel.row(self.epochs, self.filters),
            panel.row(self.train, self.pause, self.stop),
        )
        run = [buttons, self.notice, self.status, self.chart, self.table]
        super().__init__([self.dataset, sliders, self.pace, self.choices, *run])
        watched = [
            "run",
            "progress",
            "runs",
            "message",
            "cnn",
            "training",
            "digits",
            "digits_message",
        ]
        session.observe(self._update, watched)
        self._update()

    def _pause_or_resume(self):
        act = self.session.resume if "resume" in self.session.actions else self.session.pause
        act()

    def _update(self, _change=None):
        session, run, actions, progress = (
            self.session,
            self.session.run,
            self.session.actions,
            self.session.progress,
        )
        self.notice.say(session.message)
        self.dataset.value = markup.paragraph("Data set: " + session.digits_message)
        self.pace.value = markup.paragraph(session.pace)
        self.train.disabled = "train" not in actions
        self.pause.disabled = not {"pause", "resume"} & actions
        self.pause.description = "Resume" if "resume" in actions else "Pause"
        self.stop.disabled = "stop" not in actions
        self.status.value = str(markup.HTML.status(progress, duration)) if run else ""
        self.chart.show(progress if run else None)
        dataset = run.dataset if run else session.digits.name if session.digits else ""
        comparable = [
            row for row in session.runs if row.progress.validation and row.run.dataset == dataset
        ]
        others = [row for row in comparable if row.run != run][:MAX_OVERLAID]
        self.chart.overlay = [
            {"name": row.run.title, "validation": row.progress.validation} for row in others
        ]


training_panel = TrainingPanel
