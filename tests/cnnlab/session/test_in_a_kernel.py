"""A notebook's cell trains and waits, and the panel above it lives meanwhile: in a real kernel."""

import threading
import time

import psutil
import pytest
from jupyter_client.manager import start_new_kernel

from cnnlab import engine
from cnnlab.runs import Book, Run
from tests.waiting import wait_until

pytestmark = [pytest.mark.engine]

SHOW = """
from cnnlab.session import LabSession
from cnnlab.widgets import training_panel
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits

small = CnnConfig(filters=8, dense_units=16)
epochs = TrainingConfig(epochs=12)
session = LabSession("kernel", digits=load_digits("embedded"), cnn=small, training=epochs).start()
panel = training_panel(session)
print(panel.chart.comm.comm_id)
"""
TRAIN = """
session.train()
print(session.wait(300).status)
"""
# As in notebook 05, where a student changes EPOCHS and runs the cell again.
CELL = """
from cnnlab.session import LabSession
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits

small = CnnConfig(filters=8, dense_units=16)
choices = TrainingConfig(epochs={epochs})
session = LabSession("kernel", digits=load_digits("embedded"), cnn=small, training=choices).start()
session.train()
print(session.wait(300).status, session.shown.run.training.epochs)
"""
SAME_SESSION = """
session.next_run.choose(epochs={epochs})
session.train()
print(session.wait(300).status, session.shown.run.training.epochs)
"""


@pytest.fixture
def new_kernel(lab_runs):
    """Return a function that starts a kernel: it gives its manager and a client of it."""
    started = []

    def start():
        started.append(start_new_kernel())
        return started[-1]

    yield start
    for manager, client in started:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.fixture
def kernel(new_kernel):
    """Return a client of a kernel of its own."""
    return new_kernel()[1]


def run_cell(client, code, seconds=150, look=None):
    """Run a cell; return what the kernel published meanwhile, messages with type and content.

    look: called with the type and content of each as it comes.
    """
    cell = client.execute(code)
    published = []
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        message = client.get_iopub_msg(timeout=seconds)
        published.append((message["msg_type"], message["content"]))
        if look is not None:
            look(*published[-1])
        is_cells = message["parent_header"].get("msg_id") == cell
        if is_cells and message["content"].get("execution_state") == "idle":
            return published
    raise AssertionError(f"The cell was not done within {seconds} s.")


def trained():
    """Return the runs of the kernel's book, by their epochs."""
    return {run.training.epochs: run for run in Book("kernel").runs() if isinstance(run, Run)}


def statuses():
    return {epochs: run.progress.status for epochs, run in trained().items()}


def wait_for_epoch(epochs):
    """Wait until the run with so many epochs has done one."""
    wait_until(lambda: epochs in trained() and trained()[epochs].progress.epoch)


def interrupt(manager, client, code, epochs):
    """Run a cell that trains, interrupt it in the middle, and return the error that it shows."""
    threading.Thread(target=lambda: (wait_for_epoch(epochs), manager.interrupt_kernel())).start()
    published = run_cell(client, code)
    (error,) = [content for kind, content in published if kind == "error"]
    return error


def printed(published, name="stdout"):
    streams = [content for kind, content in published if kind == "stream"]
    return "".join(content["text"] for content in streams if content["name"] == name)


def charted(published, comm_id):
    """Return the states of a run that a chart was sent."""
    updates = [content for kind, content in published if kind == "comm_msg"]
    states = [
        content["data"]["state"]
        for content in updates
        if content["comm_id"] == comm_id and "state" in content["data"]
    ]
    return [state["progress"] for state in states if state.get("progress")]


def test_the_panel_lives_while_a_cell_trains_and_waits(kernel):
    comm_id = printed(run_cell(kernel, SHOW)).strip()
    published = run_cell(kernel, TRAIN)
    assert printed(published) == "finished\n"
    assert printed(published, "stderr") == ""
    states = charted(published, comm_id)
    training = [state["epoch"] for state in states if state["status"] == "training"]
    assert len(set(training)) >= 3
    assert training == sorted(training)
    assert states[0]["status"] == "waiting"
    assert states[-1]["status"] == "finished"


def test_a_cell_that_was_interrupted_trains_the_new_choices_when_it_is_run_again(new_kernel):
    manager, client = new_kernel()
    error = interrupt(manager, client, CELL.format(epochs=90), epochs=90)
    assert error["ename"] == "KeyboardInterrupt"
    assert "nothing of it is lost" in error["evalue"]
    assert printed(run_cell(client, CELL.format(epochs=2))) == "finished 2\n"
    interrupt(manager, client, SAME_SESSION.format(epochs=80), epochs=80)
    assert printed(run_cell(client, SAME_SESSION.format(epochs=1))) == "finished 1\n"
    assert statuses() == {90: "paused", 2: "finished", 80: "paused", 1: "finished"}


def test_a_cell_after_a_kernels_end_waits_for_the_run_that_is_on_then_trains_its_own(new_kernel):
    manager, client = new_kernel()
    client.execute(CELL.format(epochs=100))
    wait_for_epoch(100)
    # `shutdown_kernel` interrupts it before, and where that comes through, it pauses the run.
    psutil.Process(manager.provisioner.pid).kill()

    def stop_the_other(kind, content):
        if kind == "stream" and "A run of yours is on already" in content["text"]:
            connection = engine.connect()
            connection.request(trained()[100], "stop")
            connection.close()

    _manager, client = new_kernel()
    published = run_cell(client, CELL.format(epochs=1), look=stop_the_other)
    assert printed(published) == "finished 1\n"
    assert statuses() == {100: "stopped", 1: "finished"}
