"""Workers that die, and workers that are renewed."""

import os
import signal
import subprocess
import sys
import threading

import psutil
import pytest

from cnnlab.engine.connecting import _reach
from cnnlab.engine.connection_file import find_connection
from labhelpers.files import PROJECT_ROOT
from tests.cnnlab.engine.driving import (
    PATIENCE,
    is_in_epoch,
    is_over,
    start,
    weights,
    worker_pids,
)
from tests.waiting import wait_until

pytestmark = pytest.mark.engine


def test_a_killed_worker_s_run_goes_on_from_its_checkpoint_with_the_same_bits(engine, book):
    choices = {"epochs": 4, "batch_size": 8, "reproducible": True}
    left_alone, follower = start(engine, book, **choices)
    follower.wait(is_over)
    deaths = []
    engine.watch_workers(deaths.extend)
    run, follower = start(engine, book, **choices)
    follower.wait(lambda state: state.epoch >= 1 and state.step > 0)
    (pid,) = worker_pids(engine)
    os.kill(pid, signal.SIGKILL)
    assert follower.wait(is_over).status == "finished"
    assert deaths == [str(run.folder)]
    said = [state.message for state in follower.states if state.message]
    assert any("goes on from the checkpoint after epoch" in message for message in said)
    assert run.progress.history == left_alone.progress.history
    assert weights(run) == weights(left_alone)


def test_no_process_of_the_engine_asks_for_the_frames_of_its_threads(engine):
    """Where Python 3.11 can lock up: Dask's profiler would, in a worker and beside a server."""

    def of_worker(dask_worker):
        return [name for name in dask_worker.periodic_callbacks if "profile" in name]

    def threads():
        return [thread.name for thread in threading.enumerate() if "Profile" in thread.name]

    (callbacks,) = engine.client.run(of_worker).values()
    assert callbacks == []
    (of_its_threads,) = engine.client.run(threads).values()
    assert of_its_threads == []
    assert engine.client.run_on_scheduler(threads) == []


MEBIBYTES = 800  # more than a worker holds that has trained a small network


@pytest.fixture
def low_engine(tmp_path):
    """Return an engine that renews workers of more than MEBIBYTES, or twice that between runs."""
    path = tmp_path / "engine.json"
    module = ["-m", "cnnlab.engine.process"]
    options = ["--worker-mib", str(MEBIBYTES), "--idle-seconds", "300"]
    command = [sys.executable, *module, str(path), *options]
    process = subprocess.Popen(command, cwd=PROJECT_ROOT, stderr=subprocess.DEVNULL)
    try:
        wait_until(path.exists, PATIENCE)
        engine = _reach(find_connection(path), PATIENCE)
        yield engine
        engine.close()
    finally:
        process.terminate()
        process.wait(30)


def grow(engine):
    """Have the worker hold twice as much as it may between two runs."""

    def hold(dask_worker):
        dask_worker.ballast = b"x" * (2 * MEBIBYTES * 2**20)

    engine.client.run(hold)


def test_a_worker_that_has_grown_is_renewed_when_its_run_is_over(low_engine, book):
    run, follower = start(low_engine, book, epochs=100, batch_size=8)
    follower.wait(is_in_epoch)
    before = worker_pids(low_engine)
    grow(low_engine)
    states = len(follower.states)
    wait_until(lambda: len(follower.states) > states + 15, PATIENCE)  # three seconds of training
    assert worker_pids(low_engine) == before, "a worker was renewed during a run"
    low_engine.request(run, "stop")
    assert follower.wait(is_over).status == "stopped"
    wait_until(lambda: not psutil.pid_exists(before[0]), PATIENCE)
    wait_until(lambda: len(worker_pids(low_engine)) == 1, PATIENCE)
