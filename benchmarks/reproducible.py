"""What it costs that TensorFlow uses only operations that give the same bits each time."""

import json
import statistics
import subprocess
import sys

from benchmarks.page import row

TURNS = 3
SCRIPT = """
import json, sys
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.training import train
told = []
choices = TrainingConfig(epochs=3, num_train=12000, reproducible=json.loads(sys.argv[1]))
train(CnnConfig(), choices, load_digits("mnist"), told.append)
epochs = [event.seconds for event in told if type(event).__name__ == "Epoch"]
print(epochs[-1] - epochs[0])
"""


def seconds(is_reproducible):
    """Return the seconds of the second and third epoch.

    They are measured in a process of their own: the mode cannot be taken back.
    """
    command = [sys.executable, "-c", SCRIPT, json.dumps(is_reproducible)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout)


def measure():
    """Return the row of the table: medians over turns, taken one after the other."""
    pairs = [(seconds(False), seconds(True)) for _ in range(TURNS)]
    plain, reproducible = (statistics.median(column) for column in zip(*pairs, strict=True))
    what = "cost of reproducible mode, share of the training time"
    cost = 100 * (reproducible / plain - 1)
    return [row(what, cost, "%", 10)]
