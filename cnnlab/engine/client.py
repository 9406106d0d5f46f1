"""Where training happens: Dask workers, one of them on this machine by default, shared by all kernels of one user.

Nothing here imports TensorFlow: the functions that do are named in `tasks`, and run in a worker.
"""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import locket
import psutil
from distributed import Client, Security, fire_and_forget
from jupyter_core.paths import jupyter_runtime_dir

from cnnlab.engine import tasks
from cnnlab.engine.process import CREDENTIALS
from labhelpers.errors import LabError
from labhelpers.events import Progress
from labhelpers.files import PROJECT_ROOT

# On Windows: no console window, neither the engine's nor, opened for want of that one, its
# worker's.
WINDOWS_FLAGS = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(
    subprocess, "CREATE_NEW_PROCESS_GROUP", 0
)


class EngineError(LabError, RuntimeError):
    """The engine cannot be reached; the message says why and what to do."""


def connect(idle_seconds=600.0, timeout=60.0):
    """Return an `Engine`: on the cluster that `DASK_SCHEDULER_ADDRESS` names, else this user's own, started if needed.

    idle_seconds: after so many seconds without a run, an engine that this call starts ends by
        itself.
    timeout: seconds to wait for it. Raises `EngineError` with what to do.
    """
    if address := os.environ.get("DASK_SCHEDULER_ADDRESS"):
        return Engine(
            _client(
                address, None, timeout, "Check DASK_SCHEDULER_ADDRESS, and that the cluster is up."
            )
        )
    path = connection_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with locket.lock_file(str(path.with_suffix(".lock")), timeout=2 * timeout):
            engine = _running(path) or _start(path, idle_seconds, timeout)
    except (locket.LockError, OSError) as error:
        raise _own_error(f"cannot be started ({error})", path) from error
    if engine is None:
        raise _own_error("started but does not answer", path)
    return engine


def _own_error(what, path):
    log = path.with_suffix(".log")
    return EngineError(
        f"The engine {what}. Close other programs, then restart the kernel. Its own words are in {log}."
    )


def connection_file():
    """Return where this user's engine leaves its address: one file for each environment and copy of the lab."""
    home = hashlib.sha256(f"{sys.prefix}\0{PROJECT_ROOT}".encode()).hexdigest()[:10]
    return Path(jupyter_runtime_dir()) / f"cnn-lab-engine-{home}.json"


def _running(path):
    """Return the engine that left `path`, or None where it is gone."""
    try:
        connection = json.loads(path.read_text())
        if not psutil.pid_exists(connection["pid"]):
            return None
        security = Security(
            require_encryption=True, **{name: connection[name] for name in CREDENTIALS}
        )
        return Engine(_client(connection["address"], security, 15.0, ""), pid=connection["pid"])
    except (OSError, ValueError, KeyError, EngineError):
        return None


def _start(path, idle_seconds, timeout):
    """Start the engine's process, apart from this one; return the engine, None where it does not answer."""
    path.unlink(missing_ok=True)
    command = [
        sys.executable,
        "-m",
        "cnnlab.engine.process",
        str(path),
        "--idle-seconds",
        str(idle_seconds),
    ]
    with open(path.with_suffix(".log"), "wb") as log:
        streams = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
        apart = {"start_new_session": True, "creationflags": WINDOWS_FLAGS}
        # `-m` finds the lab there.
        process = subprocess.Popen(command, cwd=PROJECT_ROOT, **streams, **apart)
    # Takes its exit status, so that no zombie stays.
    threading.Thread(target=process.wait, daemon=True).start()
    deadline = time.monotonic() + timeout
    while not path.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise _own_error("did not start", path)
        time.sleep(0.03)
    return _running(path)


def _client(address, security, timeout, advice):
    try:
        client = Client(
            address, security=security, timeout=timeout, set_as_default=False, name="cnn-lab-page"
        )
    except (OSError, TimeoutError, ValueError) as error:
        raise EngineError(
            f"No engine answers at {address} ({type(error).__name__}). {advice}"
        ) from error
    try:
        client.register_plugin(tasks.WarmWorker())
    except Exception as error:
        client.close()
        came = f"The workers at {address} cannot run the lab ({type(error).__name__}: {error})."
        advice = "Install this version of the lab and its requirements on the scheduler and on each worker."
        raise EngineError(f"{came} {advice}") from error
    return client


