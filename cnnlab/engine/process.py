"""The engine's own process: a Dask scheduler and one worker on this machine, for all kernels of one user.

Run by `engine.connect()` as `python -m cnnlab.engine.process FILE --idle-seconds N`. It writes
FILE, readable by its owner only, with the address and the temporary credentials, and ends when
nothing was trained for N seconds. Between runs it renews a worker that has grown: TensorFlow
keeps 4 to 8 MB of every network, whatever is cleared.
"""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import time
from pathlib import Path

import dask
from distributed import LocalCluster, Security
from jupyter_core.paths import secure_write

CREDENTIALS = ("tls_ca_file", "tls_client_cert", "tls_client_key")
SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_OF_REST = 20.0


def local_cluster(security):
    """Return one worker process with two threads behind TLS on this machine; no page of Dask's is served."""
    dask.config.set({"distributed.scheduler.http.routes": [], "distributed.worker.http.routes": []})
    # Of each run's states only the newest is ever asked for; a thousand, Dask's default, would
    # be megabytes a run.
    dask.config.set({"distributed.admin.low-level-log-length": 20})
    # The worker's threads share one heap of glibc's: with a heap each, six short runs kept 27
    # MB more. And oneDNN keeps fewer compiled kernels than its 1,024: ten networks of different
    # sizes left 64 MB more.
    for variable, value in {"MALLOC_ARENA_MAX": 1, "ONEDNN_PRIMITIVE_CACHE_CAPACITY": 64}.items():
        dask.config.set({f"distributed.nanny.pre-spawn-environ.{variable}": value})
    workers = {
        "n_workers": 1,
        "threads_per_worker": 2,
        "memory_limit": 0,
        "resources": {"training": 1},
    }
    places = {
        "host": "127.0.0.1",
        "dashboard_address": "127.0.0.1:0",
        "worker_dashboard_address": "127.0.0.1:0",
    }
    return LocalCluster(security=security, asynchronous=True, **workers, **places)


def write_connection(path, address, security):
    """Write what a kernel needs to reach the engine; the file is its owner's from the first byte on."""
    credentials = {name: getattr(security, name) for name in CREDENTIALS}
    beside = path.with_suffix(f".{os.getpid()}")
    with secure_write(beside) as file:
        json.dump({"address": address, "pid": os.getpid()} | credentials, file)
    os.replace(beside, path)


async def serve(path, idle_seconds, worker_mib):
    """Hold the cluster until it was idle for `idle_seconds`, or a signal ends it."""
    loop, serving = asyncio.get_running_loop(), asyncio.current_task()
    # As asyncio does for SIGINT.
    signal.signal(signal.SIGTERM, lambda *_: loop.call_soon_threadsafe(serving.cancel))
    security = Security.temporary()
    async with local_cluster(security) as cluster:
        write_connection(path, cluster.scheduler_address, security)
        # Which began before its worker was up, and before anybody could reach it.
        cluster.scheduler.idle_since = None
        try:
            while (idle := _seconds_idle(cluster.scheduler)) < idle_seconds:
                if idle:
                    await _renew_grown(
                        cluster.scheduler, worker_mib * (1 if idle > SECONDS_OF_REST else 2)
                    )
                await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        finally:
            with contextlib.suppress(OSError, ValueError):
                if json.loads(path.read_text())["pid"] == os.getpid():
                    path.unlink()


def _seconds_idle(scheduler):
    """Return for how long nothing has been on, 0 while something is or was since somebody last asked."""
    since = scheduler.check_idle()
    return time.time() - since if since else 0.0


async def _renew_grown(scheduler, most_mib):
    """Replace idle workers that hold more than `most_mib` MiB by fresh ones."""
    states = scheduler.workers.values()
    grown = [state.address for state in states if state.metrics.get("memory", 0) > most_mib * 2**20]
    if grown:
        with contextlib.suppress(asyncio.TimeoutError):  # the nanny goes on trying
            await scheduler.restart_workers(
                grown, timeout=60, on_error="return", stimulus_id="renewed"
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--idle-seconds", type=float, default=600.0)
    hint = "a resting worker that holds more is renewed, one that holds twice as much between any two runs"
    parser.add_argument("--worker-mib", type=float, default=1500.0, help=hint)
    arguments = parser.parse_args()
    with contextlib.suppress(asyncio.CancelledError, KeyboardInterrupt):
        asyncio.run(serve(arguments.file, arguments.idle_seconds, arguments.worker_mib))


if __name__ == "__main__":
    main()
