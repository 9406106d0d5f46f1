"""Canaries for Dask: what the engine uses of it beyond what it promises, tried for real.

Where one of them fails after an upgrade, its docstring says what in the lab would break.
"""

import logging
import os
import signal
import time

import dask
import psutil
import pytest
from distributed import Client, LocalCluster, fire_and_forget
from distributed.system import MEMORY_LIMIT

from cnnlab.engine.lost_runs import LostRuns
from cnnlab.engine.process import DASK_SETTINGS
from cnnlab.engine.queue import ACTIVE_STATES
from cnnlab.engine.topics import LOST_RUNS, new_key
from tests.waiting import wait_until

pytestmark = pytest.mark.engine
SECONDS = 60


@pytest.fixture
def client():
    """Return a client of a cluster that has what the engine's has, and no TLS."""
    with dask.config.set(DASK_SETTINGS):
        cluster = LocalCluster(
            n_workers=1,
            threads_per_worker=2,
            memory_limit=0,
            resources={"training": 1},
            preload=["cnnlab.engine.logs"],
            dashboard_address="127.0.0.1:0",
        )
        with cluster, Client(cluster, set_as_default=False) as client:
            yield client


@pytest.fixture
def train(client, tmp_path):
    """Return a function that queues a task for the slot; `release` lets them end."""

    def wait(path):
        while not os.path.exists(path):
            time.sleep(0.02)

    def submit(key):
        future = client.submit(wait, str(tmp_path / "end"), key=key, resources={"training": 1})
        fire_and_forget(future)

    submit.release = (tmp_path / "end").touch
    yield submit
    submit.release()


def states(client):
    """Return the state of each task, by its key."""

    def read(dask_scheduler):
        return {key: task.state for key, task in dask_scheduler.tasks.items()}

    return client.run_on_scheduler(read)


def test_it_says_which_tasks_are_on_and_takes_one_out(client, train):
    """`Engine.has` and `Engine.withdraw`: Scheduler.tasks, their states, stimulus_cancel.

    A page could no longer tell whether its run is on; Stop would leave a waiting run in the
    queue.
    """

    def cancel(dask_scheduler):
        dask_scheduler.stimulus_cancel(
            ["second"], client="fire-and-forget", force=True, reason="a test", msg="ends it"
        )

    train("first")
    train("second")
    wait_until(lambda: len(states(client)) == 2)
    assert set(states(client).values()) <= set(ACTIVE_STATES)
    client.run_on_scheduler(cancel)
    assert list(states(client)) == ["first"]
    train.release()
    wait_until(lambda: states(client).get("first") not in ACTIVE_STATES)


def test_it_knows_since_when_it_is_idle(client, train):
    """`process._seconds_idle`: Scheduler.check_idle and idle_since.

    The engine would end during a run, or never, and renew its worker at the wrong time.
    """

    def check(dask_scheduler):
        return dask_scheduler.check_idle()

    def forget(dask_scheduler):
        dask_scheduler.idle_since = None

    train("run")
    wait_until(lambda: states(client))
    assert client.run_on_scheduler(check) is None
    train.release()
    wait_until(lambda: client.run_on_scheduler(check))
    since = client.run_on_scheduler(check)
    assert client.run_on_scheduler(check) == since <= time.time()
    client.run_on_scheduler(forget)
    assert client.run_on_scheduler(check) > since


def test_it_renews_a_worker_of_known_size(client):
    """`process._renew_grown`: the metric "memory", Scheduler.restart_workers.

    A worker would grow with every run, until the machine has no memory left.
    """

    async def renew(dask_scheduler):
        workers = dask_scheduler.workers.values()
        sizes = {worker.address: worker.metrics["memory"] for worker in workers}
        await dask_scheduler.restart_workers(
            list(sizes), timeout=SECONDS, on_error="return", stimulus_id="renewed"
        )
        return list(sizes.values())

    (before,) = client.run(os.getpid).values()
    (size,) = client.run_on_scheduler(renew)
    assert 10 * 2**20 < size < 10 * 2**30
    (after,) = client.run(os.getpid).values()
    assert after != before


def test_it_tells_a_plugin_of_a_dead_worker_and_counts_a_task_s_deaths(client, train):
    """`lost_runs.LostRuns`: SchedulerPlugin.remove_worker, TaskState.suspicious.

    A page would not say why its run stands still while a new worker starts.
    """
    client.register_plugin(LostRuns())
    train(new_key("/runs/mine"))
    wait_until(lambda: "processing" in states(client).values())
    (pid,) = client.run(os.getpid).values()
    time.sleep(0.5)  # so that the worker has taken the task up
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: client.get_events(LOST_RUNS))
    assert [list(folders) for _, folders in client.get_events(LOST_RUNS)] == [["/runs/mine"]]


def test_it_sets_its_workers_up_as_told(client):
    """What the engine's settings rely on, and `warming.WarmWorker`: state.total_resources.

    Workers of a cluster would get no run; a worker's log and a limit on its memory would be
    lost; each run would leave megabytes of old states with the scheduler.
    """

    async def offer(dask_worker):
        before = dict(dask_worker.state.total_resources)
        await dask_worker.set_resources(drawing=1)
        return before, dict(dask_worker.state.total_resources)

    def level():
        return logging.getLogger().level

    (resources,) = client.run(offer).values()
    assert resources == ({"training": 1}, {"training": 1, "drawing": 1})
    assert list(client.run(level).values()) == [logging.INFO]
    assert list(client.run(os.getenv, "MALLOC_ARENA_MAX").values()) == ["1"]
    for number in range(30):
        client.log_event("many", number)
    wait_until(lambda: client.get_events("many")[-1][1] == 29)
    assert len(client.get_events("many")) <= 20


def test_it_knows_the_memory_of_the_machine_or_its_container():
    """`engine.memory_watch`: distributed.system.MEMORY_LIMIT.

    A worker in a container would take more memory than that has, and be killed with its run.
    """
    assert 0 < MEMORY_LIMIT <= psutil.virtual_memory().total
