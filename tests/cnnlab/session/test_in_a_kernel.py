"""A notebook's cell trains and waits, and the panel above it lives meanwhile: in a real kernel."""

import time

import pytest
from jupyter_client.manager import start_new_kernel

pytestmark = [pytest.mark.engine]

SHOW = """
from cnnlab.session import LabSession
from cnnlab.widgets import training_panel
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits

small = CnnConfig(filters=8, dense_units=16)
epochs = TrainingConfig(epochs=30)
session = LabSession("kernel", digits=load_digits("embedded"), cnn=small, training=epochs).start()
panel = training_panel(session)
print(panel.chart.comm.comm_id)
"""
TRAIN = """
session.train()
print(session.wait(120).status)
"""


@pytest.fixture
def kernel(lab_runs):
    """Return a client of a kernel of its own."""
    manager, client = start_new_kernel()
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def run_cell(client, code, seconds=150):
    """Run a cell; return what the kernel published meanwhile, messages with type and content."""
    cell = client.execute(code)
    published = []
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        message = client.get_iopub_msg(timeout=seconds)
        published.append((message["msg_type"], message["content"]))
        is_cells = message["parent_header"].get("msg_id") == cell
        if is_cells and message["content"].get("execution_state") == "idle":
            return published
    raise AssertionError(f"The cell was not done within {seconds} s.")


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
