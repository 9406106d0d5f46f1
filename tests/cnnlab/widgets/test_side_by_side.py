"""Two runs side by side: the digit on the pad and no other, or a sentence on why not."""

import shutil

import numpy as np
import pytest

from cnnlab.widgets.draw_pad import DrawPad
from cnnlab.widgets.side_by_side import IN_TRAINING, SideBySide
from tests.cnnlab.widgets.ready_engine import ReadyEngine
from tests.cnnlab.widgets.runs_on_disk import add_run
from tests.from_browser import send
from tests.waiting import wait_until

pytestmark = pytest.mark.panels


@pytest.fixture
def engine(session):
    return ReadyEngine(session)


@pytest.fixture
def pad(session, engine):
    add_run(session, 1.0)
    add_run(session, 2.0)
    return DrawPad(session)


@pytest.fixture
def sides(session, pad):
    """Return the two runs side by side, neither with snapshots, once both read a digit."""
    sides = SideBySide(session)
    send(sides, run=sides.runs[0][0])
    send(pad, kind="test", turn=1, number=5)
    wait_until(lambda: sides.sides, seconds=20)
    return sides


def test_without_snapshots_both_runs_are_compared_by_the_networks_they_kept(sides):
    assert [np.argmax(side["probabilities"]) for side in sides.sides] == [3, 3]
    kept = "Kept: weights of epoch 1 of 2, the lowest validation loss"
    assert [side["when"] for side in sides.sides] == [kept] * 2
    assert sides.problem == ""


def test_a_digit_that_has_gone_from_the_pad_is_not_shown(session, pad, sides):
    send(pad, kind="clear", turn=2)
    assert (sides.sides, sides.problem) == ([], "")
    send(sides, run=sides.chosen)
    session._viewer.do(list)
    assert sides.sides == []
    send(pad, kind="test", turn=3, number=6)
    wait_until(lambda: sides.sides, seconds=20)


def test_another_digit_while_a_run_trains_waits_until_it_is_done(session, pad, sides):
    run = session.open_book.selected
    session.do(lambda: session.watcher.set_trait("run", run))
    assert sides.sides, "the digit on the pad is still the same"
    send(pad, kind="test", turn=2, number=6)
    assert (sides.sides, sides.problem) == ([], IN_TRAINING)
    session.do(lambda: session.watcher.set_trait("run", None))
    wait_until(lambda: sides.sides, seconds=20)
    assert sides.problem == ""


def test_a_network_that_cannot_be_read_is_a_sentence_in_the_place_of_an_older_digit(
    engine, pad, sides
):
    engine.damaged.add(sides.chosen)
    send(pad, kind="test", turn=2, number=6)
    wait_until(lambda: sides.problem, seconds=20)
    assert (sides.sides, sides.problem) == ([], "This network cannot be read.")


def test_a_run_that_another_tab_deleted_leaves_the_pad_its_look_inside(session, pad, sides):
    shutil.rmtree(session.open_book.run_called(sides.chosen).folder)
    said = session.message
    send(pad, kind="test", turn=2, number=6)
    wait_until(lambda: sides.problem, seconds=20)
    assert sides.sides == []
    assert "its folder has gone" in sides.problem
    session._viewer.do(list)
    assert pad.view["probabilities"]
    assert session.inspector.inspection.turn == 2
    assert session.message == said
