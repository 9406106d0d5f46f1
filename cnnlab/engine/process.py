"""The engine's own process: Dask's scheduler and its workers, for all kernels of one user.

Run by `engine.connect()` as `python -m cnnlab.engine.process FILE --idle-seconds N`. It writes
FILE, readable by its owner only, with the address and the temporary credentials, and ends when
nothing was trained for N seconds. Between runs it renews a worker that has grown: TensorFlow
keeps 4 to 8 MB of every network, whatever is cleared.
"""

import argparse
import asyncio
import contextlib
import logging
import signal
import sys
import time
from pathlib import Path
from types import FrameType

import dask
from distributed import LocalCluster, Scheduler, Security

from cnnlab.engine import logs
from cnnlab.engine.connection_file import remove_connection, write_connection
from cnnlab.engine.topics import SLOT
from cnnlab.engine.turns import Turns
from cnnlab.engine.workers import environment_of, number_of_workers
from cnnlab.runs import runs_folder
from cnnlab.runs.private import be_private

logger = logging.getLogger("cnnlab.engine.process")  # and not "__main__"

SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_OF_REST = 20.0
DASK_SETTINGS = {
    # No page of Dask's is served.
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    # Dask would ask a hundred times a second what each thread does. Python 3.11 can lock up for
    # ever there, when something of TensorFlow's is collected just then, and its run with it:
    # github.com/python/cpython/issues/106883.
    "distributed.worker.profile.enabled": False,
    # Of each run's states only the newest is ever asked for; a thousand, Dask's default, would
    # be megabytes a run.
    "distributed.admin.low-level-log-length": 20,
    # The worker's threads share one heap of glibc's: with a heap each, six short runs kept 27
    # MB more.
    "distributed.nanny.pre-spawn-environ.MALLOC_ARENA_MAX": 1,
    # oneDNN keeps fewer compiled kernels than its 1,024: ten networks of different sizes left
    # 64 MB more.
    "distributed.nanny.pre-spawn-environ.ONEDNN_PRIMITIVE_CACHE_CAPACITY": 64,
}


def local_cluster(security: Security, workers: int) -> LocalCluster:
    """Return worker processes with two threads each, behind TLS, for this machine only."""
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=2,
        memory_limit=0,
        resources={SLOT: 1},
        preload=[logs.__name__],
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        worker_dashboard_address="127.0.0.1:0",
        security=security,
        asynchronous=True,
    )


async def serve(path: Path, idle_seconds: float, worker_mib: float, workers: int) -> None:
    """Hold the cluster until it was idle for `idle_seconds`, or a signal ends it."""
    loop = asyncio.get_running_loop()
    holding = loop.create_task(_hold_cluster(path, idle_seconds, worker_mib, workers))

    def cancel(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(holding.cancel)

    signal.signal(signal.SIGTERM, cancel)  # as asyncio does for SIGINT
    await holding


async def _hold_cluster(path: Path, idle_seconds: float, worker_mib: float, workers: int) -> None:
    security = Security.temporary()
    async with local_cluster(security, workers) as cluster:
        write_connection(path, cluster.scheduler_address, security)
        # Which began before its worker was up, and before anybody could reach it.
        cluster.scheduler.idle_since = None
        try:
            await _look_after(cluster.scheduler, idle_seconds, worker_mib)
        finally:
            remove_connection(path)


async def _look_after(scheduler: Scheduler, idle_seconds: float, worker_mib: float) -> None:
    """Renew workers that have grown, until nothing has been on for `idle_seconds`."""
    while (idle := _seconds_idle(scheduler)) < idle_seconds:
        is_at_rest = idle > SECONDS_OF_REST
        await _renew_grown(scheduler, worker_mib if is_at_rest else 2 * worker_mib)
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)


def _seconds_idle(scheduler: Scheduler) -> float:
    """Return for how long nothing has been on, 0 while something is or was since the last look."""
    since = scheduler.check_idle()
    return time.time() - since if since else 0.0


async def _renew_grown(scheduler: Scheduler, most_mib: float) -> None:
    """Replace workers that hold more than `most_mib` MiB by fresh ones, when their run is over."""
    most_bytes = most_mib * 2**20
    workers = scheduler.workers.values()
    grown = {worker for worker in workers if worker.metrics.get("memory", 0) > most_bytes}
    turns = scheduler.plugins.get(Turns.name)
    if isinstance(turns, Turns):
        turns.get_no_more = {worker.address for worker in grown}
    idle = [worker.address for worker in grown if not worker.processing]
    if not idle:
        return
    try:
        await scheduler.restart_workers(
            idle,
            timeout=60,
            on_error="return",
            stimulus_id="renewed",
        )
    except TimeoutError:  # the nanny goes on trying
        logger.warning("a renewed worker is not back yet", exc_info=True)


def _lift_memory_limit() -> None:
    """Take back the limit of memory that this has from the page's kernel that started it."""
    if sys.platform != "linux":
        return
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--idle-seconds", type=float, default=600.0)
    hint = "a resting worker that holds more is renewed; between two runs one with twice as much"
    parser.add_argument("--worker-mib", type=float, default=1500.0, help=hint)
    parser.add_argument("--workers", type=int, default=number_of_workers())
    arguments = parser.parse_args()
    logs.configure_logging()
    _lift_memory_limit()
    be_private(runs_folder())
    dask.config.set(DASK_SETTINGS)
    for name, value in environment_of(arguments.workers).items():
        dask.config.set({f"distributed.nanny.pre-spawn-environ.{name}": value})
    options = (arguments.idle_seconds, arguments.worker_mib, arguments.workers)
    with contextlib.suppress(asyncio.CancelledError, KeyboardInterrupt):
        asyncio.run(serve(arguments.file, *options))


if __name__ == "__main__":
    main()
