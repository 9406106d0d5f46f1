"""What the live chart sends to the browser; how it looks there is in the browser's tests."""

import json

import pytest

from labhelpers import events
from labhelpers.cell_output import text_of
from labhelpers.live_chart import LiveChart

pytestmark = pytest.mark.panels


def run(epochs=2, steps=20, loss=0.5):
    progress = events.Progress().after(events.Started(epochs=epochs, steps=steps))
    for _ in range(epochs):
        for step in range(1, steps + 1):
            batch = events.Batch(step=step, loss=loss, accuracy=0.9, seconds=1.0)
            progress = progress.after(batch)
        progress = progress.after(events.Epoch(loss, 0.9, 0.123456789, 0.95, seconds=2.0))
    return progress


def test_nothing_has_run():
    chart = LiveChart()
    assert chart.progress == {}
    assert chart.overlay == []


def test_show_sends_the_whole_state():
    chart = LiveChart()
    chart.show(run())
    sent = chart.progress
    assert (sent["status"], sent["epoch"], sent["epochs"], sent["steps"]) == ("training", 2, 2, 20)
    assert sent["points"][-1] == [2.0, 0.5, 0.9]
    assert sent["validation"] == [[1.0, 0.12346, 0.95], [2.0, 0.12346, 0.95]]
    assert sent["history"]["val_loss"] == [0.12346, 0.12346]


def test_show_none_goes_back_to_before_any_run():
    chart = LiveChart()
    chart.show(run())
    chart.show(None)
    assert chart.progress == {}


def test_a_frame_is_small_however_long_the_run_is():
    chart = LiveChart()
    chart.show(run(epochs=5, steps=1000, loss=0.123456789))
    assert len(chart.progress["points"]) <= 250
    assert chart.progress["points"][-1] == [5.0, 0.12346, 0.9]
    assert len(json.dumps(chart.progress)) < 20_000


def test_a_loss_that_is_no_number_can_be_sent():
    chart = LiveChart()
    chart.show(run(loss=float("nan")))
    json.dumps(chart.progress, allow_nan=False)
    assert chart.progress["points"][-1][1] is None


def test_each_new_state_is_one_change():
    chart = LiveChart()
    changes = []
    chart.observe(changes.append, "progress")
    chart.show(run())
    chart.show(run())
    chart.show(run(epochs=3))
    assert len(changes) == 2


def test_text_is_the_same_whatever_it_shows():
    chart = LiveChart()
    before = repr(chart)
    chart.show(run())
    assert repr(chart) == before == text_of("Live chart of training")
    assert chart._repr_mimebundle_()[0]["text/plain"] == before
