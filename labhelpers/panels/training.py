"""The panel of step 05: choose, train, watch, compare."""

import functools

import ipywidgets as widgets

from labhelpers.config import PRESETS, preset_choices
from labhelpers.open_book import duration
from labhelpers.panels import parts
from labhelpers.panels.live_chart import LiveChart
from labhelpers.panels.runs_table import RunsTable

RATES, DROPOUTS = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.1), (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
NO_OR_YES = (("no", False), ("yes", True))
OWN = "own"
PRESET_NAMES = (
    ("Plain, as in step 5", "plain"),
    ("Lesson's network, one-cycle rate", "lesson"),
    ("Fast: a network for two cores", "fast"),
    ("Accurate: shifted images, more epochs", "accurate"),
    ("Your own choices", OWN),
)
# Under "More": what a box chooses, its label, its range and what the number means; what a list chooses and offers.
BOXES = (
    ("kernel_size", "Kernel size", 1, 9, "Side of the square kernels, in pixels"),
    ("dense_units", "Dense units", 1, 1024, "Width of the dense layer"),
    ("batch_size", "Batch size", 1, 4096, "Images a step"),
    ("seed", "Seed", 0, 2**31 - 1, "Where the random numbers start"),
)
LISTS = (
    ("learning_rate", "Learning rate", [(f"{rate:g}", rate) for rate in RATES]),
    ("dropout", "Dropout", [(f"{share:g}", share) for share in DROPOUTS]),
    ("batch_normalization", "Batch normalization", NO_OR_YES),
    ("strided", "Stride 2, no pooling", NO_OR_YES),
    ("one_cycle", "One-cycle rate", NO_OR_YES),
    ("augment", "Augmentation", [("no", False), ("shifted by up to 2 pixels", True)]),
    ("reproducible", "Reproducible (slower)", NO_OR_YES),
)
MAX_OVERLAID = 5


def training_panel(session):
    """Return a panel that trains `session`'s network in the background and draws it live."""
    return TrainingPanel(session)


class TrainingPanel(parts.Panel):
    """Sliders for the next run; buttons, status, live chart and table of the runs so far.

    controls: by the name of what each one chooses, two in sight and the others under "More".
    """

    heading = "Training panel"

    def __init__(self, session):
        self.session = session
        self.notice, self.dataset = parts.Notice(), parts.text()
        self.status, self.pace = widgets.HTML(), parts.text()
        self.chart, self.table = LiveChart(), RunsTable(session)
        self._make_choices()
        self._make_buttons()
        sliders, buttons = parts.row(self.epochs, self.filters), parts.row(self.train, self.pause, self.stop)
        choices, run = [self.dataset, self.preset, sliders, self.pace, self.more], [self.status, self.chart, self.table]
        super().__init__([*choices, buttons, self.notice, *run])
        session.observe(self._draw_run, ["run", "progress"])
        session.observe(self._draw_runs, ["runs", "run"])
        session.observe(self._draw_choices, ["cnn", "training"])
        session.observe(self._draw_words, ["message", "cnn", "training", "runs", "digits", "digits_message"])
        for draw in (self._draw_run, self._draw_runs, self._draw_words):
            draw()

    def _make_choices(self):
        refuse, chosen = self.session.set_message, self._chosen()
        self.preset = parts.Menu("Preset", PRESET_NAMES, OWN, refuse)
        self.preset.on_choice(self._choose_preset)
        self.epochs = parts.Slider("Epochs", chosen["epochs"], 1, 20, "Passes over the training images", refuse)
        hint = "Filters of the first convolution; the second has twice as many"
        self.filters = parts.Slider("Filters", chosen["filters"], 8, 64, hint, refuse)
        more = {name: parts.NumberBox(label, chosen[name], *offered, refuse) for name, label, *offered in BOXES}
        more |= {name: parts.Menu(label, options, options[0][1], refuse) for name, label, options in LISTS}
        for control in more.values():
            control.layout.width, control.style.description_width = "auto", "11em"
        columns = "repeat(auto-fill, minmax(min(100%, 330px), 1fr))"
        layout = {"grid_template_columns": columns, "grid_gap": "0 20px"}  # or a label touches the box before it
        box = widgets.GridBox(list(more.values()), layout=layout)
        self.more = widgets.Accordion([box], titles=["More"], selected_index=None)
        self.controls = {"epochs": self.epochs, "filters": self.filters} | more
        self._draw_choices()
        for name, control in self.controls.items():
            control.on_choice(functools.partial(self._choose, name))

    def _chosen(self):
        return self.session.cnn.to_dict() | self.session.training.to_dict()

    def _choose(self, name, value):
        self.session.choose(**{name: value})

    def _choose_preset(self, name):
        if name != OWN:
            self.session.choose(**preset_choices(name))

    def _make_buttons(self):
        session = self.session
        self.train = parts.button("Train", session.train, "Start a run with these choices")
        self.pause = parts.button("Pause", self._pause_or_resume, "Pause the run, or go on with it")
        self.stop = parts.button("Stop", session.stop, "End the run at its next batch")
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
        self.stop.disabled = "stop" not in actions
        self.status.value = status_html(progress) if self.session.run else ""
        self.chart.show(progress if self.session.run else None)

    def _draw_runs(self, _change=None):
        session, shown = self.session, self.session.run
        dataset = shown.dataset if shown else session.digits.name if session.digits else ""
        comparable = [row for row in session.runs if row.progress.validation and row.run.dataset == dataset]
        others = [row for row in comparable if row.run != shown][:MAX_OVERLAID]
        self.chart.overlay = [{"name": row.run.title, "validation": row.progress.validation} for row in others]

    def _draw_words(self, _change=None):
        self.notice.say(self.session.message)
        self.dataset.value = parts.paragraph("Data set: " + self.session.digits_message)
        self.pace.value = parts.paragraph(self.session.pace)

    def _draw_choices(self, _change=None):
        chosen = self._chosen()
        for name, control in self.controls.items():
            control.put(chosen[name])
        self.preset.put(next((name for name in PRESETS if preset_choices(name).items() <= chosen.items()), OWN))


def status_html(progress):
    """Return a run's status as a bar and a sentence, for example 'Status: training, about 12 s left'."""
    left, time = progress.seconds_left, ""
    if progress.status == "training" and left is not None and progress.seconds >= 1:  # the first second is no pace
        time = f", {duration(left)} left"
    elif progress.seconds:
        time = f" after {progress.seconds:.1f} s of training"
    return str(parts.HTML.status(progress, time))
