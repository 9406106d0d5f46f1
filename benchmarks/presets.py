"""What one run of each preset costs, in processor time, which a busy machine changes little.

An instructor's arithmetic follows from it: students times these seconds, over the cores.
`python -m benchmarks.presets fast 2` trains a preset for two epochs and says what that took.
"""

import dataclasses
import json
import resource
import subprocess
import sys

from benchmarks.page import row
from labhelpers.presets import PRESETS
from tests.browser.driving import PROJECT

TEST_SECONDS = 10_000 / 54_000  # of an epoch, at most: a run ends with the test images


def spent_on(preset, epochs):
    """Return the processor seconds of training a preset for so many epochs, in a new process."""
    command = [sys.executable, "-m", "benchmarks.presets", preset, str(epochs)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure():
    """Return rows: a run of each preset, from what its first epoch and its second one took."""
    rows = []
    for preset, (_cnn, schedule) in PRESETS.items():
        one, two = (spent_on(preset, epochs) for epochs in (1, 2))
        epoch = two - one
        seconds = one + epoch * (schedule.epochs - 1 + TEST_SECONDS)
        rows.append(row(f'processor time of a run of "{preset}"', seconds, "s", 0))
    return rows


def train(preset, epochs):
    """Train a preset on MNIST; return what that took, without imports and without the digits."""
    from labhelpers.digits import load_digits
    from labhelpers.quiet import quiet_stderr

    with quiet_stderr():
        from labhelpers import training

    cnn, schedule = PRESETS[preset]
    digits = load_digits("mnist")
    began = _spent()
    training.train(cnn, dataclasses.replace(schedule, epochs=epochs), digits, _ignore)
    return _spent() - began


def _spent():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _ignore(_event):
    """Nobody watches."""


if __name__ == "__main__":
    print(json.dumps(train(sys.argv[1], int(sys.argv[2]))))
