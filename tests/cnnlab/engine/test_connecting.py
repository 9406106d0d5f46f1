"""One engine for all kernels of a user, whatever state it is in, and for nobody else."""

import json
import os
import signal
import ssl
import subprocess
import sys

import psutil
import pytest
from distributed import Client, Security

from cnnlab import engine as engines
from tests.cnnlab.engine.driving import worker_pids

pytestmark = pytest.mark.engine


def test_all_kernels_of_a_user_share_one_engine(engine):
    script = "from cnnlab import engine; print(engine.connect().pid)"
    said = subprocess.check_output([sys.executable, "-c", script], text=True)
    assert int(said) == engine.pid
    assert len(worker_pids(engine)) == 1


def assert_ends(family):
    """Assert that an engine's processes, those of `OwnEngine.family`, end within half a minute."""
    _, left = psutil.wait_procs(family, timeout=30)
    assert not left


def test_a_busy_engine_keeps_its_file_gets_no_second_one_and_leaves_no_process(own_engine):
    pid = own_engine.connect()
    family = own_engine.family()
    before = own_engine.file.read_bytes()
    for process in family:
        process.suspend()
    said = own_engine.connect(timeout=3)
    assert f"process {pid}) is busy" in said
    assert "wait a minute" in said
    assert own_engine.engine_pids() == [pid]
    assert own_engine.file.read_bytes() == before
    for process in family:
        process.resume()
    assert own_engine.connect() == pid
    assert own_engine.engine_pids() == [pid]
    family = own_engine.family()
    family[0].send_signal(signal.SIGTERM)
    assert_ends(family)


def test_a_killed_or_idle_engine_leaves_no_process_and_its_file_is_taken_over(own_engine):
    killed = own_engine.connect()
    family = own_engine.family()
    family[0].kill()
    assert_ends(family)
    assert json.loads(own_engine.file.read_text())["pid"] == killed
    second = own_engine.connect()
    assert second != killed
    assert own_engine.engine_pids() == [second]

    family = own_engine.family()
    family[0].kill()
    assert_ends(family)
    # By now another process has its pid.
    stale = json.loads(own_engine.file.read_text()) | {"pid": os.getpid()}
    own_engine.file.write_text(json.dumps(stale))
    third = own_engine.connect(idle_seconds=3)
    assert third not in (killed, second, os.getpid())
    assert own_engine.engine_pids() == [third]
    assert_ends(own_engine.family())


def test_only_the_owner_can_read_the_credentials(engine):
    path = engines.connection_file()
    assert path.stat().st_mode & 0o777 == 0o600
    if os.getuid() == 0:  # become somebody else, as an account of a shared machine would be
        read = subprocess.run(["cat", path], user=65534, capture_output=True, text=True)
        assert read.returncode != 0
        assert "denied" in read.stderr


def test_a_stranger_without_the_credentials_is_refused(engine):
    address = engine.client.scheduler.address
    plain = address.replace("tls://", "tcp://")
    for place, security in ((address, Security.temporary()), (plain, None)):
        with pytest.raises((OSError, TimeoutError, ssl.SSLError)):
            Client(place, security=security, timeout=2, set_as_default=False)
    assert engine.is_connected


def test_nothing_of_the_engine_listens_without_credentials_or_beyond_this_machine(engine):
    process = psutil.Process(engine.pid)
    family = [process, *process.children(recursive=True)]
    listening = [
        connection.laddr.ip
        for member in family
        for connection in member.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert set(listening) == {"127.0.0.1"}
