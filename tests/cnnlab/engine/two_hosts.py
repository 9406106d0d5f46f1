"""A host is cut off under two runs; `test_two_hosts` has this tried in a network of its own."""

import threading
import time

import pytest

from cnnlab.runs.lease import holder_of
from tests.cnnlab.engine.clusters import Cluster, train_two, words_of
from tests.cnnlab.engine.driving import PATIENCE, is_over
from tests.cnnlab.engine.hosts import HERE, Host, lay_network
from tests.waiting import wait_until

# The least that Dask takes for `distributed.comm.timeouts.tcp`; it is 30 where nobody says so.
SECONDS_UNTIL_DEAD = 11
GOES_ON = "died. Another one goes on from the checkpoint after epoch"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    lay_network()
    settings = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": f"{SECONDS_UNTIL_DEAD}s"}
    made = Cluster(tmp_path_factory.mktemp("cluster"), HERE, **settings)
    yield made
    made.end()


@pytest.fixture
def hosts(cluster):
    made = [Host(number, cluster.member) for number in (1, 2)]
    yield made
    for host in made:
        host.power_off()


def log_of(host, cluster):
    return cluster.folder / f"{host.name}.log"


def start_workers(host, cluster):
    host.start(words_of("worker", *cluster.options_of(2)), log_of(host, cluster))


def is_on(host, run):
    """Whether the run's writer is a process of this host."""
    return holder_of(run.folder).process.place.host == host.name


class OnDisk:
    """Keeps the states of a run that are in its folder, one after another, until it is over."""

    def __init__(self, run):
        self.states = [run.progress]
        self._run = run
        self._reading = threading.Thread(target=self._read)
        self._reading.start()

    def _read(self):
        while not is_over(self.states[-1]):
            if (state := self._run.progress) != self.states[-1]:
                self.states.append(state)
            time.sleep(0.02)

    def until_over(self):
        self._reading.join(PATIENCE)
        return self.states


def are_of_one_after_the_other(states):
    """Whether none is the old writer's after the first of the new one's, which all say so."""
    of_new = [GOES_ON in state.message or is_over(state) for state in states]
    return any(of_new) and of_new == sorted(of_new)


def test_its_runs_go_on_elsewhere_and_it_writes_no_more_when_it_is_back(
    cluster, hosts, page, lab_runs
):
    first, second = hosts
    start_workers(first, cluster)
    engine, other, follower = train_two(page, lab_runs)
    mine = page.shown.run
    assert is_on(first, mine)
    assert is_on(first, other)
    start_workers(second, cluster)
    engine.client.wait_for_workers(4, PATIENCE)

    told = []
    page.shown.observe(lambda change: told.append(change.new), "progress")
    silences = []
    page.shown.observe(lambda change: silences.append(change.new), "silence")
    on_disk = [OnDisk(run) for run in (mine, other)]
    first.pull_cable()
    follower.wait(lambda state: GOES_ON in state.message)
    wait_until(lambda: GOES_ON in page.shown.progress.message, PATIENCE)
    assert is_on(second, mine)
    assert is_on(second, other)
    assert any(text.startswith("The worker has not answered for 5 s.") for text in silences)

    first.plug_cable()
    wait_until(lambda: not first.processes)  # they have ended themselves, cut off as they were
    page.stop()
    engine.request(other, "stop")
    assert page.wait(PATIENCE).status == "stopped"
    assert follower.wait(is_over).status == "stopped"
    for states in (follower.states, told, *[each.until_over() for each in on_disk]):
        assert are_of_one_after_the_other(states)
    for run in (mine, other):
        assert len(run.progress.history["loss"]) == run.progress.epoch
    engine.close()
