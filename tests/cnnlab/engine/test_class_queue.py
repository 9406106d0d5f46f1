"""The teacher's part: the queue is paused and goes on, is told as a whole, and a run is ended."""

import pytest

from cnnlab.engine.requests import ENDED_BY_TEACHER
from cnnlab.runs import Book
from cnnlab.wall.ending import end_run
from tests.cnnlab.engine.driving import is_in_epoch, is_over, start
from tests.waiting import wait_until

pytestmark = pytest.mark.engine


@pytest.fixture
def engine(engine):
    yield engine
    engine.pause_queue(0)


def test_while_the_queue_is_paused_what_is_on_goes_on_and_nothing_else_begins(
    engine, book, lab_runs
):
    on, following = start(engine, book, epochs=2)
    following.wait(is_in_epoch)
    engine.pause_queue(60)
    waiting, other = start(engine, Book("other", lab_runs), epochs=1)
    now = engine.queue_now()
    assert now.is_paused
    assert [run.folder for run in now.on] == [str(on.folder)]
    assert now.on[0].progress.points == ()
    assert [run.folder for run in now.waiting] == [str(waiting.folder)]
    assert engine.place(waiting).is_paused
    assert following.wait(is_over).status == "finished"
    wait_until(lambda: not engine.queue_now().on)
    assert waiting.progress.status == "waiting", "it began in the pause"
    assert other.states == []
    engine.pause_queue(0)
    assert other.wait(is_over).status == "finished"
    assert not engine.queue_now().is_paused


def test_a_pause_that_nobody_renews_ends(engine, book):
    engine.pause_queue(1.0)
    _run, follower = start(engine, book, epochs=1)
    assert follower.wait(is_over).status == "finished"


def test_a_run_that_is_on_and_one_that_waits_are_ended_and_told_who_did_it(engine, book, lab_runs):
    on, following = start(engine, book, epochs=100)
    following.wait(is_in_epoch)
    waiting, other = start(engine, Book("other", lab_runs), epochs=1)
    for run, follower in ((waiting, other), (on, following)):
        end_run(engine, run)
        told = follower.wait(is_over, 60)
        assert (told.status, told.message) == ("stopped", ENDED_BY_TEACHER)
        wait_until(lambda run=run: run.progress.status == "stopped")
        assert run.progress.message == ENDED_BY_TEACHER
    assert waiting.progress.epochs_done == 0
    assert on.metrics is not None, "what it has learned is kept"
    wait_until(lambda: not engine.has(on))
