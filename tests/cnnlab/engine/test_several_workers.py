"""An engine with several workers: what each has of the machine, and when one is renewed."""

import os
import subprocess
import sys
import threading
import time

import psutil
import pytest
from dask.system import CPU_COUNT
from distributed import Client, fire_and_forget, get_worker

from cnnlab.engine import queue, workers
from cnnlab.engine.connection_file import find_connection
from cnnlab.engine.topics import SLOT, Expected
from cnnlab.engine.turns import Turns
from labhelpers.files import PROJECT_ROOT
from tests.cnnlab.engine.driving import PATIENCE
from tests.waiting import wait_until

MEBIBYTES = 300  # more than a worker holds that has not imported TensorFlow


def test_a_laptop_has_one_worker_with_all_cores_and_a_class_half_of_the_cores(monkeypatch):
    monkeypatch.delenv(workers.VARIABLE, raising=False)
    assert workers.number_of_workers() == 1
    assert workers.environment_of(1) == {}
    monkeypatch.setattr(workers, "CPU_COUNT", 9)
    assert workers.usual_for_visitors() == 4
    assert workers.environment_of(4) == {"TF_NUM_INTRAOP_THREADS": 2}
    monkeypatch.setattr(workers, "CPU_COUNT", 1)
    assert workers.usual_for_visitors() == 1
    monkeypatch.setenv(workers.VARIABLE, "3")
    assert workers.number_of_workers() == 3


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """Return a client of an engine of two workers, each renewed where it holds over MEBIBYTES.

    Not by `connect`, which has each worker import TensorFlow.
    """
    path = tmp_path_factory.mktemp("engine") / "engine.json"
    command = [sys.executable, "-m", "cnnlab.engine.process", str(path)]
    options = ["--workers", "2", "--worker-mib", str(MEBIBYTES)]
    process = subprocess.Popen(command + options, cwd=PROJECT_ROOT, stderr=subprocess.DEVNULL)
    try:
        wait_until(path.exists, PATIENCE)
        found = find_connection(path)
        with Client(found.address, security=found.security, set_as_default=False) as client:
            client.wait_for_workers(2, PATIENCE)
            yield client
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.engine
def test_each_of_its_workers_trains_one_run_answers_beside_it_and_has_its_share(client):
    up = client.scheduler_info(n_workers=-1)["workers"].values()
    assert [(each["nthreads"], each["resources"]) for each in up] == [(2, {SLOT: 1})] * 2
    share = str(max(1, CPU_COUNT // 2))
    threads = client.run(os.getenv, "TF_NUM_INTRAOP_THREADS")
    assert list(threads.values()) == [share, share]


def grown_at_next_look(client):
    """Return the addresses of the workers that the engine finds grown when it looks next."""

    def take(dask_scheduler):
        turns = dask_scheduler.plugins[Turns.name]
        found, turns.get_no_more = turns.get_no_more, set()
        return list(found)

    found = []
    wait_until(lambda: found.extend(client.run_on_scheduler(take)) or found, PATIENCE)
    return found


@pytest.mark.engine
def test_a_worker_that_has_grown_is_renewed_when_its_run_is_over(client, tmp_path):
    def train(end):
        """Stand for a run that has its worker grow, and lasts until there is such a file."""
        get_worker().ballast = b"x" * (2 * MEBIBYTES * 2**20)
        while not os.path.exists(end):
            time.sleep(0.02)

    client.register_plugin(Turns())
    before = client.run(os.getpid)
    end = tmp_path / "end"
    expected = Expected("a visitor", 1e9, 1)
    fire_and_forget(queue.submit_in_turn(client, expected, "/runs/long", train, str(end)))
    for _ in range(3):  # while it renews a worker, the engine does not look
        (address,) = grown_at_next_look(client)
    assert client.run(os.getpid) == before, "a worker was renewed during a run"
    end.touch()
    wait_until(lambda: not psutil.pid_exists(before[address]), PATIENCE)
    wait_until(lambda: len(client.run(os.getpid, on_error="ignore")) == 2, PATIENCE)
    kept = before.items() & client.run(os.getpid).items()
    assert len(kept) == 1, "the other one was to stay"


@pytest.mark.engine
def test_no_process_of_the_engine_asks_for_the_frames_of_its_threads(client):
    """Where Python 3.11 can lock up: Dask's profiler would, in a worker and beside a server."""

    def of_worker(dask_worker):
        return [name for name in dask_worker.periodic_callbacks if "profile" in name]

    def threads():
        return [thread.name for thread in threading.enumerate() if "Profile" in thread.name]

    assert list(client.run(of_worker).values()) == [[], []]
    assert list(client.run(threads).values()) == [[], []]
    assert client.run_on_scheduler(threads) == []
