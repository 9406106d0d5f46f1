"""The queue is fair between visitors, and tells each run its place; all without a worker."""

import pytest

from cnnlab.engine.fair_queue import FairQueue
from cnnlab.engine.forecast import Place, forecast, seconds_of_turn
from cnnlab.engine.speed import USUAL_SPEED, Speed

TURN = 60.0


def queue_of(*runs):
    """Return a queue in which runs arrived, each (key, visitor, seconds)."""
    queue = FairQueue()
    for run in runs:
        queue.arrive(*run)
    return queue


def served(queue):
    """Serve all that wait, one after another; return their keys in order."""
    order = []
    while (key := queue.next()) is not None:
        seconds = queue.waiting[key].seconds
        queue.begin(key)
        queue.leave(key, seconds)
        order.append(key)
    return order


def test_a_visitors_first_run_goes_before_the_second_of_somebody_else():
    queue = queue_of(
        ("a1", "a", 9), ("a2", "a", 9), ("a3", "a", 9), ("b1", "b", 9), ("c1", "c", 9)
    )
    assert served(queue) == ["a1", "b1", "c1", "a2", "a3"]


def test_of_equal_visitors_who_came_first_is_first():
    assert served(queue_of(("b1", "b", 5), ("a1", "a", 1), ("c1", "c", 3))) == ["b1", "a1", "c1"]


def test_short_runs_go_more_often_than_long_ones():
    long = [(f"l{number}", "long", 30) for number in range(2)]
    short = [(f"s{number}", "short", 10) for number in range(6)]
    assert served(queue_of(*long, *short)) == ["l0", "s0", "s1", "s2", "l1", "s3", "s4", "s5"]


def test_who_rests_saves_no_time_up():
    queue = queue_of(*((f"a{number}", "a", 10) for number in range(5)))
    for key in ("a0", "a1", "a2"):
        queue.begin(key)
        queue.leave(key, 10)
    queue.arrive("b0", "b", 10)
    queue.arrive("b1", "b", 10)
    assert served(queue) == ["b0", "a3", "b1", "a4"]


def test_a_run_is_charged_what_it_took_and_not_what_was_expected():
    queue = queue_of(("a1", "a", 600), ("b1", "b", 10), ("a2", "a", 10), ("b2", "b", 10))
    queue.begin("a1")
    queue.leave("a1", 1)  # stopped
    queue.begin(queue.next())
    queue.leave("b1", 10)
    assert served(queue) == ["a2", "b2"]


def test_a_run_that_gave_way_waits_behind_who_had_less():
    queue = queue_of(("a1", "a", 600))
    queue.begin("a1")
    queue.arrive("b1", "b", 30)
    queue.arrive("b2", "b", 100)
    queue.leave("a1", 60)
    queue.arrive("a1", "a", 540)
    assert served(queue) == ["b1", "b2", "a1"]


def test_who_comes_while_a_long_run_is_on_begins_where_that_is():
    queue = queue_of(("a1", "a", 600))
    queue.begin("a1")
    queue.arrive("b1", "b", 600, {"a1": 50.0})
    queue.leave("a1", 62)
    queue.arrive("a1", "a", 538)
    assert queue.next() == "b1"
    queue.begin("b1")
    queue.leave("b1", 60)
    queue.arrive("b1", "b", 540)
    assert queue.next() == "a1", "who was alone for a while pays nothing for it"


def test_who_was_alone_yesterday_pays_nothing_for_it():
    queue = queue_of(("a1", "a", 600))
    assert served(queue) == ["a1"]
    for run in ("a2", "b1", "b2"):
        queue.arrive(run, run[0], 10)
    assert served(queue) == ["a2", "b1", "b2"]


def test_a_run_that_is_taken_out_costs_nothing_and_nothing_is_kept_of_who_has_gone():
    queue = queue_of(("a1", "a", 50), ("a2", "a", 50))
    queue.leave("a1")
    assert served(queue) == ["a2"]
    assert not queue.waiting and not queue.on
    for number in range(5):
        queue.arrive(f"b{number}", f"b{number}", 50)
    served(queue)
    assert queue._tags == {} and queue._starts == {}


def places(queue, left=None, used=None, slots=1):
    on = dict.fromkeys(queue.on, 0.0)
    return forecast(queue, on | (left or {}), on | (used or {}), slots, TURN)


def test_each_run_that_waits_has_its_place_and_its_seconds():
    queue = queue_of(("a1", "a", 20), ("a2", "a", 20), ("b1", "b", 20), ("c1", "c", 20))
    queue.begin("a1")
    assert places(queue, {"a1": 5.0}, {"a1": 15.0}) == {
        "b1": Place(1, 5.0),
        "c1": Place(2, 25.0),
        "a2": Place(3, 45.0),
    }
    assert list(queue.waiting) == ["a2", "b1", "c1"], "looking changes nothing"


def test_two_workers_halve_the_wait():
    queue = queue_of(*((key, key, 20) for key in "abcde"))
    queue.begin("a")
    queue.begin("b")
    left = {"a": 5.0, "b": 10.0}
    assert places(queue, left, slots=2) == {
        "c": Place(2, 5.0),
        "d": Place(3, 10.0),
        "e": Place(4, 25.0),
    }


def test_a_long_run_is_waited_for_no_longer_than_its_turn():
    queue = queue_of(("a", "a", 600), ("b", "b", 300), ("c", "c", 20))
    queue.begin("a")
    found = places(queue, {"a": 550.0}, {"a": 50.0})
    assert found == {"b": Place(1, 10.0), "c": Place(2, 70.0)}


def test_without_a_worker_there_is_a_place_and_no_time():
    queue = queue_of(("a", "a", 20), ("b", "b", 20))
    assert places(queue, slots=0) == {"a": Place(0, None), "b": Place(1, None)}


@pytest.mark.parametrize(
    ("left", "used", "seconds"),
    [(30, 0, 30), (300, 0, 60), (300, 45, 15), (300, 90, 0), (8, 58, 8), (65, 0, 65), (75, 0, 60)],
)
def test_a_run_gives_way_after_its_turn_unless_it_is_nearly_over(left, used, seconds):
    assert seconds_of_turn(left, used, TURN) == seconds


def test_expected_seconds_follow_from_the_measured_run_with_the_most_similar_work():
    speed = Speed()
    assert speed.seconds_of(USUAL_SPEED, 3) == 3
    speed.measure(1e11, 2.0, 10.0)
    speed.measure(1e9, 2.0, 10.0)
    speed.measure(1e11, 0.0, 100.0)  # it told of no batch
    speed.measure(1e11, 2.0, 0.2)  # too short to say anything
    assert speed.seconds_of(2e11, 3) == pytest.approx(30)
    assert speed.seconds_of(2e9, 3) == pytest.approx(30)


def test_a_run_that_takes_longer_than_expected_is_charged_for_it_in_the_forecast_too():
    queue = queue_of(("a1", "a", 10), ("a2", "a", 10))
    queue.begin("a1")
    queue.arrive("b1", "b", 10)
    queue.tag = queue._tags["b"] = 9.0
    found = places(queue, {"a1": 0.0}, {"a1": 30.0})
    assert found["b1"].before == 1
