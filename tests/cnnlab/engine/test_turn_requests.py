"""A run that is asked to give way does what its owner asks instead, if that asks something."""

import pytest

from cnnlab.engine import requests

FOLDER = "/runs/book/run"


@pytest.fixture(autouse=True)
def nothing_asked(monkeypatch):
    monkeypatch.setattr(requests, "_requests", {})


def test_giving_way_is_a_pause_for_whoever_trains():
    assert requests.asked_of(FOLDER) is None
    requests.request(FOLDER, "yield")
    assert requests.asked_of(FOLDER) == "pause"
    assert requests.gives_way(FOLDER)


@pytest.mark.parametrize("owner", ["stop", "pause"])
@pytest.mark.parametrize("is_first", [True, False])
def test_what_the_owner_asks_goes_before_it_whichever_came_first(owner, is_first):
    asked = [owner, "yield"] if is_first else ["yield", owner]
    for what in asked:
        requests.request(FOLDER, what)
    assert requests.asked_of(FOLDER) == owner
    assert not requests.gives_way(FOLDER)
    requests.begin(FOLDER)
    assert requests.asked_of(FOLDER) == owner, "it was asked of a run that had just given way"


@pytest.mark.parametrize("later", ["pause", "stop", "yield"])
def test_what_the_teacher_ends_is_taken_back_by_training_alone(later):
    requests.request(FOLDER, "end")
    requests.request(FOLDER, later)
    assert requests.asked_of(FOLDER) == "stop"
    assert requests.why_stopped(FOLDER) == requests.ENDED_BY_TEACHER
    requests.request(FOLDER, None)
    assert requests.asked_of(FOLDER) is None


def test_the_next_turn_begins_with_nothing_asked():
    requests.request(FOLDER, "yield")
    requests.begin(FOLDER)
    assert requests.asked_of(FOLDER) is None