def end(pid):
    """End an engine's process, politely first; its worker ends with it."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        process.terminate()
        for alive in psutil.wait_procs([process], 10)[1]:
            alive.kill()


class Engine:
    """A connection to the workers. `pid` is the process of an engine of one's own, None for another cluster."""

    def __init__(self, client, pid=None):
        self.client, self.pid = client, pid

    @property
    def is_connected(self):
        return self.client.status == "running"

    def close(self):
        """Let go of the connection; runs go on."""
        # Its last attempt to reach an engine that has ended may come up here.
        with contextlib.suppress(Exception):
            self.client.close(timeout=2)

    def warm(self, source):
        """Have the workers open the digits of `source` before they are needed; returns at once."""
        fire_and_forget(self.client.submit(tasks.warm, source, pure=False, priority=10))

    def train(self, run, on_lost=lambda message: None):
        """Queue a run, new or paused; returns at once.

        on_lost: called, in another thread, with a sentence where the run took its workers down
            with it.
        """
        self.request(run, None)  # takes back what was asked of it before
        key = f"{tasks.topic(run.folder)}/{time.time_ns()}"
        future = self.client.submit(tasks.train, run, key=key, resources={"training": 1})
        fire_and_forget(future)

        def report(done):
            if done.status == "error":
                came = f"The run ended without a word from its worker ({type(done.exception()).__name__})."
                why = "There may be too little memory: close other programs, choose fewer filters, and press Resume."
                on_lost(f"{came} {why}")

        future.add_done_callback(report)

    def request(self, run, what):
        """Ask a run to "stop" or to "pause": acknowledged when this returns, done at the run's next batch.

        Returns False where no worker was up to hear it.
        """
        return bool(self.client.run(tasks.request, str(run.folder), what, on_error="ignore"))

    def withdraw(self, run):
        """Take a run that waits for a worker out of the queue; it then never starts."""
        self.client.run_on_scheduler(_withdraw, str(run.folder))

    def has(self, run):
        """Whether the run waits for a worker or is being trained."""
        return bool(self.client.run_on_scheduler(_active_keys, str(run.folder)))

    def latest(self, run):
        """Return the run's `Progress` as last published; None where nothing was since the engine began."""
        events = self.client.get_events(tasks.topic(run.folder))
        return Progress.from_dict(events[-1][1]) if events else None

    def follow(self, run, on_progress):
        """Call `on_progress` with each `Progress` of the run from now on, in another thread; whole state each time."""
        self.client.subscribe_topic(
            tasks.topic(run.folder), lambda event: on_progress(Progress.from_dict(event[1]))
        )

    def watch_workers(self, on_death):
        """Call `on_death` with the folders of the runs that a dead worker was training, in another thread."""

        def handle(event):
            match event[1]:
                case {"action": "remove-worker", "expected": False, "processing-tasks": keys}:
                    on_death([_folder(key) for key in keys if _folder(key)])

        self.client.subscribe_topic("all", handle)

    def inspect(self, run, name, *arguments, timeout=30.0):
        """Return what the function `name` of the room `inspection` makes of a finished run's network.

        Answers while another run is being trained. Raises `EngineError` after `timeout` seconds.
        """
        future = self.client.submit(
            tasks.inspect, name, run.model_path, *arguments, pure=False, priority=10
        )
        try:
            return future.result(timeout)
        except TimeoutError as error:
            raise EngineError(
                f"No worker answered within {timeout:g} s. Try again when the run is over."
            ) from error


ACTIVE = ("no-worker", "waiting", "queued", "processing")


def _folder(key):
    """Return the folder of the run that a task's key names; None for other tasks."""
    return (
        key.removeprefix(tasks.topic("")).rpartition("/")[0]
        if str(key).startswith(tasks.topic(""))
        else None
    )


def _active_keys(folder, dask_scheduler):
    return [
        key
        for key, task in dask_scheduler.tasks.items()
        if task.state in ACTIVE and _folder(key) == folder
    ]


def _withdraw(folder, dask_scheduler):
    keys = _active_keys(folder, dask_scheduler)
    dask_scheduler.stimulus_cancel(
        keys, "fire-and-forget", force=True, reason="withdrawn", msg="by its owner"
    )
