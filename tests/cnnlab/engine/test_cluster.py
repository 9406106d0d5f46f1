"""A cluster with certificates, by real processes: a host dies, and nobody else comes in."""

import os
import signal
import subprocess
import sys

import pytest
from distributed import Client

from cnnlab.__main__ import main
from cnnlab.engine.topics import SLOT
from tests.cnnlab.engine.clusters import Cluster, train_two
from tests.cnnlab.engine.driving import PATIENCE, is_over
from tests.waiting import wait_until

pytestmark = pytest.mark.engine
GOES_ON = "goes on from the checkpoint after epoch"
STRANGER = """\
import os, sys
from cnnlab import engine
for scheme in ("tls", "tcp"):
    os.environ["DASK_SCHEDULER_ADDRESS"] = f"{scheme}://{sys.argv[1]}"
    try:
        engine.connect(timeout=5)
    except engine.EngineError as error:
        print(error)
    else:
        print("came in")
os._exit(0)  # Dask's farewell takes its time
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    yield made
    made.end()


async def have_slot(dask_worker):
    """Run on a worker: let it train."""
    await dask_worker.set_resources(**{SLOT: 1})


def messages(states):
    return [state.message for state in states]


def tells(words, sentences):
    """Whether one of the sentences has such words."""
    return any(words in sentence for sentence in sentences)


def test_a_host_dies_under_two_runs_and_both_go_on_elsewhere(cluster, page, lab_runs):
    host = cluster.start_host(2)
    cluster.start_host(1, f"--resources={SLOT}=0")  # so that both runs go to the first one
    engine, other, follower = train_two(page, lab_runs)

    engine.client.wait_for_workers(3, PATIENCE)
    engine.client.run(have_slot)
    said = []
    page.shown.observe(lambda change: said.append(change.new.message), "progress")
    os.killpg(host.pid, signal.SIGKILL)

    # Either goes on first; the other one waits for the worker that is left.
    of_other = follower.states
    wait_until(lambda: tells(GOES_ON, said) or tells(GOES_ON, messages(of_other)), PATIENCE)
    wait_until(lambda: tells("died", said), PATIENCE)
    mine = page.shown.run
    wait_until(lambda: bool(engine.place(mine)) != bool(engine.place(other)), PATIENCE)
    first, last = (other, mine) if engine.place(mine) else (mine, other)
    assert engine.place(last).before == 1, "one worker has been left for two runs"
    engine.request(first, "stop")
    wait_until(lambda: engine.place(last) is None, PATIENCE)
    wait_until(lambda: tells(GOES_ON, said) and tells(GOES_ON, messages(of_other)), PATIENCE)
    engine.request(last, "stop")
    assert page.wait(PATIENCE).status == "stopped"
    assert follower.wait(is_over).status == "stopped"
    assert page.shown.progress.epoch >= 1
    engine.close()


def said_by(code, place, **environment):
    words = [sys.executable, "-c", code, place]
    done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, text=True, timeout=300)
    return done.stdout.splitlines()


def test_nobody_without_its_file_comes_in(cluster, tmp_path):
    for_tls, for_tcp = said_by(STRANGER, cluster.place, **cluster.environment)
    assert "do not go together" in for_tls
    assert "No engine answers" in for_tcp
    main(["certificates", str(tmp_path / "other")])
    other = {"DASK_CONFIG": str(tmp_path / "other" / "dask.yaml")}
    for_tls, for_tcp = said_by(STRANGER, cluster.place, **cluster.environment | other)
    assert "No engine answers" in for_tls
    assert "do not go together" in for_tcp


def test_a_member_comes_in(cluster):
    with cluster.as_member(), Client(cluster.address, timeout=60, set_as_default=False) as client:
        assert client.scheduler_info()["address"] == cluster.address
