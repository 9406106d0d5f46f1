"""Handles: pages, sockets and idle connections are refused in time, and the server goes on."""

import contextlib
import os
import socket
import sys

import psutil
import pytest
from websockets.exceptions import InvalidStatus

from cnnlab.app import kernel_socket, limits
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.attacks,
    pytest.mark.skipif(sys.platform != "linux", reason="another process's limits are Linux's"),
]

IDLE = 1100


@pytest.fixture
def lower(served):
    """Return a function that leaves the server so many handles, the spare ones not counted."""
    import resource

    pid = served.process.pid
    usual = resource.prlimit(pid, resource.RLIMIT_NOFILE)

    def leave(handles):
        held = psutil.Process(pid).num_fds()
        most = held + limits.SPARE_HANDLES + handles
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (most, usual[1]))

    yield leave
    resource.prlimit(pid, resource.RLIMIT_NOFILE, usual)


def test_a_page_is_refused_while_there_are_handles_left_to_say_so(served, visitor, lower):
    lower(limits.HANDLES_OF_A_PAGE // 2)
    refused = served.get("/")
    assert refused.status == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert "All places are taken" in refused.text
    assert served.request("HEAD", "/").status == 503
    # The one that is open goes on.
    with visitor.socket() as open_socket:
        assert open_socket.recv(timeout=30)


def is_served(served):
    return served.request("HEAD", "/").status == 200


def said_at(served):
    """Return what is read at the page's address, "" where the connection is cut off."""
    with contextlib.suppress(OSError):
        refused = served.get("/")
        assert refused.status == 503
        return refused.text
    return ""


def test_idle_connections_are_turned_away_before_handles_run_out(served, visitor, lower):
    wait_until(lambda: is_served(served))
    lower(100)
    process = psutil.Process(served.process.pid)
    spent = sum(process.cpu_times()[:2])
    with contextlib.ExitStack() as idle:
        for _ in range(IDLE):
            idle.enter_context(socket.create_connection(("127.0.0.1", served.port)))
        # While thousands knock, some are cut off without a word; then it is said again.
        wait_until(lambda: "All places are taken" in said_at(served))
        assert sum(process.cpu_times()[:2]) - spent < 10
    wait_until(lambda: is_served(served))
    assert os.path.getsize(served.errors) < 10_000
    assert os.path.getsize(served.folder / "lab.log") < 200_000


@contextlib.contextmanager
def lost_socket(visitor):
    """Give a socket that is not closed as it should be, but lost."""
    connection = visitor.socket()
    try:
        yield connection
    finally:
        connection.socket.shutdown(socket.SHUT_RDWR)


def has_room(visitor):
    try:
        with lost_socket(visitor):
            return True
    except InvalidStatus as refused:
        assert refused.response.status_code == 503
        return False


def test_a_kernel_has_a_few_sockets(visitor):
    with contextlib.ExitStack() as sockets:
        for _ in range(kernel_socket.MOST_SOCKETS):
            sockets.enter_context(lost_socket(visitor))
        assert not has_room(visitor)
    wait_until(lambda: has_room(visitor))
