"""How much a worker holds after one run and after twenty, each a network of its own on the same digits."""

import os
import subprocess
import sys

from benchmarks.page import fresh_lab, row

RUNS = 20
SCRIPT = f"""
import os, psutil
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.data import load_digits
from labhelpers.session import LabSession
session = LabSession("bench", digits=load_digits("mnist"), training=TrainingConfig(epochs=1, num_train=6000)).start()
for count in range(1, {RUNS} + 1):
    session.choose(filters=8 + count)
    session.train()
    session.wait()
    if count in (1, 5, {RUNS}):
        (pid,) = session._connected().client.run(os.getpid).values()
        print(psutil.Process(pid).memory_full_info().pss / 2**20)
"""


def measure():
    """Return the rows of the table."""
    with fresh_lab() as environment:
        said = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=os.environ | environment, capture_output=True, text=True, check=True
        )
    first, fifth, last = map(float, said.stdout.split())
    return [
        row("the worker after 1 run, proportional set size", first, "MiB", 900),
        row("the worker after 5 runs", fifth, "MiB", 900),
        row(f"the worker after {RUNS} runs", last, "MiB", 900),
    ]
