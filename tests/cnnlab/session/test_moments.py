"""The moments of a training that a page offers, without an engine."""

import dataclasses

import numpy as np
import pytest

from cnnlab.runs.snapshots import save_snapshot
from cnnlab.session import LabSession
from cnnlab.session.moments import Moment, end_of, moment_at_share, share_of
from cnnlab.widgets.moments import MomentsSlider
from cnnlab.widgets.side_by_side import SideBySide
from cnnlab.widgets.training import training_panel
from tests.from_browser import send_message
from tests.recorded import STEPS, recorded_run

pytestmark = pytest.mark.panels


@pytest.fixture
def session(lab_runs):
    session = LabSession("moments")
    recorded_run(session.book, "old", filters=8)
    run = recorded_run(session.book, "new", filters=9)
    for batches in (1, STEPS // 2, STEPS):
        save_snapshot(run, batches, [np.zeros((2, 2), "float32")])
    session.open_book.refresh(run)
    yield session
    session.close()


def test_they_go_from_the_untrained_network_to_the_trained_one_and_are_marked(session):
    slider = MomentsSlider(session)
    panel = training_panel(session)
    session.load("new")
    last = len(slider.moments) - 1
    assert slider.moments[0] == "Before training"
    assert slider.moments[1].startswith("After 1 batch: ")
    assert slider.moments[2].endswith(": 0.5 of an epoch")
    assert slider.moments[3].endswith(": 1 epoch")
    assert slider.moments[last].startswith("At the end: ")
    assert slider.chosen == last
    assert panel.chart.mark is None
    send_message(slider, {"chosen": 2})
    session.do(lambda: None)
    assert slider.chosen == 2
    assert panel.chart.mark == 0.5


def test_a_run_without_snapshots_offers_none_and_another_begins_at_its_end(session):
    slider = MomentsSlider(session)
    send_message(slider, {"chosen": 1})
    session.do(lambda: None)
    session.open_book.select("old")
    assert slider.moments == []
    session.open_book.select("new")
    assert slider.chosen == len(slider.moments) - 1


def test_where_another_epoch_than_the_last_was_kept_both_are_there(session):
    run = session.open_book.selected
    history = run.progress.history | {"val_loss": [0.9, 0.4, 0.6]}
    run.save_progress(dataclasses.replace(run.progress, history=history))
    session.open_book.select("old")
    session.open_book.select("new")
    slider = MomentsSlider(session)
    kept = "Kept: weights of epoch 2 of 3, the lowest validation loss"
    assert end_of(run).to_words() == kept
    assert slider.moments[-2:] == ["At the end: 3 epochs", kept]
    assert slider.chosen == len(slider.moments) - 1
    assert session.moments.moment is None  # the network that was kept
    session.moments.choose(slider.chosen - 1)
    assert session.moments.moment.batches == 3 * STEPS


@pytest.mark.parametrize("chosen", [-1, 5, 1.5, "2", None, True])
def test_what_is_no_moment_is_answered_with_a_sentence(session, chosen):
    slider = MomentsSlider(session)
    before = slider.chosen
    send_message(slider, {"chosen": chosen})
    session.do(lambda: None)
    assert slider.chosen == before
    assert "expected a whole number from 0 to 4" in session.message


def test_the_same_share_of_two_trainings(session):
    short = recorded_run(session.book, "short", filters=8, epochs=1)
    for batches in (2, 5, 8):
        save_snapshot(short, batches, [np.zeros((2, 2), "float32")])
    own = session.open_book.selected  # of three epochs
    half = Moment(15, 1.5)
    assert share_of(own, half) == 0.5
    assert moment_at_share(short, share_of(own, half)).batches == 5
    assert moment_at_share(short, 0.0).batches == 0
    assert moment_at_share(short, share_of(own, Moment(None, 3.0))).batches is None
    without = session.open_book.run_called("old")
    assert moment_at_share(without, 0.5).batches is None


def test_another_run_can_be_put_beside_the_selected_one(session):
    sides = SideBySide(session)
    old = session.open_book.run_called("old")
    assert sides.runs == [["old", old.title]]
    send_message(sides, {"run": "old"})
    assert (sides.chosen, sides.sides) == ("old", [])  # nothing is drawn yet
    send_message(sides, {"run": "new"})
    assert sides.chosen == "old"
    assert "not in the menu" in session.message
    session.open_book.select("old")
    assert sides.chosen == ""
