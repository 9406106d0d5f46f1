"""A lane does one task after another, and tells what went wrong in one that nobody waits for."""

import threading

import pytest

from cnnlab.session.lanes import Lane


@pytest.fixture
def errors():
    return []


@pytest.fixture
def lane(errors):
    lane = Lane("test", errors.append)
    yield lane
    lane.close()


def hold(lane):
    """Keep a lane busy until the event that is returned is set."""
    is_free = threading.Event()
    has_begun = threading.Event()

    def wait():
        has_begun.set()
        assert is_free.wait(30)

    lane.later(wait)
    assert has_begun.wait(30)
    return is_free


def test_tasks_are_done_in_their_order_in_one_thread_that_is_not_the_callers(lane):
    done = []
    for number in range(100):
        lane.later(lambda number=number: done.append((number, threading.get_ident())))
    assert lane.do(lambda: lane.is_here) and not lane.is_here
    assert [number for number, _ in done] == list(range(100))
    threads = {thread for _, thread in done}
    assert len(threads) == 1 and threading.get_ident() not in threads


def test_what_waits_and_what_is_idle_can_be_seen(lane):
    is_free = hold(lane)
    assert not lane.is_idle and not lane.has_waiting
    lane.later(list)
    assert not lane.is_idle and lane.has_waiting
    is_free.set()
    lane.do(list)
    assert lane.is_idle and not lane.has_waiting


def test_the_lane_itself_need_not_wait_for_its_turn(lane):
    assert lane.do(lambda: lane.do(lambda: lane.do(lambda: "done"))) == "done"


def test_an_error_reaches_who_waits_else_it_is_told(lane, errors):
    with pytest.raises(ZeroDivisionError):
        lane.do(lambda: 1 / 0)
    assert errors == []
    lane.later(lambda: 1 / 0)
    assert lane.do(lambda: "the next one") == "the next one"
    assert [type(error) for error in errors] == [ZeroDivisionError]


def test_a_closed_lane_has_done_all_and_leaves_the_rest_to_the_caller(lane, errors):
    done = []
    is_free = hold(lane)
    lane.later(done.append, "before")
    is_free.set()
    lane.close()
    lane.later(done.append, "after")
    assert done == ["before"]
    assert lane.do(threading.get_ident) == threading.get_ident()
    assert errors == []
