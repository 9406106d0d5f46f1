"""`LivePlot` in a plain `model.fit`: what it shows is what Keras recorded."""

import pytest

from labhelpers.events import Progress
from labhelpers.quiet import quiet_stderr

with quiet_stderr():
    from labhelpers import live_plot
    from labhelpers.live_plot import LivePlot
    from tests.labhelpers.small_training import fit

pytestmark = pytest.mark.keras


@pytest.fixture
def displayed(monkeypatch):
    """Return the list of what the callback displays; there is no notebook here."""
    shown = []
    monkeypatch.setattr(live_plot, "display", shown.append)
    return shown


def test_the_state_is_what_keras_recorded(displayed):
    plot = LivePlot()
    assert displayed == []
    history = fit(plot, epochs=3, validation_split=0.1)
    assert displayed == [plot.chart]
    assert plot.progress.history == history
    assert plot.progress.status == "finished"
    assert plot.progress.epoch == 3
    assert plot.progress.fraction == 1


def test_the_chart_shows_the_state(displayed):
    plot = LivePlot()
    history = fit(plot, epochs=3, validation_split=0.1)
    shown = plot.chart.progress
    assert shown["history"]["val_loss"] == [round(value, 5) for value in history["val_loss"]]
    assert shown["status"] == "finished"
    assert [point[0] for point in shown["validation"]] == [1.0, 2.0, 3.0]
    assert shown["points"][-1][0] == 3.0


def test_a_fit_without_validation_is_drawn_too(displayed):
    plot = LivePlot()
    history = fit(plot, epochs=1)
    assert plot.progress.history == history
    assert plot.chart.progress["validation"] == []


def test_a_second_fit_begins_anew(displayed):
    plot = LivePlot()
    fit(plot, epochs=2, validation_split=0.1)
    history = fit(plot, epochs=1, validation_split=0.1)
    assert plot.progress.history == history
    assert plot.progress.epochs == 1
    assert displayed == [plot.chart, plot.chart]


def test_the_text_of_the_plot_is_the_same_before_and_after(displayed):
    plot = LivePlot()
    before = repr(plot.chart)
    assert plot.progress == Progress()
    fit(plot, epochs=1, validation_split=0.1)
    assert repr(plot.chart) == before == repr(LivePlot().chart)
    assert "0x" not in before


def test_interrupting_the_cell_leaves_the_chart_as_it_was(displayed, monkeypatch):
    plot = LivePlot()
    show = plot.chart.show

    def interrupted(progress):
        show(progress)
        if progress.step:
            raise KeyboardInterrupt

    monkeypatch.setattr(plot.chart, "show", interrupted)
    with pytest.raises(KeyboardInterrupt):
        fit(plot, epochs=1, validation_split=0.1)
    assert len(plot.progress.points) == len(plot.chart.progress["points"]) == 1
