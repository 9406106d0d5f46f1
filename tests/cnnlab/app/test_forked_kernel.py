"""Kernels that are copies of one process: real ones, and what they hold and show of themselves."""

import asyncio
import sys

import psutil
import pytest
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory

from cnnlab.app import forked_kernel
from cnnlab.app.forked_kernel import IMPORTED_BEFORE, ForkedKernel

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux copies kernels")

ASK = """
import os, sys, threading
print(os.environ["OF_A_TEST"], os.getcwd(), os.getpid() == os.getsid(0))
print([name for name in {modules} if name not in sys.modules])
print("voila" in sys.modules, "tensorflow" in sys.modules)
"""
MOST_OF_ITS_OWN = 45 * 2**20  # measured: 26 MiB; a kernel with a process of its own has 85


@pytest.fixture
def copies():
    factory = KernelProvisionerFactory.instance()
    usual = factory.default_provisioner_name
    forked_kernel.use_copies()
    yield
    factory.default_provisioner_name = usual


async def outcome(tmp_path):
    """Start a kernel and ask it; return what it says, what it is, and what is left of it."""
    manager = AsyncKernelManager()
    environment = {"OF_A_TEST": "told"}
    await manager.start_kernel(env=environment, cwd=str(tmp_path))
    assert isinstance(manager.provisioner, ForkedKernel)
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=120)
    said = []
    await client.execute_interactive(
        ASK.format(modules=IMPORTED_BEFORE),
        output_hook=lambda message: said.append(message["content"].get("text", "")),
    )
    process = psutil.Process(manager.provisioner.pid)
    shown = process.cmdline()
    own = process.memory_full_info().uss
    client.stop_channels()
    await manager.shutdown_kernel()
    return "".join(said).splitlines(), shown, own, process.is_running()


def test_a_copy_is_a_kernel_like_any_other_and_holds_little_of_its_own(copies, tmp_path):
    said, shown, own, is_left = asyncio.run(outcome(tmp_path))
    assert said == [f"told {tmp_path} True", "[]", "False False"]
    assert shown[1:4] == ["-m", "ipykernel_launcher", "-f"]
    assert own < MOST_OF_ITS_OWN
    assert not is_left
