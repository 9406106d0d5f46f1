"""What a process does that has just been copied to be a kernel (`forked_kernel.py`)."""

import atexit
import ctypes
import multiprocessing
import os
import sys
import threading

LAUNCHER = "ipykernel_launcher"  # the module that a kernel's command runs


def run(command: list[str], environment: dict[str, str], folder: str) -> None:
    """Be a kernel, in a process that has just been copied.

    command: such as ["python", "-m", "ipykernel_launcher", "-f", "kernel.json"].
    """
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    _show_command(command)
    threading.Thread(target=_end_with_server, name="server", daemon=True).start()
    from ipykernel.kernelapp import IPKernelApp

    # The kernel ends with the process that it is a copy of, too.
    parent = f"--IPKernelApp.parent_handle={os.getppid()}"
    sys.argv = [*command[command.index(LAUNCHER) :], parent]
    try:
        IPKernelApp.launch_instance()
    finally:
        atexit._run_exitfuncs()  # multiprocessing leaves them out


def _end_with_server() -> None:
    """End this process where the server's has ended without ending it, as when that is killed."""
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os._exit(1)


def _show_command(command: list[str]) -> None:
    """Have `ps` show a kernel's command, not that of the process that was copied.

    Linux reads it from the memory where the process has got it.
    """
    with open("/proc/self/stat", encoding="ascii", errors="replace") as stat:
        fields = stat.read().rpartition(")")[2].split()
    start, end = (int(field) for field in fields[45:47])  # arg_start, arg_end: proc(5)
    shown = "\0".join(command).encode()[: end - start - 1]
    ctypes.memmove(start, shown.ljust(end - start, b"\0"), end - start)
