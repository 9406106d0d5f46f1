"""The training panel: what is expected of the next run."""

import dataclasses

import numpy as np
import pytest

from cnnlab.engine.first_layer import told_first_layer
from cnnlab.session import Reading
from cnnlab.widgets.network import network_panel
from cnnlab.widgets.training import training_panel
from labhelpers.config import CnnConfig, TrainingConfig
from tests.cnnlab.widgets.runs_on_disk import add_run
from tests.from_browser import send_message

pytestmark = pytest.mark.panels


def test_seconds_an_epoch_are_expected_from_a_run_and_never_made_up(session):
    panel = training_panel(session)
    network = network_panel(session=session)
    assert "Your first run shows how long" in panel.pace.value
    add_run(session, 1.0, filters=32)
    session.next_run.choose(filters=32, epochs=3)
    same = panel.pace.value
    assert "about 2 s an epoch, about 5.9 s for all" in same
    session.next_run.choose(filters=64)
    assert panel.pace.value != same
    assert session.pace in network.costs.value
    assert "9,515,904 multiplications" in network.costs.value


def test_a_run_that_diverged_says_so_in_the_status_and_in_the_table(session):
    run = add_run(session, 1.0)
    panel = training_panel(session)
    session.load(run.name)
    assert "diverged" not in panel.status.value
    points = ((0.5, 3e3, 0.1), (2.0, 2.4, 0.1))
    history = run.progress.history | {"val_loss": [9.0, 2.4]}
    run.save_progress(dataclasses.replace(run.progress, points=points, history=history))
    session.open_book.refresh()
    session.shown.show(run, run.progress)
    words = "This run diverged: its loss reached 3,000"
    assert words in panel.status.value
    (row,) = panel.table.rows
    assert row["message"].startswith(words)
    assert "Choose a smaller learning rate" in row["message"]


def test_silence_is_said_before_what_was_last_done(session):
    panel = training_panel(session)
    session.say("Stopping at the next batch.")
    session.do(lambda: session.shown.set_trait("silence", "The worker has not answered for 5 s."))
    assert panel.notice.sentence == "The worker has not answered for 5 s."
    session.do(lambda: session.shown.set_trait("silence", ""))
    assert panel.notice.sentence == "Stopping at the next batch."


def test_the_first_layer_is_shown_while_a_run_is_in_training(session):
    panel = training_panel(session)
    first = panel.first_layer
    assert (first.is_on, first.shown) == (False, {})
    run = session.book.new_run(CnnConfig(), TrainingConfig())
    told = told_first_layer(np.ones((3, 3, 4), "float32"), np.ones((26, 26, 4), "float32"), 9)
    session.do(lambda: session.watcher.set_trait("run", run))
    reading = Reading(run, 1, 0.5, np.full(10, 0.1, "float32"), told)
    session.do(lambda: session.watcher.set_trait("reading", reading))
    assert first.is_on
    assert (first.shown["filters"], first.shown["number"]) == (4, 3)
    assert set(first.shown["pixels"]) == {255}
    send_message(first, {"chosen": 2})
    assert first.chosen == 2
    send_message(first, {"chosen": 256})
    assert first.chosen == 2
    assert "The filter" in session.message
    session.do(lambda: session.watcher.watch(None, 2))
    assert (first.is_on, first.shown) == (True, {})
    session.watcher._put(reading)  # it was on its way
    session.do(list)
    assert first.shown == {}
    session.do(lambda: session.watcher.set_trait("run", None))
    assert (first.is_on, first.shown) == (False, {})
