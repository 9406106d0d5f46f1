"""A connection that breaks off and comes back: a real scheduler and a real stream."""

import subprocess
import sys

import pytest
from distributed import Client, LocalCluster

from cnnlab.engine import Engine
from tests.waiting import wait_until


def scheduler(port=0):
    """Return a scheduler without workers."""
    return LocalCluster(
        n_workers=0,
        scheduler_port=port,
        host="127.0.0.1",
        dashboard_address=None,
        protocol="tcp",
    )


@pytest.fixture
def cluster():
    with scheduler() as first:
        yield first


@pytest.fixture
def engine(cluster):
    with Client(cluster.scheduler_address, timeout=30, set_as_default=False) as client:
        yield Engine(client)


@pytest.fixture
def deaths(engine):
    """Return what is heard of workers that died."""
    heard = []
    engine.watch_workers(heard.extend)
    return heard


def wait_until_heard(engine, deaths, folder):
    def is_heard():
        engine.client.log_event("cnn-lab-lost-runs", [folder])
        return folder in deaths

    wait_until(is_heard, 10)


def test_a_stream_that_broke_off_is_no_end(engine, deaths):
    wait_until_heard(engine, deaths, "before")
    stream = engine.client.scheduler_comm
    assert not engine.listen_again()
    engine.client.loop.add_callback(stream.comm.abort)
    wait_until(engine.listen_again, 10)
    assert not engine.has_ended
    assert not engine.listen_again(), "once is enough"
    wait_until_heard(engine, deaths, "after")


def test_a_new_scheduler_at_the_same_address_is_listened_to(cluster, engine, deaths):
    wait_until_heard(engine, deaths, "before")
    port = int(cluster.scheduler_address.rpartition(":")[2])
    cluster.close()
    assert not engine.has_ended
    with scheduler(port):
        wait_until(engine.listen_again, 30)
        wait_until_heard(engine, deaths, "after")
        engine.client.close()
    assert engine.has_ended


def test_an_engine_whose_process_has_ended_is_not_connected_though_its_stream_still_stands(engine):
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        own = Engine(engine.client, pid=process.pid)
        assert own.is_connected
    assert own.client.status == "running"
    assert not own.is_connected
