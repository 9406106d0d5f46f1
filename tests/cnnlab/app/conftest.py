"""What the tests of the served page share."""

import socket

import pytest

from tests.cnnlab.app.served import Server


@pytest.fixture
def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def server(free_port, tmp_path):
    running = Server(free_port, tmp_path)
    yield running
    running.clean_up()
