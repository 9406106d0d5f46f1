"""The panel of step 05: choose, train, watch, compare."""

import dataclasses
from collections.abc import Iterable
from typing import Any

import ipywidgets as widgets

from cnnlab.runs.divergence import divergence_of
from cnnlab.runs.guess import NO_GUESS
from cnnlab.runs.guess_words import outcome, pending
from cnnlab.session import LabSession, watch
from cnnlab.session.open_book import RunSummary
from cnnlab.session.time_left import TimeLeft
from cnnlab.widgets import markup, panel
from cnnlab.widgets.choices import Choices
from cnnlab.widgets.first_layer import FirstLayer
from cnnlab.widgets.guess import GuessFirst
from cnnlab.widgets.moments import MomentsSlider
from cnnlab.widgets.runs_table import RunsTable
from cnnlab.widgets.slider import Slider
from labhelpers.events import Progress
from labhelpers.live_chart import LiveChart

MAX_OVERLAID = 5
OVER = ("finished", "stopped", "failed", "damaged")


class TrainingPanel(panel.Panel):
    """Choices for the next run; buttons, status, live chart and table of the runs so far.

    choosing, running: what one does before a run and what one watches, each in a box. The page
        places them, and the table, by themselves.
    """

    heading = "Training panel"

    def __init__(self, session: LabSession) -> None:
        self.session = session
        next_run = session.next_run
        self.dataset = panel.text()
        self.epochs = Slider(next_run, "epochs")
        self.filters = Slider(next_run, "filters")
        self.pace = panel.text()
        self.choices = Choices(next_run)
        self.train = panel.button("Train", self._train, "Start a run with these choices")
        self.train.button_style = "primary"
        pausing = "Pause the run, or go on with it"
        self.pause = panel.button("Pause", self._pause_or_resume, pausing)
        self.stop = panel.button("Stop", session.stop, "End the run at its next batch")
        self.guess = GuessFirst(session)
        self.notice = panel.Notice()
        self.status = widgets.HTML()
        self.time_left = TimeLeft()
        self.chart = LiveChart()
        self.moments = MomentsSlider(session)
        self.came_out = widgets.HTML().add_class("lab-came-out")
        self.table = RunsTable(session)
        sliders = panel.row(self.epochs, self.filters)
        buttons = panel.row(self.train, self.pause, self.stop, self.guess)
        self.choosing = widgets.VBox([sliders, self.choices, buttons, self.pace, self.notice])
        self.first_layer = FirstLayer(session)
        below = widgets.VBox([self.moments, self.first_layer]).add_class("lab-moment-place")
        self.running = widgets.VBox([self.status, self.chart, self.came_out, below])
        super().__init__([self.dataset, self.choosing, self.running, self.table])
        watch(self._update, session, session.next_run, session.open_book, session.shown)
        watch(self._update_mark, session.moments, session.shown)

    def _train(self) -> None:
        self.session.train(in_turn=False)

    def _pause_or_resume(self) -> None:
        if "resume" in self.session.shown.actions:
            self.session.resume()
        else:
            self.session.pause()

    def _update(self) -> None:
        session = self.session
        self.notice.say(session.shown.silence or session.message)
        self.dataset.value = markup.paragraph("Data set: " + session.digits_message)
        self.pace.value = markup.paragraph(session.pace)
        self._update_buttons(session.shown.actions)
        self._update_chart()

    def _update_buttons(self, actions: set[str]) -> None:
        self.train.disabled = "train" not in actions
        self.pause.disabled = not {"pause", "resume"} & actions
        self.pause.description = "Resume" if "resume" in actions else "Pause"
        self.stop.disabled = "stop" not in actions

    def _update_chart(self) -> None:
        shown = self.session.shown
        rows = self.session.open_book.runs
        if shown.run is None:
            digits = self.session.digits
            self.status.value = ""
            self.chart.show(None)
            self.chart.overlay = _curves(rows, digits.name if digits else "")
        else:
            others = [row for row in rows if not shown.is_shown(row.run)]
            left = self.time_left.words(shown.run.folder, shown.progress)
            self.status.value = markup.status(self._told(shown.progress, rows), left)
            self.chart.show(shown.progress)
            self.chart.overlay = _curves(others, shown.run.dataset)
        self._update_guess()

    def _update_guess(self) -> None:
        """Lay what was guessed of the run on the chart over it, and say how it came out."""
        run = self.session.shown.run
        guess = run.guess if run else NO_GUESS
        self.chart.guess = [[epoch, None, value] for epoch, value in guess.points]
        told = ""
        if run and guess:
            progress = self.session.shown.progress
            is_over = progress.status in OVER
            told = outcome(guess, progress, run.metrics) if is_over else pending(guess)
        self.came_out.value = markup.spoken(told) if told else ""

    def _update_mark(self) -> None:
        """Mark the moment that is looked at, where it is one of the run on the chart."""
        moments = self.session.moments
        is_charted = moments.run is not None and self.session.shown.is_shown(moments.run)
        marked = moments.all[moments.chosen] if moments.all and is_charted else None
        is_within = marked is not None and (marked.batches is not None or marked.kept)
        self.chart.mark = marked.epochs_done if marked and is_within else None

    def _told(self, progress: Progress, rows: Iterable[RunSummary]) -> Progress:
        """Return the shown run's state with all that is to be said of it."""
        is_shown = self.session.shown.is_shown
        problems = [row.problem for row in rows if is_shown(row.run) and not progress.is_active]
        place = self.session.shown.place
        sentences = [place, progress.message, divergence_of(progress), *problems]
        if progress.status == "stopped":
            sentences.append(self._kept())
        return dataclasses.replace(progress, message=" ".join(filter(None, sentences)))

    def _kept(self) -> str:
        """Say which finished run keeps its place when another one was stopped."""
        selected = self.session.open_book.selected
        if selected is None or self.session.shown.is_shown(selected):
            return ""
        return f"Your drawing, the evaluation and the hand-in stay with {selected.title}."


training_panel = TrainingPanel


def _curves(rows: Iterable[RunSummary], dataset: str) -> list[dict[str, Any]]:
    """Return the validation curves of the newest runs on a data set, as `LiveChart` takes them."""
    comparable = [row for row in rows if row.progress.validation and row.run.dataset == dataset]
    return [
        {"name": row.run.title, "validation": row.progress.validation}
        for row in comparable[:MAX_OVERLAID]
    ]
