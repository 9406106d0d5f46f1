"""Kernels that begin as copies of one process, which has imported already what a page needs.

A page is there sooner, since nothing is imported for it, and holds less, since copies share what
none of them changes. Only Linux copies a process safely that has these libraries; elsewhere each
kernel starts as usual.
"""

import asyncio
import atexit
import multiprocessing
import os
import signal
import sys
from importlib.metadata import EntryPoint
from typing import Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from cnnlab.app import copied_kernel

NAME = "cnn-lab-forked"
# Nothing of these starts a thread of Python's, which a copy would not have.
IMPORTED_BEFORE = [
    "ipykernel.debugger",  # 100 modules that each kernel imports, whoever debugs
    "ipykernel.kernelapp",
    "IPython.core.history",
    "sqlite3",
    "cnnlab.app.dashboard",
    "cnnlab.engine.client",
    "labhelpers.figures",
    "matplotlib.backends.backend_agg",
    "cnnlab.app.copied_kernel",
    "cnnlab.app.before_copies",
]


def use_copies() -> None:
    """Have the kernels of this process begin as copies, where that is safe."""
    if sys.platform != "linux":
        return
    factory = KernelProvisionerFactory.instance()
    group = KernelProvisionerFactory.GROUP_NAME
    own = EntryPoint(NAME, f"{__name__}:{ForkedKernel.__name__}", group)
    factory.provisioners[NAME] = own
    factory.default_provisioner_name = NAME
    atexit.register(_end_all)


def _end_all() -> None:
    """End the copies that are left, such as one that has just begun, when this process ends.

    multiprocessing only asks them to, and waits until they have: a kernel does not listen yet.
    """
    for process in multiprocessing.active_children():
        process.kill()


class ForkedKernel(LocalProvisioner):
    """Starts a kernel as a copy; all else is as with a process of its own."""

    async def launch_kernel(self, cmd: list[str], **options: Any) -> KernelConnectionInfo:
        environment = options.get("env") or dict(os.environ)
        folder = options.get("cwd") or os.getcwd()
        copy = Copy(await asyncio.to_thread(_start, cmd, environment, folder))
        self.process = cast(Any, copy)
        self.pid = self.pgid = copy.pid  # it is the first of its group
        self.cwd = folder
        return self.connection_info


def _start(
    command: list[str], environment: dict[str, str], folder: str
) -> multiprocessing.process.BaseProcess:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(IMPORTED_BEFORE)
    # Voila's names of variables are texts of a class of its own, for which a copy would import it.
    plain = {_plain(name): _plain(value) for name, value in environment.items()}
    told = (command, plain, folder)
    process = context.Process(target=copied_kernel.run, args=told, daemon=True)
    process.start()
    return process


def _plain(text: str) -> str:
    return os.fsdecode(os.fsencode(text))


class Copy:
    """A copy's process, with what jupyter_client asks a `subprocess.Popen` for."""

    stdin = stdout = stderr = None

    def __init__(self, process: multiprocessing.process.BaseProcess) -> None:
        self._process = process
        self.pid = process.pid or 0

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)
