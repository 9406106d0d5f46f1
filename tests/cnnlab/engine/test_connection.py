"""Whether an engine is there, by its file and its process; no engine is started."""

import dataclasses
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from distributed import Security

from cnnlab.engine import EngineError
from cnnlab.engine.connection_file import (
    connection_file,
    find_connection,
    remove_connection,
    tidy,
    write_connection,
)
from cnnlab.runs import process_id

ADDRESS = "tls://127.0.0.1:1"


@pytest.fixture
def path(tmp_path):
    """Return a connection file that this process wrote."""
    file = tmp_path / "cnn-lab-engine-0123456789.json"
    write_connection(file, ADDRESS, Security.temporary())
    return file


@pytest.fixture
def process(path):
    """Return a process whose command names the file, as an engine's does."""
    sleep = "import time; time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", sleep, str(path)]) as sleeping:
        yield sleeping
        sleeping.kill()


def change(path, **entries):
    """Write other entries to the file; None takes one out."""
    content = json.loads(path.read_text()) | entries
    kept = {name: value for name, value in content.items() if value is not None}
    path.write_text(json.dumps(kept))


def test_what_is_written_is_found_and_removed(path):
    content = json.loads(path.read_text())
    assert content["format"] == 1
    connection = find_connection(path)
    assert connection.is_alive
    assert connection.address == ADDRESS
    assert connection.pid == os.getpid()
    assert connection.security.require_encryption
    remove_connection(path)
    assert not path.exists()


def test_it_says_on_which_computer_and_since_when(path):
    content = json.loads(path.read_text())
    assert content["host"] == platform.node()
    assert content["started"] == pytest.approx(psutil.Process().create_time())
    if sys.platform == "linux":
        assert content["boot"] in Path("/proc/sys/kernel/random/boot_id").read_text()
        assert content["namespace"] == os.stat("/proc/self/ns/pid").st_ino


ELSEWHERE = [{"host": "host-7"}, {"boot": "another"}, {"namespace": 7}]


@pytest.mark.parametrize("place", ELSEWHERE, ids=str)
def test_an_engine_on_another_computer_is_not_taken_for_dead(path, place):
    change(path, pid=2**22 + 1, **place)
    before = path.read_bytes()
    with pytest.raises(EngineError, match="left by an engine on another computer"):
        find_connection(path)
    remove_connection(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("place", ELSEWHERE, ids=str)
def test_each_computer_has_a_file_of_its_own(monkeypatch, place):
    here = connection_file()
    other = dataclasses.replace(process_id.this_place(), **place)
    module = sys.modules[write_connection.__module__]
    monkeypatch.setattr(module, "this_place", lambda: other)
    assert connection_file() != here
    assert connection_file().parent == here.parent


def test_what_engines_left_long_ago_is_removed(tmp_path):
    names = ["old.log", "old.lock", "up.json", "up.log", "new.log"]
    for name in names:
        left = tmp_path / f"cnn-lab-engine-{name}"
        left.touch()
        if not name.startswith("new"):
            os.utime(left, (0, 0))
    tidy(tmp_path)
    stay = {f"cnn-lab-engine-{name}" for name in names[2:]}
    assert {left.name for left in tmp_path.iterdir()} == stay


def test_nobody_removes_another_process_file(path, process):
    change(path, pid=process.pid)
    remove_connection(path)
    assert path.exists()


NAMES_NO_PROCESS = ["", "not JSON", "[]", "{}", '{"pid": "1"}', '{"pid": -1}']


@pytest.mark.parametrize("text", NAMES_NO_PROCESS)
def test_a_file_that_names_no_process_is_no_engine(path, text):
    path.write_text(text)
    assert find_connection(path) is None


def test_a_missing_file_is_no_engine(tmp_path):
    assert find_connection(tmp_path / "nothing.json") is None


def test_a_pid_that_was_given_to_another_process_is_no_engine(path):
    change(path, started=psutil.Process().create_time() - 3600)
    assert find_connection(path) is None


def test_a_process_that_ended_is_no_engine(path):
    wait = "input()"
    command = [sys.executable, "-c", wait, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as ended:
        started = psutil.Process(ended.pid).create_time()
        ended.communicate(b"\n")
    change(path, pid=ended.pid, started=started)
    assert find_connection(path) is None


@pytest.mark.skipif(os.name != "posix", reason="Windows has no zombies")
def test_a_process_that_ended_unnoticed_is_no_engine(path):
    ended = subprocess.Popen([sys.executable, "-c", "", str(path)])
    change(path, pid=ended.pid, started=psutil.Process(ended.pid).create_time())
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    assert psutil.pid_exists(ended.pid)
    assert find_connection(path) is None
    ended.wait()


def test_an_engine_is_known_by_its_command_where_the_clock_was_set(path, process):
    started = psutil.Process(process.pid).create_time()
    change(path, pid=process.pid, started=started + 3600)
    assert find_connection(path).pid == process.pid


@pytest.mark.parametrize("other", [None, 0, 2], ids=["none", "older", "newer"])
def test_a_living_engine_of_another_version_is_left_alone(path, process, other, caplog):
    change(path, pid=process.pid, started=None, format=other)
    before = path.read_bytes()
    words = f"another version .*process {process.pid}.* end it"
    with pytest.raises(EngineError, match=words):
        find_connection(path)
    assert path.read_bytes() == before
    assert caplog.records[-1].exc_info, "the traceback is not in the log"


def test_a_dead_engine_of_another_version_is_gone(path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    change(path, pid=ended.pid, started=None, format=None)
    assert find_connection(path) is None
