"""A run that was on for its turn gives way to another book's, and goes on by itself."""

import pytest

from cnnlab.engine.reporter import GAVE_WAY
from cnnlab.engine.turns import Turns
from cnnlab.runs import Book
from cnnlab.runs.lease import holder_of
from tests.cnnlab.engine.driving import INTERRUPTED, assert_same_bits, is_over, start
from tests.waiting import wait_until

pytestmark = pytest.mark.engine


@pytest.fixture
def turns_of(engine):
    """Return a function that sets how long a turn is."""

    def set_seconds(seconds, dask_scheduler):
        turns = dask_scheduler.plugins[Turns.name]
        before = turns.turn_seconds
        turns.turn_seconds = seconds
        return before

    usual = engine.client.run_on_scheduler(set_seconds, 60.0)
    assert usual == 60.0
    yield lambda seconds: engine.client.run_on_scheduler(set_seconds, seconds)
    engine.client.run_on_scheduler(set_seconds, usual)


def test_a_long_run_gives_way_to_another_book_and_ends_with_the_same_bits(
    engine, book, lab_runs, turns_of, left_alone
):
    long, follower = start(engine, book, **INTERRUPTED)
    follower.wait(lambda state: state.epoch == 1 and state.step > 0)
    short, other = start(engine, Book("other", lab_runs), epochs=1)
    assert engine.place(long) is None
    assert engine.place(short).before == 1
    turns_of(0.01)
    away = follower.wait(lambda state: state.status == "waiting" and state.message)
    turns_of(60.0)
    assert away.message == GAVE_WAY
    assert 1 <= away.epochs_done < INTERRUPTED["epochs"]
    wait_until(lambda: engine.place(long))
    assert long.progress.status == "waiting"
    assert holder_of(long.folder).is_alive, "anybody may write to it while it waits"
    assert other.wait(is_over).status == "finished"
    assert not is_over(follower.states[-1]), "it went on before its turn"
    ended = follower.wait(is_over)
    assert (ended.status, ended.message) == ("finished", "")
    assert_same_bits(long, left_alone)
