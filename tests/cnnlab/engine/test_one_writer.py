"""A worker that is not the only one who would write to its run: real ones, on a real engine."""

import dataclasses
import json
import os

import psutil
import pytest

from cnnlab.runs import lease
from labhelpers.config import TrainingConfig
from labhelpers.events import Progress
from tests.cnnlab.engine.driving import SMALL, Follower, is_in_epoch, start
from tests.waiting import wait_until

pytestmark = pytest.mark.engine


def files(run):
    return {path.name: path.read_bytes() for path in run.folder.iterdir() if path.is_file()}


def test_a_worker_leaves_a_run_that_somebody_else_has(engine, book):
    run = book.new_run(SMALL, TrainingConfig(epochs=3), "embedded")
    other = lease.take(run.folder, "another engine")
    written = dataclasses.replace(run, through=other.folder)
    written.save()
    written.save_progress(Progress("training", epoch=1, epochs=3, steps=1))
    before = files(run)
    follower = Follower(engine, run)
    engine.train(run)
    told = follower.wait(lambda state: state.status == "paused")
    assert "trained in another engine on this computer" in told.message
    wait_until(lambda: not engine.has(run), 10)
    assert files(run) == before
    assert other.is_held


def test_an_engine_that_was_stopped_and_comes_back_leaves_its_run_to_who_took_it(engine, book):
    run, follower = start(engine, book, epochs=100, batch_size=8)
    follower.wait(is_in_epoch)
    process = psutil.Process(engine.pid)
    family = [process, *process.children(recursive=True)]
    for member in family:
        member.suspend()
    try:
        take_for_dead(run)
        own = lease.take(run.folder)
        written = dataclasses.replace(run, through=own.folder)
        written.save_progress(Progress("paused", "taken over", epochs=100))
        before = files(run)
    finally:
        for member in family:
            member.resume()
    told = follower.wait(lambda state: state.status == "paused")
    assert "so nothing was changed here" in told.message
    wait_until(lambda: not engine.has(run), 10)
    assert files(run) == before
    assert own.is_held


def take_for_dead(run):
    """Let the holder be on a computer that gave no sign of life for long enough."""
    path = lease.holder_of(run.folder).folder / lease.HOLDER
    content = json.loads(path.read_text())
    content["process"]["host"] = "host-7"
    when = path.stat().st_mtime - lease.SECONDS_UNTIL_DEAD - 1
    path.write_text(json.dumps(content))
    os.utime(path, (when, when))
