"""What panels draw: digits, and a session on an empty book, without an engine."""

import types

import numpy as np
import pytest

from cnnlab.session import LabSession
from labhelpers.digits import load_digits
from tests import from_browser, waiting
from tests.cnnlab.widgets import runs_on_disk


@pytest.fixture
def digits():
    """Seventy images of a 0, one of each digit to 8; each image's corner holds its position."""
    labels = np.array([0] * 70 + list(range(1, 9)), "uint8")
    images = np.zeros((len(labels), 28, 28), "uint8")
    images[:, 10:18, 12:16] = 255
    images[:, 0, 0] = np.arange(len(labels))
    return types.SimpleNamespace(
        train_images=images,
        train_labels=labels,
        test_images=images[:5],
        test_labels=labels[:5],
        name="made digits",
        reason="Made <here> for this test.",
    )


@pytest.fixture(scope="session")
def embedded():
    return load_digits("embedded")


@pytest.fixture
def session(lab_runs, embedded):
    opened = LabSession("mine", digits=embedded)
    yield opened
    opened.close()


@pytest.fixture
def send():
    """Return a function that has a widget receive a message as from the browser."""
    return from_browser.send


@pytest.fixture
def painted():
    """Return a function that waits until a session has drawn everything that it was to draw."""
    return waiting.painted


@pytest.fixture
def add_run():
    """Return a function that puts a run on disk, among those of a session's book."""
    return runs_on_disk.add_run
