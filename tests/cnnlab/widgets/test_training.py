"""The training panel: what is expected of the next run."""

import dataclasses

import pytest

from cnnlab.widgets.network import network_panel
from cnnlab.widgets.training import training_panel
from tests.cnnlab.widgets.runs_on_disk import add_run

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
