"""Faults while a class is inside: worker, engine and server are killed, the disk is full.

Students without browsers have opened the page and drawn; at each fault some of them train, and
wait in the queue. What each page says then is printed, and what becomes of the runs is measured.
"""

import json
import os
import shutil
import subprocess
import sys

from benchmarks.class_under_fault import ClassUnderFault, left_of
from benchmarks.full_disk import NOT_ALLOWED
from benchmarks.page import fresh_lab, row

STUDENTS = 40  # `python -m benchmarks class_faults --students 10` has fewer
WORKER = "a worker is killed"
ENGINE = "the engine is killed"
SERVER = "the server is killed and started again"
PARTS = {
    WORKER: ["train", "answer", "go_on"],
    ENGINE: ["train", "answer", "go_on"],
    SERVER: ["train", "come_back", "answer", "go_on"],
}
# A file system of its own, which goes with the last process that sees it, whatever ends that.
APART = ["unshare", "--mount", "--propagation", "private"]


def kill_worker(class_):
    """Kill the worker that does the most; return what has to end with it."""
    _engine, workers = class_.engine()
    busiest = max(workers, key=lambda worker: sum(worker.cpu_times()[:2]))
    busiest.kill()
    return [busiest]


def kill_engine(class_):
    """Kill the scheduler's process; its workers have to end with it."""
    engine, workers = class_.engine()
    engine.kill()
    return [engine, *workers]


def kill_server(class_):
    """Kill the server, and start it again at the same port; its kernels have to end with it."""
    kernels = class_.kernels
    class_.process.kill()
    class_.process.wait()
    class_.serve(class_.students[0].visitor.server.port)
    return kernels


KILLS = {WORKER: kill_worker, ENGINE: kill_engine, SERVER: kill_server}


def measure():
    """Return the rows of the table."""
    load = os.getloadavg()[0]
    rows = []
    with fresh_lab() as environment, ClassUnderFault(environment, STUDENTS, PARTS) as class_:
        for place, fault in enumerate(KILLS):
            rows += killed(class_, fault, class_.group(place))
        rows.append(class_.leaves())
    rows += _full_disk()
    return [*rows, row("load of the machine before it began", load, "", 0)]


def killed(class_, fault, group):
    """Let a group train, kill what the fault says; return the rows of what comes of it."""
    class_.begin(fault, "train", group)
    class_.wait_for_checkpoint()
    with class_.measuring(fault) as rows:
        ended = KILLS[fault](class_)
        if "come_back" in PARTS[fault]:
            class_.begin(fault, "come_back")
        class_.begin(fault, "answer")
        class_.begin(fault, "go_on", group)
    return [*rows, left_of(ended, fault)]


def _full_disk():
    """Return the rows of a full disk, which another process measures on a disk of its own."""
    for apart in (APART, [*APART, "--map-root-user"]):
        may = shutil.which(apart[0]) and subprocess.run([*apart, "true"], capture_output=True)
        if may and not may.returncode:
            command = [*apart, sys.executable, "-m", "benchmarks.full_disk", str(STUDENTS)]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            return json.loads(done.stdout.splitlines()[-1])
    print(NOT_ALLOWED, file=sys.stderr)
    return []
