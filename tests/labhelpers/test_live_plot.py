"""`LivePlot` in a plain `model.fit`: what it shows is what Keras recorded."""

import pytest

from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.events import Progress
from labhelpers.preprocess import add_channel_axis, one_hot, scale_images
from labhelpers.quiet import quiet_stderr

with quiet_stderr():
    from labhelpers import live_plot as lab_live_plot
    from labhelpers.live_plot import LivePlot
    from labhelpers.training import compile_cnn

pytestmark = pytest.mark.keras


@pytest.fixture
def displayed(monkeypatch):
    """Return the list of what the callback displays; there is no notebook here."""
    shown = []
    monkeypatch.setattr(lab_live_plot, "display", shown.append)
    return shown


def fit(callback, **options):
    digits = load_digits("embedded")
    model = compile_cnn(CnnConfig(filters=4, dense_units=8), TrainingConfig(seed=1))
    images, labels = (
        add_channel_axis(scale_images(digits.train_images[:200])),
        one_hot(digits.train_labels[:200]),
    )
    return model.fit(
        images, labels, batch_size=32, verbose=0, callbacks=[callback], **options
    ).history


def test_the_plot_shows_what_keras_recorded(displayed):
    plot = LivePlot()
    assert displayed == []
    history = fit(plot, epochs=3, validation_split=0.1)
    assert displayed == [plot.chart]
    assert plot.progress.history == history
    assert (plot.progress.status, plot.progress.epoch, plot.progress.fraction) == (
        "finished",
        3,
        1.0,
    )
    assert plot.chart.progress["history"]["val_loss"] == [
        round(value, 5) for value in history["val_loss"]
    ]
    assert plot.chart.progress["status"] == "finished"
    assert [point[0] for point in plot.chart.progress["validation"]] == [1.0, 2.0, 3.0]
    assert plot.chart.progress["points"][-1][0] == 3.0


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
