"""A few bytes to a page's kernel: they close their own socket, and the server answers."""

import struct

import psutil
import pytest
from websockets import ConnectionClosed

from cnnlab.app.kernel_socket import V1

pytestmark = pytest.mark.attacks

# What they did before: a loop over 2**64 parts, a list of 2**31.
ENDLESS = b"\xff" * 8
HUGE = struct.pack("!I", 0x7FFFFFFF)


def closing_code(visitor, subprotocol, message):
    """Return with which code a socket closes after a message."""
    with visitor.socket(subprotocol=subprotocol) as socket:
        socket.send(message)
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                socket.recv(timeout=10)
    return closed.value.rcvd.code


def test_a_few_bytes_close_their_own_socket_and_the_server_answers(served, visitor):
    size = psutil.Process(served.process.pid).memory_info().rss
    assert closing_code(visitor, V1, ENDLESS) == 1007
    assert closing_code(visitor, None, HUGE) == 1007
    assert served.get("/voila/static/no-such.js").status == 403
    assert psutil.Process(served.process.pid).memory_info().rss < size + 50e6
