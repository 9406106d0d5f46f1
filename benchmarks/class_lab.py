"""A lab that is served to a class of simulated students, and the processes of it."""

import contextlib
import os
import subprocess
import sys

import psutil

from cnnlab.session.preset_choices import preset_choices
from tests.browser.driving import PROJECT, free_port

IMAGES = 2000
SECONDS_TO_GO = 30  # until the kernels of closed pages have ended


@contextlib.contextmanager
def lab_for(environment, folder, *options, port=None):
    """Serve the lab to a class; give its address, its process and what it prints.

    port: where it is served; at a free one where that is None.
    """
    port = port or free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "cnnlab", "serve", "--visitors", f"--port={port}", *options],
        cwd=PROJECT,
        env=os.environ | environment | {"LAB_LOG": str(folder / "lab.log")},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        process.stdout.readline()
        yield f"http://127.0.0.1:{port}/", process
    finally:
        process.terminate()
        process.wait(60)


def query(**choices):
    """Return the set-up that the students open: "fast", on few images, but for `choices`."""
    asked = preset_choices("fast") | {"epochs": 1, "num_train": IMAGES} | choices
    return "&".join(f"{name}={value}" for name, value in asked.items())


def kernels_of(process):
    """Return the pages' kernels."""
    children = psutil.Process(process.pid).children(recursive=True)
    return [child for child in children if _is_kernel(child)]


def _is_kernel(process):
    with contextlib.suppress(psutil.Error):  # it has just ended
        return "ipykernel_launcher" in process.cmdline()
    return False
