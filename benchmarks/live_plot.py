"""What the live plot costs: the same run, in turns, with the page drawing and with nobody."""

import json
import os
import statistics
import subprocess
import sys

from benchmarks.page import BROWSER, STATUS, fresh_lab, open_page, row, wait_in_page
from tests.browser.driving import chromium_page, server

TURNS = 9  # three gave from 0 to 11 %, on a machine whose speed changes by half
UNWATCHED = """
import json
from labhelpers.digits import load_digits
from cnnlab.session import LabSession
session = LabSession("unwatched", digits=load_digits("mnist")).start()
session.train()
print(json.dumps(session.wait().seconds))
"""


def seconds_unwatched(environment):
    """Return the training seconds of a run with the page's defaults that no page shows."""
    said = subprocess.run(
        [sys.executable, "-c", UNWATCHED],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(said.stdout)


def seconds_watched(page, address):
    """Return the training seconds of the same run, started from the page and drawn by it."""
    open_page(page, address)
    page.get_by_role("button", name="Train", exact=True).click()
    wait_in_page(page, f"{STATUS} === 'training'")
    wait_in_page(page, f"{STATUS} === 'finished'", 300)
    words = page.locator("[role=status]", has_text="Status:").last.inner_text()
    return float(words.split("after ")[1].split(" s")[0])


def measure():
    """Return the row of the table: the share by which being watched lengthens a run.

    Medians over turns are compared.
    """
    watched = []
    unwatched = []
    command = ("voila", "notebooks/dashboard.ipynb", "--no-browser")
    with fresh_lab() as environment, server(*command, **environment) as address:
        seconds_unwatched(environment)  # warms the worker
        for turn in range(2 * TURNS):
            if turn % 4 in (1, 2):  # each goes first as often as the other
                unwatched.append(seconds_unwatched(environment))
            else:
                with chromium_page(BROWSER) as page:
                    watched.append(seconds_watched(page, address))
    cost = statistics.median(watched) / statistics.median(unwatched) - 1
    return [row("cost of the live plot, share of the training time", 100 * cost, "%", 3.0)]
