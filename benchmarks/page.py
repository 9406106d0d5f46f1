"""How soon the page answers, and what its kernel holds: real Voila, real Chromium, real MNIST.

Memory is measured at the end of a page's life: gallery shown, two runs finished, confusion
matrix open.
"""

import os
import shutil
import tempfile
import time
from contextlib import contextmanager

import psutil

from tests.browser.driving import chromium_page, open_step, server

# What Chromium is called on the systems that we know.
NAMES = ("chromium", "chromium-browser", "google-chrome")
BROWSER = next(filter(None, map(shutil.which, NAMES)), None)
SECONDS = 1000
STATUS = "[...document.querySelectorAll('.lab-status')].at(-1)?.innerText"


def row(what, measured, unit, to_reach):
    """Return a row of the table."""
    return {
        "what": what,
        "measured": measured,
        "unit": unit,
        "to_reach": to_reach,
    }


@contextmanager
def fresh_lab():
    """Give an environment without runs and engine of its own; end what was started in it."""
    with tempfile.TemporaryDirectory(prefix="lab-bench-") as folder:
        os.mkdir(f"{folder}/runtime", mode=0o700)
        environment = {
            "LAB_RUNS": f"{folder}/runs",
            "JUPYTER_RUNTIME_DIR": f"{folder}/runtime",
        }
        try:
            yield environment
        finally:
            for process in processes_in(environment):
                process.kill()
            time.sleep(0.5)


def processes_in(environment):
    """Return the processes that were started in a fresh lab's environment."""
    found = []
    runtime = environment["JUPYTER_RUNTIME_DIR"]
    for process in psutil.process_iter():
        try:
            if process.environ().get("JUPYTER_RUNTIME_DIR") == runtime:
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def open_page(page, address):
    """Open the dashboard; return the seconds until the Train button can be pressed."""
    began = time.perf_counter()
    page.goto(address)
    button = "document.querySelector('button[title^=\"Start a run\"]')"
    wait_in_page(page, f"{button}?.disabled === false")
    return time.perf_counter() - began


def wait_in_page(page, condition, timeout=120):
    """Wait until a condition in JavaScript holds; timeout: seconds."""
    page.wait_for_function(condition, timeout=timeout * SECONDS, polling=20)


def press_train(page):
    """Press Train; return the seconds until the status changed, and until the first point is seen.

    The run before has finished: its curve goes with Train, and the next one that is there is
    the new run's.
    """
    began = time.perf_counter()
    page.get_by_role("button", name="Train", exact=True).click()
    wait_in_page(page, f"['waiting', 'training'].includes({STATUS})")
    answered = time.perf_counter() - began
    curve = "document.querySelector('.lab-chart-training')?.getAttribute('d')"
    wait_in_page(page, f"{STATUS} !== 'finished' && {STATUS} !== 'waiting' && {curve}")
    return answered, time.perf_counter() - began


def kernel_of(environment):
    """Return the process of the page's kernel: of the kernels, the one that holds the most."""
    kernels = [
        process
        for process in processes_in(environment)
        if "ipykernel_launcher" in " ".join(process.cmdline())
    ]
    return max(kernels, key=lambda process: process.memory_full_info().pss)


def measure():
    """Return the rows of the table."""
    command = ("voila", "notebooks/dashboard.ipynb", "--no-browser")
    with fresh_lab() as environment, chromium_page(BROWSER) as page:
        with server(*command, **environment) as address:
            cold = open_page(page, address)
            page.get_by_role("button", name="Train", exact=True).click()
            wait_in_page(page, f"{STATUS} === 'finished'")
            for step in range(1, 7):
                open_step(page, step)
            page.wait_for_timeout(3 * SECONDS)  # the evaluation is drawn
            answered, first_point = press_train(page)
            wait_in_page(page, f"{STATUS} === 'finished'")
            page.locator("img[alt^='Confusion matrix']").scroll_into_view_if_needed()
            page.wait_for_timeout(2 * SECONDS)
            kernel = kernel_of(environment)
            loaded = any("tensorflow" in region.path for region in kernel.memory_maps())
            held = kernel.memory_full_info().pss / 2**20
        with server("cnnlab", "serve", **environment) as address:
            time.sleep(5)  # the first kernel is heated meanwhile
            heated = open_page(page, address)
    return [
        row("Train button after the request, cold (voila)", cold, "s", 3.0),
        row("Train button after the request, heated kernel (serve)", heated, "s", 3.0),
        row("status changes after Train, worker warm", answered, "s", 0.3),
        row("first point on the plot after Train, worker warm", first_point, "s", 1.0),
        row("the page's kernel, proportional set size", held, "MiB", 150),
        row("TensorFlow in the page's kernel (1 is yes)", float(loaded), "", 0),
    ]
