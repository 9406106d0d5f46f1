"""Values that come faster than they are taken: the newest counts, and the order of all else."""

import threading

from cnnlab.session import Newest
from cnnlab.session.lanes import Lane

MOVES = 1000


def on_busy_lane(put):
    """Return what a lane took of the values that `put` had it take while it was busy."""
    lane = Lane("test", lambda _error: None)
    may_go_on = threading.Event()
    taken = []
    lane.later(may_go_on.wait)
    put(lane, taken)
    may_go_on.set()
    lane.close()
    return taken


def test_of_many_moves_the_newest_is_taken_before_a_click_that_follows():
    def put(lane, taken):
        newest = Newest(lane, taken.append)
        for number in range(MOVES):
            newest.put(number)
        lane.later(taken.append, "click")

    assert on_busy_lane(put) == [MOVES - 1, "click"]


def test_without_a_lane_a_value_is_taken_at_once():
    taken = []
    Newest(None, taken.append).put(7)
    assert taken == [7]


def test_a_value_that_cannot_be_taken_does_not_hold_up_the_next():
    failed = []
    lane = Lane("test", failed.append)
    taken = []

    def take(value):
        if value == 1:
            raise ValueError("no")
        taken.append(value)

    newest = Newest(lane, take)
    newest.put(1)
    lane.do(list)
    newest.put(2)
    lane.close()
    assert len(failed) == 1
    assert taken == [2]
