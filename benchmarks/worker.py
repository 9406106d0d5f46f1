"""How much a worker holds at most over ten runs: of one network, and of ten different ones."""

import os
import subprocess
import sys

from benchmarks.page import fresh_lab, row

RUNS = 10
SCRIPT = f"""
import os, sys, threading, psutil
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from cnnlab.session import LabSession
training = TrainingConfig(epochs=1)
session = LabSession("bench", digits=load_digits("mnist"), training=training).start()
most, is_over = [0.0], threading.Event()
def look():
    worker = psutil.Process(session.engine.connected().client.run(os.getpid).popitem()[1])
    while not is_over.wait(0.5):
        most[0] = max(most[0], worker.memory_full_info().pss / 2**20)
for count in range({RUNS}):
    if sys.argv[1] == "varied":
        session.next_run.choose(filters=8 + 2 * count)
    session.train()
    if not count:
        threading.Thread(target=look, daemon=True).start()
    session.wait()
is_over.set()
print(most[0])
"""


def peak(kind):
    """Return the most that the worker held over the runs, its proportional set size in MiB.

    kind: "same" or "varied".
    """
    with fresh_lab() as environment:
        command = [sys.executable, "-c", SCRIPT, kind]
        said = subprocess.run(
            command,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=True,
        )
    return float(said.stdout)


def measure():
    """Return the rows of the table."""
    goal = 900e6 / 2**20
    most = 8 + 2 * (RUNS - 1)
    same = f"the worker's peak over {RUNS} runs of all images, the page's network"
    varied = f"the worker's peak over {RUNS} runs, from 8 to {most} filters"
    return [
        row(same, peak("same"), "MiB", goal),
        row(varied, peak("varied"), "MiB", goal),
    ]
