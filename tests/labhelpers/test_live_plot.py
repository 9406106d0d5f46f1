"""`LivePlot` in a plain `model.fit`: what Keras recorded, live and as a picture."""

import base64
import signal

import pytest

from labhelpers.events import Progress
from labhelpers.quiet import quiet_stderr
from tests.cell import WIDGET_VIEW

with quiet_stderr():
    from labhelpers.live_plot import LivePlot
    from tests.labhelpers.small_training import fit

pytestmark = pytest.mark.keras

FIT = "fit(plot, epochs=2, validation_split=0.1)"
PNG = b"\x89PNG\r\n\x1a\n"


class Ended(LivePlot):
    """A plot that calls `end` after the third batch, and keeps what the cell shows then."""

    def __init__(self, cell, end):
        super().__init__()
        self.cell = cell
        self.end = end

    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_end(batch, logs)
        if batch == 2:
            self.shown = self.cell.stored()
            self.end()


def assert_picture(output):
    """Check that an output is a picture, small enough for a notebook, and no widget."""
    assert output.keys() == {"text/plain", "image/png"}
    picture = output["image/png"]
    assert picture.startswith(PNG)
    assert len(base64.b64encode(picture)) < 80_000


def test_the_state_is_what_keras_recorded_and_the_chart_shows_it():
    plot = LivePlot()
    history = fit(plot, epochs=3, validation_split=0.1)
    assert plot.progress.history == history
    assert plot.progress.status == "finished"
    assert plot.progress.epoch == 3
    assert plot.progress.fraction == 1
    shown = plot.chart.progress
    assert shown["history"]["val_loss"] == [round(value, 5) for value in history["val_loss"]]
    assert shown["status"] == "finished"
    assert [point[0] for point in shown["validation"]] == [1.0, 2.0, 3.0]
    assert shown["points"][-1][0] == 3.0


def test_a_fit_without_validation_is_drawn_too():
    plot = LivePlot()
    history = fit(plot, epochs=1)
    assert plot.progress.history == history
    assert plot.chart.progress["validation"] == []


def test_a_second_fit_begins_anew():
    plot = LivePlot()
    fit(plot, epochs=2, validation_split=0.1)
    history = fit(plot, epochs=1, validation_split=0.1)
    assert plot.progress.history == history
    assert plot.progress.epochs == 1


def test_a_picture_takes_the_charts_place(cell):
    plot = Ended(cell, lambda: None)
    picture, style = cell.run(FIT, fit=fit, plot=plot)
    assert cell.result.success
    assert WIDGET_VIEW in plot.shown[0]
    assert_picture(picture)
    # nbval takes no notice of what takes another's place.
    assert picture["text/plain"] == plot.shown[0]["text/plain"] == repr(LivePlot().chart)
    assert style == plot.shown[1]


def fail():
    raise ZeroDivisionError


@pytest.mark.parametrize("end", [fail, lambda: signal.raise_signal(signal.SIGINT)])
def test_an_interrupt_and_an_error_leave_a_picture_of_what_was_reached(cell, end):
    plot = Ended(cell, end)
    picture, _ = cell.run(FIT, fit=fit, plot=plot)
    assert not cell.result.success
    assert WIDGET_VIEW in plot.shown[0]
    assert_picture(picture)
    assert plot.progress.epoch == 0
    assert plot.progress.points


def test_each_fit_of_a_cell_leaves_its_picture_and_other_cells_leave_none(cell):
    outputs = cell.run(f"{FIT}; {FIT}", fit=fit, plot=LivePlot())
    pictures = [output for output in outputs if "image/png" in output]
    assert len(pictures) == 2
    for picture in pictures:
        assert_picture(picture)
    assert not cell.run("1 + 1")


def test_a_script_without_ipython_prints_nothing(capsys):
    plot = LivePlot()
    assert plot.progress == Progress()
    fit(plot, epochs=1)
    assert plot.progress.status == "finished"
    assert not capsys.readouterr().out
