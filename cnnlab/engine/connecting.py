"""How a kernel comes to an engine: a cluster's, or this user's own, which is started if needed."""

import contextlib
import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import locket
import psutil
from distributed import Client, Security

from cnnlab.engine.client import Engine
from cnnlab.engine.connection_file import Connection, connection_file, find_connection, tidy
from cnnlab.engine.errors import EngineError
from cnnlab.engine.insecure import check_address
from cnnlab.engine.lost_runs import LostRuns
from cnnlab.engine.turns import Turns
from cnnlab.engine.warming import WarmWorker
from labhelpers.files import PROJECT_ROOT

logger = logging.getLogger(__name__)

SECONDS_AN_ATTEMPT = 15.0
SECONDS_BETWEEN_ATTEMPTS = 0.2
# On Windows: no console window, neither the engine's nor, opened for want of that one, its
# worker's.
NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
NEW_GROUP = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)


def connect(idle_seconds: float = 600.0, timeout: float = 60.0) -> Engine:
    """Return an `Engine`: on the cluster that `DASK_SCHEDULER_ADDRESS` names, or this user's own.

    The user's own is started where there is none. One whose process lives and does not answer
    is busy, and never gets a second one beside it.

    idle_seconds: after so many seconds without a run, an engine that this call starts ends by
        itself.
    timeout: seconds to wait for an engine to start, and for one that is there to answer.

    Raises `EngineError` with what to do.
    """
    if address := os.environ.get("DASK_SCHEDULER_ADDRESS"):
        return _connect_to_cluster(address, timeout)
    path = connection_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Twice, because an engine that is found may be about to end.
        for _ in range(2):
            connection = find_connection(path) or _start_alone(path, idle_seconds, timeout)
            engine = _reach(connection, timeout)
            if engine is not None:
                return engine
    except (locket.LockError, OSError) as error:
        logger.exception("the engine of %s cannot be started", path)
        raise _own_error(f"cannot be started ({error})", path) from error
    raise _own_error("started and ended at once", path)


def is_up() -> bool:
    """Whether an engine of this user's own runs, of whichever version."""
    try:
        return find_connection(connection_file()) is not None
    except EngineError:  # one of another version
        return True


def end(pid: int) -> None:
    """End an engine's process, politely first; its worker ends with it."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        process.terminate()
        _gone, alive = psutil.wait_procs([process], timeout=10)
        for stubborn in alive:
            stubborn.kill()


def _own_error(what: str, path: Path) -> EngineError:
    advice = "Close other programs, then restart the kernel."
    log = path.with_suffix(".log")
    return EngineError(f"The engine {what}. {advice} Its own words are in {log}.")


def _connect_to_cluster(address: str, timeout: float) -> Engine:
    check_address(address)
    try:
        return Engine(_client(address, None, timeout))
    except (TypeError, RuntimeError) as error:  # Dask, for want of a certificate
        logger.exception("no certificates fit %s", address)
        came = f"{address} and the certificates here do not go together ({error})."
        advice = "Set DASK_CONFIG to the file that `cnn-lab certificates` made for the cluster,"
        advice += " and let DASK_SCHEDULER_ADDRESS begin with tls://."
        raise EngineError(f"{came} {advice}") from error
    except (OSError, ValueError) as error:
        logger.exception("no cluster answers at %s", address)
        came = f"No engine answers at {address} ({type(error).__name__})."
        advice = "Check DASK_SCHEDULER_ADDRESS, and that the cluster is up."
        raise EngineError(f"{came} {advice}") from error


def _reach(connection: Connection, timeout: float) -> Engine | None:
    """Return the engine as soon as it answers; None where its process ended in the meantime.

    Raises EngineError where it lives and does not answer within `timeout` seconds.
    """
    deadline = time.monotonic() + timeout
    while connection.is_alive:
        seconds_left = deadline - time.monotonic()
        if seconds_left <= 0:
            raise _busy_error(connection, timeout)
        try:
            attempt = min(seconds_left, SECONDS_AN_ATTEMPT)
            client = _client(connection.address, connection.security, attempt)
            return Engine(client, connection.pid)
        except (OSError, ValueError):
            logger.warning("no answer from process %d", connection.pid, exc_info=True)
            time.sleep(SECONDS_BETWEEN_ATTEMPTS)
    return None


def _busy_error(connection: Connection, timeout: float) -> EngineError:
    came = f"The engine (process {connection.pid}) is busy: no answer within {timeout:g} s."
    advice = "Its run goes on. Close other programs, wait a minute and try again."
    last = f"If it never answers, end process {connection.pid}; its run can be resumed."
    return EngineError(f"{came} {advice} {last}")


def _start_alone(path: Path, idle_seconds: float, timeout: float) -> Connection:
    """Start the engine unless another kernel is doing so: then wait for that one."""
    with locket.lock_file(str(path.with_suffix(".lock")), timeout=2 * timeout):
        return find_connection(path) or _start(path, idle_seconds, timeout)


def _start(path: Path, idle_seconds: float, timeout: float) -> Connection:
    """Start the engine's process, apart from this one; return where it can be reached."""
    path.unlink(missing_ok=True)
    tidy(path.parent)
    # `-m` finds the lab in PROJECT_ROOT.
    module = ["-m", "cnnlab.engine.process"]
    options = [str(path), "--idle-seconds", str(idle_seconds)]
    with open(path.with_suffix(".log"), "wb") as log:
        process = subprocess.Popen(
            [sys.executable, *module, *options],
            cwd=PROJECT_ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            creationflags=NO_WINDOW | NEW_GROUP,
        )
    # Takes its exit status, so that no zombie stays.
    threading.Thread(target=process.wait, daemon=True).start()
    deadline = time.monotonic() + timeout
    while (connection := find_connection(path)) is None:
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise _own_error("did not start", path)
        time.sleep(0.03)
    return connection


def _client(address: str, security: Security | None, timeout: float) -> Client:
    """Return a client whose workers are ready for the lab.

    Raises OSError or ValueError where nobody answers within `timeout` seconds, and EngineError
    where the workers cannot run the lab.
    """
    client = Client(
        address,
        security=security,
        timeout=timeout,
        set_as_default=False,
        name="cnn-lab-page",
    )
    try:
        client.register_plugin(LostRuns())
        client.register_plugin(Turns())
        client.register_plugin(WarmWorker())
    except OSError:
        client.close()
        raise
    except Exception as error:
        client.close()
        logger.exception("the workers at %s cannot run the lab", address)
        came = f"The workers at {address} cannot run the lab ({type(error).__name__}: {error})."
        advice = "Install this version of the lab and its requirements on the scheduler"
        raise EngineError(f"{came} {advice} and on each worker.") from error
    return client
