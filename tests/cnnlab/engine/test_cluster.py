"""A cluster with certificates, by real processes: a host dies, and nobody else comes in."""

import os
import signal
import subprocess
import sys

import pytest
from distributed import Client

from cnnlab.__main__ import main
from cnnlab.engine import connect
from cnnlab.engine.topics import SLOT
from cnnlab.runs import Book
from tests.cnnlab.engine.clusters import LASTING, Cluster
from tests.cnnlab.engine.driving import PATIENCE, is_over, start
from tests.waiting import wait_until

pytestmark = pytest.mark.engine
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


def test_a_host_dies_under_two_runs_and_both_go_on_elsewhere(cluster, page, lab_runs):
    host = cluster.start_host(2)
    cluster.start_host(1, f"--resources={SLOT}=0")  # so that both runs go to the first one
    page.train()
    wait_until(lambda: page.engine.current, 60, came=lambda: page.message)
    engine = connect()
    other, follower = start(engine, Book("other", lab_runs), epochs=100, batch_size=LASTING)
    wait_until(lambda: page.shown.progress.epoch >= 1, PATIENCE)
    follower.wait(lambda state: state.epoch >= 1)

    engine.client.wait_for_workers(3, PATIENCE)
    engine.client.run(have_slot)
    said = []
    page.shown.observe(lambda change: said.append(change.new.message), "progress")
    os.killpg(host.pid, signal.SIGKILL)

    follower.wait(lambda state: "goes on from the checkpoint after epoch" in state.message)
    wait_until(lambda: any("died" in sentence for sentence in said), PATIENCE)
    mine = page.shown.run
    first, last = (other, mine) if engine.place(mine) else (mine, other)
    assert engine.place(last).before == 1, "one worker has been left for two runs"
    engine.request(first, "stop")
    wait_until(lambda: engine.place(last) is None, PATIENCE)
    wait_until(lambda: any("goes on from the checkpoint" in text for text in said), PATIENCE)
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
