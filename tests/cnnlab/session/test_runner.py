"""What a session says of runs while there is no engine: stops, failures, digits opened twice."""

import threading
import time

import pytest
from distributed import Client, LocalCluster

from cnnlab.engine import Engine
from cnnlab.session import LabSession, runner
from labhelpers.events import Progress, Stopped
from tests.waiting import painted, wait_until


@pytest.fixture
def waiting(session):
    """Return a session whose shown run waits and was never written."""
    choices = session.next_run
    run = session.book.new_run(choices.cnn, choices.training, "embedded", "embedded digits")
    session.shown.show(run, Progress(epochs=1))
    return session


def divide(*_arguments):
    raise ZeroDivisionError("in a lane")


def test_a_run_that_is_stopped_before_it_was_written_is_whole_on_disk(waiting):
    run = waiting.shown.run
    waiting._runner.end(run, Stopped())
    waiting.open_book.refresh()
    assert waiting.open_book.damaged == ()
    (row,) = waiting.open_book.runs
    assert (row.run.folder, row.progress.status) == (run.folder, "stopped")


def test_a_drawing_that_fails_leaves_a_run_that_waits(waiting):
    waiting.in_background(divide)
    painted(waiting)
    wait_until(lambda: "in a lane" in waiting.message)
    assert waiting.shown.progress.status == "waiting"


def test_an_engine_that_fails_has_a_run_rest_that_waits_for_it(waiting):
    waiting._engine_lane.later(divide)
    wait_until(lambda: waiting.shown.progress.status == "paused")
    assert "in a lane" in waiting.shown.progress.message
    assert waiting.shown.actions == {"resume", "stop"}


def test_a_connection_that_broke_off_is_no_end_until_it_is_given_up(waiting, monkeypatch):
    monkeypatch.setattr(runner, "SECONDS_BETWEEN_LOOKS", 0.05)
    with LocalCluster(
        n_workers=0, host="127.0.0.1", protocol="tcp", dashboard_address=None
    ) as cluster:
        client = Client(cluster.scheduler_address, timeout=30, set_as_default=False)
        engine = Engine(client)
    wait_until(lambda: client.status == "connecting")
    arguments = (engine, waiting.shown.run)
    threading.Thread(target=waiting._runner._watch, args=arguments, daemon=True).start()
    time.sleep(0.5)
    assert waiting.shown.progress.status == "waiting"
    client.close()
    wait_until(lambda: waiting.shown.progress.status == "paused")
    assert waiting.shown.progress.message == (
        "The engine that trained this run ended. Press Resume to go on from the beginning."
    )


def test_digits_that_are_asked_for_twice_are_opened_once(lab_runs):
    opened = LabSession("tests", source="embedded")
    found = []
    opened.observe(found.append, "digits")
    opened.open_digits()
    opened.open_digits()
    painted(opened)
    assert len(found) == 1
    opened.close()
