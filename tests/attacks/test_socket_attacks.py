"""A few bytes to a page's kernel: they close their own socket, and the server answers."""

import struct

import psutil
import pytest
from websockets import ConnectionClosed

from cnnlab.app.kernel_socket import V1
from tests.attacks.visitor import Page

pytestmark = pytest.mark.attacks

# What they did before: a loop over 2**64 parts, a list of 2**31.
ENDLESS = b"\xff" * 8
HUGE = struct.pack("!I", 0x7FFFFFFF)


@pytest.mark.parametrize(("subprotocol", "message"), [(V1, ENDLESS), (None, HUGE)])
def test_a_few_bytes_close_their_own_socket_and_the_server_answers(
    served, visitor, subprotocol, message
):
    size = psutil.Process(served.process.pid).memory_info().rss
    with visitor.socket(subprotocol=subprotocol) as socket:
        socket.send(message)
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                socket.recv(timeout=10)
    assert closed.value.rcvd.code == 1007
    assert served.get("/voila/static/no-such.js").status == 403
    assert psutil.Process(served.process.pid).memory_info().rss < size + 50e6


def test_a_page_opens_and_answers(visitor):
    with visitor.socket() as socket:
        page = Page(socket).load()
        page.wait_for(lambda: any(state.get("is_open") for state in page.states.values()))
