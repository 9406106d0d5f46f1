"""The whole of what a wall is told: as described, and without a word on who is who."""

import json
import time

import pytest

from cnnlab.engine.forecast import Place
from cnnlab.engine.queue_now import QueueNow, RunOn, RunWaiting
from cnnlab.runs.class_folder import say_to_all
from cnnlab.wall.class_wall import HOURS_OF_A_CLASS, LONG_MINUTES, ClassWall, Pages
from cnnlab.wall.protocol import WallState
from labhelpers.events import Progress
from tests.cnnlab.wall.class_on_disk import add_run
from tests.front_ends.conforming import fault

BOOK = "0123456789abcdef" * 2
TITLES = ["First screen", "One", "Two"]


@pytest.fixture
def wall(lab_runs):
    return ClassWall("secret", TITLES)


def state_of(wall, steps=(), queue=None, hours=HOURS_OF_A_CLASS):
    """Return the state as the browser gets it."""
    state = wall.state(Pages(3, 40, 2, steps), queue, "", hours)
    assert not fault(state, WallState)
    return json.loads(json.dumps(state, allow_nan=False))


def a_queue():
    """Return a queue with a run that is on and one that waits, and both runs."""
    on = add_run(BOOK, status="training", filters=16)
    waiting = add_run(BOOK, status="waiting", filters=32)
    progress = Progress("training", "", 1, 2, 5, 10, 4.0, validation=((1.0, 0.2, 0.93),))
    place = Place(1, 20.0)
    queue = [RunOn(str(on.folder), 4.2, progress)], [RunWaiting(str(waiting.folder), place)]
    return QueueNow(False, *queue), on, waiting


def test_the_state_of_nothing_and_of_a_class_is_as_described(wall):
    empty = state_of(wall)
    assert empty["runs"]["dots"] == []
    assert (empty["pages"], empty["most_pages"], empty["visitors"]) == (3, 40, 2)
    queue, _on, _waiting = a_queue()
    shown = state_of(wall, queue=queue)["queue"]
    assert [run["told"] for run in shown["on"]] == [["16 filters", "2 epochs"]]
    (on,) = shown["on"]
    assert (on["share"], on["accuracy"], on["seconds"]) == (0.75, 0.93, 4.2)
    assert shown["waiting"][0]["seconds"] == 20.0


def test_nothing_says_whose_a_run_is_or_how_a_book_is_called(wall):
    queue, on, waiting = a_queue()
    on.rename("Zoë's network")
    told = json.dumps(state_of(wall, queue=queue), ensure_ascii=False)
    for secret in (BOOK, on.name, waiting.name, str(on.folder.parent.parent), "Zoë"):
        assert secret not in told


def test_a_run_is_found_by_the_id_that_the_wall_showed_and_by_no_other(wall):
    queue, on, _waiting = a_queue()
    shown = state_of(wall, queue=queue)["queue"]["on"][0]["id"]
    assert wall.run_called(shown).folder == on.folder
    for other in (on.name, f"{BOOK}/{on.name}", "", None, 3):
        with pytest.raises(ValueError, match="nothing to end"):
            wall.run_called(other)
    assert ClassWall("other", TITLES)._name(str(on.folder)) != shown


def test_pages_are_counted_at_their_steps_and_those_that_stay_long_apart(wall):
    now = time.time()
    long_ago = now - 60 * LONG_MINUTES - 5
    shown = state_of(wall, [(0, now), (2, long_ago), (2, now)])["steps"]
    assert [(step["title"], step["pages"], step["long"]) for step in shown] == [
        ("First screen", 1, 0),
        ("One", 0, 0),
        ("Two", 2, 1),
    ]


def test_runs_of_an_earlier_class_are_shown_where_they_are_asked_for(wall):
    add_run(BOOK)
    add_run(BOOK, created=time.time() - (HOURS_OF_A_CLASS + 1) * 3600)
    assert len(state_of(wall)["runs"]["dots"]) == 1
    assert len(state_of(wall, hours=0)["runs"]["dots"]) == 2


def test_the_message_to_all_pages_stands_on_the_wall(wall):
    say_to_all("Look up.")
    assert state_of(wall)["message"] == "Look up."
