"""One writer to a run's folder, whoever else wants to write there: real processes and folders."""

import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
import time

import psutil
import pytest

from cnnlab.runs import Run, lease
from cnnlab.runs.lease import SECONDS_UNTIL_DEAD, LeaseError, holder_of, take
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.events import Progress
from tests.waiting import wait_until

NO_PID = 2**22 + 1  # more than Linux gives
TURNS = 60
# Takes the run's lease and writes its epochs until it may not, or is told to end.
WRITER = """
import dataclasses, sys, time
from cnnlab.runs import Run
from cnnlab.runs.lease import take
from labhelpers.events import Progress
run = Run.load(sys.argv[1])
lease = take(run.folder, "an engine", "a task")
run = dataclasses.replace(run, through=lease.folder)
print("writes", flush=True)
for epoch in range(1, 1000):
    try:
        run.save_progress(Progress("training", epoch=epoch, epochs=1000, steps=1))
    except FileNotFoundError:
        print("lost", flush=True)
        break
    time.sleep(0.005)
"""


@pytest.fixture
def run(tmp_path):
    stored = Run(tmp_path / "run", CnnConfig(), TrainingConfig(epochs=100))
    stored.save()
    return stored


@pytest.fixture
def writer(run):
    """Return a process that writes to the run."""
    command = [sys.executable, "-c", WRITER, str(run.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "writes\n"
        yield process
        process.kill()


def change_holder(run, **entries):
    """Let the holder's process be another one; the time of the lease stays as it is."""
    path = holder_of(run.folder).folder / lease.HOLDER
    content = json.loads(path.read_text())
    content["process"] |= entries
    times = (path.stat().st_atime, path.stat().st_mtime)
    path.write_text(json.dumps(content))
    os.utime(path, times)


def let_pass(run, seconds):
    """Let the lease have been renewed so many seconds earlier."""
    path = holder_of(run.folder).folder / lease.HOLDER
    when = path.stat().st_mtime - seconds
    os.utime(path, (when, when))


def test_a_lease_is_taken_once_and_again_after_its_release(run):
    first = take(run.folder, "an engine", "a task")
    assert first.is_held
    with pytest.raises(LeaseError, match=f"another engine on this computer .*{os.getpid()}"):
        take(run.folder)
    holder = holder_of(run.folder)
    assert (holder.engine, holder.task, holder.process.pid) == ("an engine", "a task", os.getpid())
    first.release()
    assert holder_of(run.folder) is None
    take(run.folder).release()
    assert [path.name for path in run.folder.iterdir()] == ["run.json"]


class Crowd:
    """Many who want one run's lease at the same moment, again and again."""

    def __init__(self, run, number):
        self.run = run
        self.taken = []
        self.refused = []
        self.meeting = threading.Barrier(number)
        threads = [threading.Thread(target=self.want) for _ in range(number)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def want(self):
        for turn in range(TURNS):
            self.meeting.wait()
            try:
                self.taken.append((turn, take(self.run.folder)))
            except LeaseError:
                self.refused.append(turn)
            self.meeting.wait()
            if self.meeting.wait() == 0:
                self.end(turn)

    def end(self, turn):
        """End the last lease, each second time by the death of its holder."""
        if turn % 2:
            self.taken[-1][1].release()
        else:
            change_holder(self.run, pid=NO_PID)


def test_of_many_who_want_it_at_once_one_gets_it(run):
    """Five tabs and two workers."""
    crowd = Crowd(run, 7)
    assert [turn for turn, _ in crowd.taken] == list(range(TURNS))
    assert len(crowd.refused) == 6 * TURNS


@pytest.mark.parametrize("how", ["killed", "a pid of nobody", "empty", "no folder"])
def test_a_dead_holder_s_lease_is_taken_at_once(run, writer, how):
    if how == "killed":
        writer.kill()
        writer.wait()
    elif how == "a pid of nobody":
        change_holder(run, pid=NO_PID)
    elif how == "empty":
        (holder_of(run.folder).folder / lease.HOLDER).unlink()
    else:
        holder_of(run.folder).folder.rename(run.folder / "somewhere")
    assert take(run.folder).is_held


@pytest.mark.parametrize(
    "elsewhere", [{"host": "host-7"}, {"boot": "another"}, {"namespace": 7}], ids=str
)
def test_a_holder_elsewhere_is_dead_when_its_lease_is_old(run, elsewhere):
    taken = take(run.folder)
    change_holder(run, pid=NO_PID, **elsewhere)
    let_pass(run, SECONDS_UNTIL_DEAD - 10)
    with pytest.raises(LeaseError, match="on another computer"):
        take(run.folder)
    taken.renew()
    let_pass(run, SECONDS_UNTIL_DEAD - 10)
    assert holder_of(run.folder).is_alive
    let_pass(run, 11)
    assert take(run.folder).is_held
    assert not taken.is_held


def test_the_time_is_the_disk_s_and_not_this_computer_s(run, monkeypatch):
    take(run.folder)
    change_holder(run, host="host-7")
    monkeypatch.setattr(time, "time", lambda: psutil.boot_time() + 10**9)
    assert holder_of(run.folder).is_alive


def test_a_stopped_holder_here_keeps_its_lease(run, writer):
    writer.send_signal(signal.SIGSTOP)
    let_pass(run, 2 * SECONDS_UNTIL_DEAD)
    with pytest.raises(LeaseError):
        take(run.folder)
    writer.send_signal(signal.SIGCONT)


@pytest.mark.parametrize("turn", range(5))
def test_who_was_stopped_and_comes_back_writes_no_more(run, writer, turn):
    """Stopped anywhere in its writing, as a computer that slept and was taken for dead."""
    time.sleep(0.011 * turn)
    writer.send_signal(signal.SIGSTOP)
    change_holder(run, host="host-7")
    let_pass(run, SECONDS_UNTIL_DEAD + 1)
    own = take(run.folder)
    mine = dataclasses.replace(run, through=own.folder)
    mine.save_progress(Progress("paused", epochs=1000))
    writer.send_signal(signal.SIGCONT)
    assert writer.stdout.readline() == "lost\n"
    assert run.progress.status == "paused"
    assert own.is_held


def test_who_is_renewed_hears_that_the_lease_was_taken_away(run, monkeypatch):
    monkeypatch.setattr(lease, "SECONDS_BETWEEN_RENEWALS", 0.01)
    taken = take(run.folder, "an engine")
    let_pass(run, 1000)
    with taken.renewed() as is_lost:
        wait_until(lambda: time.time() - _renewed_at(taken) < 100, 10)
        take(run.folder, may_follow=lambda holder: holder.engine == "an engine")
        assert is_lost.wait(10)
    assert taken.release() is None
    assert holder_of(run.folder).engine == ""


def _renewed_at(taken):
    return (taken.folder / lease.HOLDER).stat().st_mtime


def test_a_folder_that_cannot_be_written_is_an_error_of_the_disk(tmp_path):
    (tmp_path / "run").write_text("a file")
    with pytest.raises(OSError, match="directory") as raised:
        take(tmp_path / "run")
    assert not isinstance(raised.value, LeaseError)


NAMESPACE = ["unshare", "--pid", "--fork", "--mount-proc", "--uts"]
LOOK = """
import sys
from pathlib import Path
from cnnlab.runs.lease import holder_of
print(holder_of(Path(sys.argv[1])).is_alive, holder_of(Path(sys.argv[1])).where)
"""


@pytest.mark.skipif(
    subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode != 0,
    reason="no namespaces of one's own here",
)
def test_a_holder_in_another_namespace_is_not_dead(run, writer):
    command = [*NAMESPACE, sys.executable, "-c", LOOK, str(run.folder)]
    said = subprocess.check_output(command, text=True)
    assert said.startswith("True on another computer")
