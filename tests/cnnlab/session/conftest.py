"""A session on a book of its own, without an engine."""

import pytest

from cnnlab.session import LabSession
from labhelpers.digits import load_digits


@pytest.fixture(scope="session")
def digits():
    return load_digits("embedded")


@pytest.fixture
def session(lab_runs, digits):
    opened = LabSession("tests", digits=digits)
    yield opened
    opened.close()
