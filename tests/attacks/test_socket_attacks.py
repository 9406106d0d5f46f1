"""A few bytes to a page's kernel: they close their own socket, and the server answers."""

import json
import struct
import uuid

import psutil
import pytest
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1
from websockets import ConnectionClosed

from cnnlab.app.kernel_socket import V1
from tests.attacks.visitor import in_v1

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


def test_bytes_for_a_socket_of_the_old_form_do_not_stop_the_server(served, visitor):
    """Voila took the first of them for a number of parts: a page falls back to that form."""
    asked = {"comm_id": uuid.uuid4().hex, "target_name": "jupyter.widget.control"}
    with visitor.socket(subprotocol=None) as socket:
        socket.send(in_old_form("comm_open", asked | {"data": {}}))
        socket.send(in_old_form("comm_msg", asked | {"data": {"method": "request_states"}}))
        while not isinstance(socket.recv(timeout=60), bytes):
            pass
        assert served.get("/voila/static/no-such.js").status == 403


def in_old_form(kind, content):
    _channel, parts = deserialize_msg_from_ws_v1(in_v1(kind, content, {"version": "1.0.0"}))
    names = ("header", "parent_header", "metadata", "content")
    whole = {name: json.loads(part) for name, part in zip(names, parts, strict=False)}
    return json.dumps(whole | {"channel": "shell", "buffers": []})
