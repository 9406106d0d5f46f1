"""An engine with several workers: what each has of the machine."""

import os
import subprocess
import sys

import pytest
from dask.system import CPU_COUNT
from distributed import Client

from cnnlab.engine import workers
from cnnlab.engine.connection_file import find_connection
from cnnlab.engine.topics import SLOT
from labhelpers.files import PROJECT_ROOT
from tests.cnnlab.engine.driving import PATIENCE
from tests.waiting import wait_until


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


@pytest.mark.engine
def test_each_of_its_workers_trains_one_run_answers_beside_it_and_has_its_share(tmp_path):
    path = tmp_path / "engine.json"
    command = [sys.executable, "-m", "cnnlab.engine.process", str(path), "--workers", "2"]
    process = subprocess.Popen(command, cwd=PROJECT_ROOT, stderr=subprocess.DEVNULL)
    try:
        wait_until(path.exists, PATIENCE)
        found = find_connection(path)
        client = Client(found.address, security=found.security, set_as_default=False)
        with client:  # and not `connect`, which has each worker import TensorFlow
            client.wait_for_workers(2, PATIENCE)
            up = client.scheduler_info(n_workers=-1)["workers"].values()
            assert [(each["nthreads"], each["resources"]) for each in up] == [(2, {SLOT: 1})] * 2
            share = str(max(1, CPU_COUNT // 2))
            threads = client.run(os.getenv, "TF_NUM_INTRAOP_THREADS")
            assert list(threads.values()) == [share, share]
    finally:
        process.terminate()
        process.wait(30)
