"""The wall beside the server's loop: no engine, a frozen one, and wishes that cannot be done.

The engines here are made up: what a real one answers is tried in `tests/attacks` and
`tests/cnnlab/engine`.
"""

import asyncio
import json
import threading
from types import SimpleNamespace

import pytest

from cnnlab.app import page_steps, teachers_wall
from cnnlab.app.teachers_wall import (
    BEGUN,
    FAULT,
    NEVER_ANSWERED,
    NOT_BEGUN,
    SILENT,
    UNDONE,
    UNSHOWN,
    TeachersWall,
)
from cnnlab.engine.queue_now import QueueNow
from labhelpers.errors import LabError

KERNELS = {"first": "a", "second": "a", "third": None}


class Engine:
    """An engine that answers when it may."""

    is_connected = True

    def __init__(self):
        self.may_answer = threading.Event()

    def queue_now(self):
        assert self.may_answer.wait(60)
        return QueueNow(True, [], [])


@pytest.fixture
def wall_of(lab_runs, tmp_path):
    """Return a function that makes the wall of a server with such an engine."""
    places = SimpleNamespace(open_pages=KERNELS, most_pages=40)

    def make(engine=None):
        shared = SimpleNamespace(engine=engine, pause=lambda _is_paused: None)
        return TeachersWall(places, tmp_path, shared)

    return make


def queue_of(wall):
    return json.loads(asyncio.run(wall.state(12)))["queue"]


def test_without_an_engine_the_rest_is_shown(wall_of, tmp_path):
    (tmp_path / "second-step.json").write_text("[4, 0]")
    (tmp_path / "gone-step.json").write_text("[5, 0]")
    state = json.loads(asyncio.run(wall_of().state(12)))
    assert state["queue"]["problem"] == UNSHOWN
    assert (state["pages"], state["visitors"]) == (3, 2)
    assert [step["pages"] for step in state["steps"]] == [0, 0, 0, 0, 1, 0, 0]
    assert len(state["steps"]) == page_steps.LAST_STEP + 1


def test_a_frozen_engine_holds_up_nothing_and_is_not_asked_twice(wall_of, monkeypatch):
    monkeypatch.setattr(teachers_wall, "SECONDS_TO_ANSWER", 0.05)
    engine = Engine()
    wall = wall_of(engine)

    async def look():
        told = [json.loads(await wall.state(12))["queue"] for _ in range(3)]
        engine.may_answer.set()
        monkeypatch.setattr(teachers_wall, "SECONDS_TO_ANSWER", 60)
        told.append(json.loads(await wall.state(12))["queue"])
        return told

    *frozen, answered = asyncio.run(look())
    assert [queue["problem"] for queue in frozen] == [NEVER_ANSWERED] * 3
    assert (answered["problem"], answered["is_paused"]) == ("", True)


def test_a_queue_that_was_known_is_shown_while_the_engine_is_silent(wall_of, monkeypatch):
    engine = Engine()
    engine.may_answer.set()
    wall = wall_of(engine)
    assert queue_of(wall)["problem"] == ""
    engine.may_answer.clear()
    monkeypatch.setattr(teachers_wall, "SECONDS_TO_ANSWER", 0.05)
    shown = queue_of(wall)
    engine.may_answer.set()
    assert (shown["problem"], shown["is_paused"]) == (SILENT, True)


def test_a_frozen_engine_holds_up_no_message_and_what_was_refused_is_not_done_later(
    wall_of, monkeypatch
):
    engine = Engine()
    wall = wall_of(engine)
    paused = []
    wall._shared.pause = paused.append

    async def act():
        monkeypatch.setattr(teachers_wall, "SECONDS_TO_ANSWER", 0.05)
        monkeypatch.setattr(teachers_wall, "SECONDS_TO_ACT", 0.05)
        await wall.state(12)  # whose question takes the engine's thread
        with pytest.raises(ValueError) as refused:
            await wall.act({"pause": True})
        await wall.act({"message": "Look up."})
        engine.may_answer.set()
        monkeypatch.setattr(teachers_wall, "SECONDS_TO_ANSWER", 60)
        monkeypatch.setattr(teachers_wall, "SECONDS_TO_ACT", 60)
        await wall.act({"pause": False})
        return str(refused.value), json.loads(await wall.state(12))["message"]

    assert asyncio.run(act()) == (NOT_BEGUN, "Look up.")
    assert paused == [False]


def test_of_what_has_begun_it_is_said_that_it_may_still_be_done(wall_of, monkeypatch):
    monkeypatch.setattr(teachers_wall, "SECONDS_TO_ACT", 0.05)
    may_end = threading.Event()
    wall = wall_of(Engine())
    wall._shared.pause = lambda _is_paused: may_end.wait(60)
    with pytest.raises(ValueError) as told:
        asyncio.run(wall.act({"pause": True}))
    may_end.set()
    assert str(told.value) == BEGUN


def test_an_engine_whose_connection_broke_off_is_none(wall_of):
    def break_off():
        raise OSError("closed")

    broken = SimpleNamespace(is_connected=True, queue_now=break_off)
    assert queue_of(wall_of(broken))["problem"] == UNSHOWN
    lost = SimpleNamespace(is_connected=False)
    assert queue_of(wall_of(lost))["problem"] == UNSHOWN


def test_what_cannot_be_done_is_a_sentence(wall_of, monkeypatch, caplog):
    def refuse(error):
        def say(_text):
            raise error

        monkeypatch.setattr(teachers_wall, "say_to_all", say)

    for wish in ({"pause": True}, {"end": "a"}):
        with pytest.raises(ValueError, match=UNDONE):
            asyncio.run(wall_of().act(wish))
    refuse(OSError(28, "No space left on device"))
    with pytest.raises(ValueError, match="No space left on device"):
        asyncio.run(wall_of().act({"message": "a"}))
    refuse(LabError("Somebody else has it."))
    with pytest.raises(ValueError, match=r"Somebody else has it\."):
        asyncio.run(wall_of().act({"message": "a"}))
    refuse(RuntimeError("'NoneType' object is not callable"))
    with pytest.raises(ValueError, match=FAULT):
        asyncio.run(wall_of().act({"message": "a"}))
    assert "is not callable" in caplog.text
