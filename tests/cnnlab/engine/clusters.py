"""A cluster of real processes, as `deploy/` describes one: a scheduler, workers, certificates."""

import json
import os
import re
import signal
import subprocess
import sys

import dask

from cnnlab.__main__ import main
from cnnlab.engine import connect
from cnnlab.runs import Book
from labhelpers.files import PROJECT_ROOT
from tests.browser.driving import free_port
from tests.cnnlab.engine.driving import PATIENCE, start
from tests.waiting import wait_until

DASK = "from distributed.cli.dask_{0} import main; main()"
LASTING = 4  # so small batches that no run is over before it is to be stopped


class Cluster:
    """A scheduler, and hosts that each have an address space of processes that can be killed.

    folder: what all hosts share. address: the scheduler's. settings: of Dask, as environment
        variables, for all members.
    """

    def __init__(self, folder, address="127.0.0.1", **settings):
        main(["certificates", str(folder / "cluster")])
        self.folder = folder
        self.file = folder / "cluster" / "dask.yaml"
        own = {"PYTHONPATH": str(PROJECT_ROOT), "LAB_RUNS": str(folder)}
        self.environment = os.environ | own | settings
        self.member = self.environment | {"DASK_CONFIG": str(self.file)}
        self.processes = []
        log = folder / "scheduler.log"
        self.start("scheduler", f"--host={address}", f"--port={free_port()}", log=log)
        wait_until(lambda: "Scheduler at:" in log.read_text())
        self.place = re.search(r"Scheduler at: +tls://(\S+)", log.read_text())[1]
        self.address = f"tls://{self.place}"

    def start(self, command, *options, log=os.devnull):
        with open(log, "w") as file:
            started = subprocess.Popen(
                words_of(command, *options),
                env=self.member,
                stderr=file,
                cwd=self.folder,
                start_new_session=True,
            )
        self.processes.append(started)
        return started

    def start_host(self, workers, *options):
        return self.start("worker", *self.options_of(workers), *options)

    def options_of(self, workers):
        return [self.address, f"--nworkers={workers}", "--nthreads=2"]

    def as_member(self):
        """Have this process be a member within a block."""
        file = json.loads(self.file.read_text())
        return dask.config.set(dask.config.merge(dask.config.config, file))

    def end(self):
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def words_of(command, *options):
    """Return the command line of `dask scheduler`, or of `dask worker`."""
    return [sys.executable, "-c", DASK.format(command), "--no-dashboard", *options]


def train_two(page, runs):
    """Have a page's run and another book's train; return engine, run and follower of the other.

    Both have finished an epoch, so there is a checkpoint to go on from.
    """
    page.train()
    wait_until(lambda: page.engine.current, 60, came=lambda: page.message)
    engine = connect()
    other, follower = start(engine, Book("other", runs), epochs=100, batch_size=LASTING)
    wait_until(lambda: page.shown.progress.epoch >= 1, PATIENCE)
    follower.wait(lambda state: state.epoch >= 1)
    return engine, other, follower
