"""Canaries for Dask: what `engine.turns` uses of it beyond what it promises, tried for real.

TaskState's resource_restrictions, worker_restrictions and annotations; the state "no-worker";
Scheduler's running, transitions and broadcast; a plugin's `transition`. Where one of them fails,
runs would wait for ever, or be handed out in another order, or to workers that are busy.
"""

import threading

import pytest
from distributed import Client, LocalCluster, Reschedule, fire_and_forget

from cnnlab.engine import queue, requests
from cnnlab.engine.forecast import Place
from cnnlab.engine.topics import SLOT, Expected
from cnnlab.engine.turns import Turns
from tests.waiting import wait_until

pytestmark = pytest.mark.engine
RUN = Expected("a visitor", 1e9, 1)


class Runs:
    """Tasks that stand for runs: each says where it begins, and ends when it is told to."""

    def __init__(self, client):
        self.client = client
        self.begun = []
        self.ends = {}

    def queue(self, name, visitor="a visitor"):
        self.ends[name] = threading.Event()
        expected = Expected(visitor, RUN.work_of_epoch, RUN.epochs)
        future = queue.submit_in_turn(self.client, expected, f"/runs/{name}", self.train, name)
        fire_and_forget(future)
        wait_until(lambda: name in self.begun or self.place(name))

    def train(self, name):
        folder = f"/runs/{name}"
        requests.begin(folder)
        self.begun.append(name)
        while not self.ends[name].wait(0.01):
            if requests.gives_way(folder):
                raise Reschedule

    def end(self, name):
        self.ends[name].set()

    def place(self, name):
        return self.client.run_on_scheduler(queue.place_of, f"/runs/{name}")

    def __reduce__(self):  # the workers are threads of this process
        return _the_runs, ()


_all = []


def _the_runs():
    return _all[-1]


@pytest.fixture
def runs(monkeypatch):
    """Return runs on two workers of two threads and one slot, as an engine of two has them."""
    monkeypatch.setattr(requests, "_requests", {})
    options = {"n_workers": 2, "threads_per_worker": 2, "processes": False}
    cluster = LocalCluster(**options, resources={SLOT: 1}, dashboard_address="127.0.0.1:0")
    with cluster, Client(cluster, set_as_default=False) as client:
        client.register_plugin(Turns())
        _all.append(Runs(client))
        yield _all[-1]
        for name in _all[-1].ends:
            _all[-1].end(name)
        wait_until(lambda: set(_all[-1].begun) == set(_all[-1].ends))


def test_no_run_waits_while_a_worker_has_nothing_to_do(runs):
    for name in ("long", "short", "third", "fourth"):
        runs.queue(name)
    wait_until(lambda: len(runs.begun) == 2)
    runs.end("short")
    wait_until(lambda: len(runs.begun) == 3)
    runs.end(runs.begun[-1])
    wait_until(lambda: len(runs.begun) == 4)


def test_runs_are_handed_out_in_turns_and_one_that_is_withdrawn_never(runs):
    for name in ("a1", "a2", "a3", "a4"):
        runs.queue(name, "a")
    runs.queue("b1", "b")
    wait_until(lambda: runs.begun == ["a1", "a2"])
    assert runs.place("b1").before == 2
    assert runs.place("a4").before == 4
    runs.client.run_on_scheduler(queue.withdraw, "/runs/a3")
    wait_until(lambda: runs.place("a4").before == 3)
    runs.end("a1")
    wait_until(lambda: len(runs.begun) == 3)
    runs.end("a2")
    wait_until(lambda: len(runs.begun) == 4)
    assert runs.begun == ["a1", "a2", "b1", "a4"]
    runs.ends.pop("a3")


def test_a_run_gives_way_and_comes_back_by_itself(runs):
    def end_one_turn(dask_scheduler):
        turns = dask_scheduler.plugins[Turns.name]
        usual, turns.turn_seconds = turns.turn_seconds, 0.0
        turns._look()  # once: at the next look, the other run would have to give way, too
        turns.turn_seconds = usual

    runs.queue("a1", "a")
    runs.queue("b1", "b")
    wait_until(lambda: len(runs.begun) == 2)
    runs.queue("c1", "c")
    assert "c1" not in runs.begun
    runs.client.run_on_scheduler(end_one_turn)
    wait_until(lambda: "c1" in runs.begun)
    (away,) = [name for name in ("a1", "b1") if runs.place(name)]
    assert runs.place(away).before == 2
    runs.end("c1")
    wait_until(lambda: runs.begun.count(away) == 2)


def test_runs_wait_for_a_worker_that_is_yet_to_come(runs):
    async def without_slots(dask_worker):
        await dask_worker.set_resources(**{SLOT: 0})

    async def with_slots(dask_worker):
        await dask_worker.set_resources(**{SLOT: 1})

    runs.client.run(without_slots)
    runs.queue("first")
    assert runs.place("first") == Place(0, None)
    runs.client.run(with_slots)
    wait_until(lambda: runs.begun == ["first"])
