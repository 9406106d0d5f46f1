"""What training really takes of memory, beside what `labhelpers.memory` says by arithmetic."""

import json
import os
import subprocess
import sys

from benchmarks.page import row
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.memory import training_bytes

# Each turns what the arithmetic counts: batch, filters, kernel, normalization, stride, weights.
TRIED = (
    {},
    {"batch_size": 1024},
    {"batch_size": 4096},
    {"batch_size": 4096, "augment": True},
    {"filters": 256},
    {"filters": 64, "batch_size": 1024, "batch_normalization": True},
    {"filters": 64, "batch_size": 1024, "kernel_size": 1},
    {"filters": 64, "batch_size": 1024, "kernel_size": 5},
    {"filters": 64, "batch_size": 1024, "kernel_size": 9},
    {"filters": 64, "batch_size": 1024, "reproducible": True},
    {"filters": 8, "batch_size": 4096, "kernel_size": 1, "batch_normalization": True},
    {"filters": 128, "batch_size": 2048, "strided": True, "batch_normalization": True},
    {"filters": 256, "kernel_size": 1, "dense_units": 1024},
    {"filters": 256, "kernel_size": 1, "dense_units": 1024, "optimizer": "sgd", "dropout": 0.5},
)
BATCHES = 4
SCRIPT = f"""
import json, sys, threading, time
import psutil
from cnnlab.engine.rehearsal import rehearse
from labhelpers.digits import load_digits
from labhelpers.training import Interrupted, train
from benchmarks.memory import configurations
rehearse()
digits = load_digits("mnist")
process = psutil.Process()
before = process.memory_info().rss
peaks = [before]
def watch():
    while True:
        peaks.append(max(peaks[-1], process.memory_info().rss))
        time.sleep(0.01)
threading.Thread(target=watch, daemon=True).start()
left = ["stop"] + [None] * {BATCHES - 1}
try:
    train(*configurations(json.loads(sys.argv[1])), digits, lambda event: None, left.pop)
except Interrupted:
    pass
print(peaks[-1] - before)
"""
# As the engine has its worker: see `cnnlab.engine.process`.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "64"}


def configurations(choices):
    """Return the configurations of choices, by name, one epoch long."""
    network = {name: value for name, value in choices.items() if name in CnnConfig.choices()}
    rest = {name: value for name, value in choices.items() if name not in network}
    return CnnConfig(**network), TrainingConfig(epochs=1, **rest)


def measured_bytes(choices):
    """Return the growth of a process that trains some batches, at its peak."""
    command = [sys.executable, "-c", SCRIPT, json.dumps(choices)]
    environment = os.environ | ENVIRONMENT
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return int(done.stdout)


def measure():
    """Print each configuration; return the row of the table, the arithmetic's largest error."""
    errors = []
    for choices in TRIED:
        real = measured_bytes(choices)
        told = training_bytes(*configurations(choices))
        errors.append(abs(told / real - 1))
        print(f"{real / 1e6:6.0f} MB, by arithmetic {told / 1e6:6.0f} MB: {choices}", flush=True)
    what = "memory of training: largest error of the arithmetic"
    return [row(what, 100 * max(errors), "%", 25)]
