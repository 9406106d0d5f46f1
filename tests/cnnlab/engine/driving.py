"""What the engine's tests share: small runs, somebody who follows them, and processes."""

import json
import os
import subprocess
import sys
import threading

import psutil

from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.events import Progress
from tests.waiting import wait_until

SMALL = CnnConfig(filters=8, dense_units=16)
# Long enough to be interrupted in its second epoch, and ends with the same bits whoever does so.
INTERRUPTED = {"epochs": 4, "batch_size": 8, "reproducible": True}
PATIENCE = 300.0


class Follower:
    """Keeps every state that a run tells."""

    def __init__(self, engine, run):
        self.states = []
        self.told = threading.Condition()
        engine.follow(run, self._take)

    def _take(self, progress):
        with self.told:
            self.states.append(progress)
            self.told.notify_all()

    def wait(self, is_right, seconds=PATIENCE):
        """Return the first state that is right, told already or before the run is over."""

        def has_come():
            return any(is_right(state) or is_over(state) for state in self.states)

        with self.told:
            self.told.wait_for(has_come, seconds)
            found = [state for state in self.states if is_right(state)]
        assert found, f"not seen within {seconds} s; the last states were {self.states[-2:]}"
        return found[0]


class Readings:
    """Keeps what a run reads in the digit that is watched, by its turn."""

    def __init__(self, engine, run):
        self.found = {}
        engine.follow_readings(run, self._take)

    def _take(self, turn, epochs_done, probabilities, _first):
        self.found[turn] = (epochs_done, probabilities)

    def wait(self, turn):
        """Return (epochs done, probabilities) of the newest reading of a turn."""
        wait_until(lambda: turn in self.found)
        return self.found[turn]


def start(engine, book, epochs=2, num_train=None, source="embedded", **choices):
    """Queue a small run; return it with its follower."""
    training = TrainingConfig(epochs=epochs, num_train=num_train, **choices)
    run = book.new_run(SMALL, training, source)
    run.save_progress(Progress(epochs=epochs))
    follower = Follower(engine, run)
    engine.train(run)
    return run, follower


def assert_same_bits(run, other):
    """Assert that two runs have the same history and learned the same, to the last bit."""
    assert run.progress.history == other.progress.history
    assert weights(run) == weights(other)


def weights(run):
    """Return all that was learned, the optimizer's state included, from the last checkpoint."""
    stored = run.checkpoint
    kinds = ("model", "optimizer")
    return {name: stored[name].tobytes() for name in stored if name.startswith(kinds)}


def is_over(state):
    return state.status in ("finished", "stopped", "failed")


def is_in_epoch(state):
    return state.step > 0


def worker_pids(engine):
    """Return the pids of the workers that are up; one that is being renewed is not."""
    return list(engine.client.run(os.getpid, on_error="ignore").values())


class OwnEngine:
    """An engine in a runtime folder of its own, reached by processes that come and go."""

    def __init__(self, folder):
        self.runtime = folder / "runtime"
        self.runtime.mkdir(mode=0o700)

    def connect(self, idle_seconds=600, timeout=60):
        """Connect in a process of its own; return the engine's pid, or the error's words."""
        script = f"""
import json
from cnnlab import engine
try:
    reached = engine.connect(idle_seconds={idle_seconds}, timeout={timeout})
    print(json.dumps(reached.pid))
except engine.EngineError as error:
    print(json.dumps(str(error)))
"""
        said = subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"JUPYTER_RUNTIME_DIR": str(self.runtime)},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return json.loads(said.stdout)

    @property
    def file(self):
        """The connection file."""
        (path,) = self.runtime.glob("cnn-lab-engine-*.json")
        return path

    def family(self):
        """Return the engine's process and those below it."""
        engine = psutil.Process(json.loads(self.file.read_text())["pid"])
        return [engine, *engine.children(recursive=True)]

    def engine_pids(self):
        """Return the pids of all engines that were started for this runtime folder."""
        return [
            process.pid
            for process in psutil.process_iter(["cmdline"])
            if any(str(self.runtime) in word for word in process.info["cmdline"] or ())
        ]

    def end(self):
        """End what is left of it, stopped or not."""
        for pid in self.engine_pids():
            engine = psutil.Process(pid)
            for process in [engine, *engine.children(recursive=True)]:
                process.kill()
