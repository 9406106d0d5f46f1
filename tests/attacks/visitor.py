"""A visitor without a browser: what one sends to the page's server, whole or not.

It keeps cookies as a browser does, opens the page, and speaks the protocol of its kernel.
"""

import json
import re
import time
import uuid
from http.cookies import SimpleCookie

from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from websockets.sync.client import connect

from cnnlab.app.kernel_socket import V1

SECONDS = 180
IN_PAGE = re.compile(r'"kernelId": "([0-9a-f-]+)"')
PROTOCOL_OF_WIDGETS = {"version": "2.1.0"}
PARTS = ("header", "parent_header", "metadata", "content")


class Visitor:
    """One browser: its cookies, and the kernel of the page that it opened last."""

    def __init__(self, server):
        self.server = server
        self.cookies = SimpleCookie()
        self.page = None
        self.kernel = None

    def request(self, method, path, body=None, **headers):
        """Return the response's status, headers and text; take its cookies."""
        response = self.server.request(method, path, body, self._with_cookies(headers))
        for cookie in response.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        return response

    def open(self, path="/", **headers):
        """Open the page, which has a kernel then; return the response."""
        self.page = self.request("GET", path, **headers)
        found = IN_PAGE.search(self.page.text)
        self.kernel = found and found.group(1)
        return self.page

    def socket(self, kernel=None, subprotocol=V1, host="127.0.0.1", **headers):
        """Return a connection to a kernel, the own one where none is named; close it after use."""
        path = f"/api/kernels/{kernel or self.kernel}/channels?session_id={uuid.uuid4().hex}"
        return connect(
            f"ws://{host}:{self.server.port}{path}",
            address=("127.0.0.1", self.server.port),
            proxy=None,
            ping_interval=None,
            close_timeout=1,
            subprotocols=[subprotocol] if subprotocol else None,
            additional_headers=self._with_cookies(headers),
            max_size=None,
        )

    def _with_cookies(self, headers):
        sent = "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items())
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return named | ({"Cookie": sent} if sent else {})


class Page:
    """A page that is open: its widgets by their state, and what its reader does with them."""

    def __init__(self, socket):
        self.socket = socket
        self.states = {}
        self.values = []

    def load(self, query=""):
        """Do what the page's scripts do when it opens; return this page."""
        asked = {"comm_id": uuid.uuid4().hex, "target_name": "jupyter.widget.control"}
        self.send("comm_open", asked | {"data": {}}, metadata={"version": "1.0.0"})
        self.send("comm_msg", asked | {"data": {"method": "request_states"}})
        self.wait_for(lambda: self.bar is not None)
        self.tell(self.bar, {"query": query})
        return self

    @property
    def bar(self):
        """The id of the bar of steps, None before it is there."""
        return next((name for name, state in self.states.items() if "titles" in state), None)

    def model(self, **state):
        """Return the id of the widget whose state has all of this, None for none."""
        fit = [name for name, has in self.states.items() if has | state == has]
        assert len(fit) <= 1, f"{len(fit)} widgets have {state}"
        return fit[0] if fit else None

    def says(self, words):
        """Whether a widget shows such words now."""
        return any(words in str(state.get("value", "")) for state in self.states.values())

    def has_said(self, words):
        """Whether a widget has shown such words since the page was opened."""
        return any(words in value for value in self.values)

    def click(self, label):
        """Press a button."""
        self.tell(self.model(description=label), {"event": "click"})

    def tell(self, model, content, buffers=()):
        """Send what a front end sends to its Python."""
        data = {"method": "custom", "content": content}
        self.send("comm_msg", {"comm_id": model, "data": data}, buffers=buffers)

    def send(self, kind, content, metadata=None, buffers=()):
        self.socket.send(in_v1(kind, content, metadata, buffers=buffers))

    def wait_for(self, is_so, seconds=SECONDS):
        """Take in what comes until `is_so()`; fail where it is not within so many seconds."""
        deadline = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < deadline, f"it was not so within {seconds} s"
            self._take(self.socket.recv(timeout=max(0.01, deadline - time.monotonic())))

    def _take(self, message):
        _channel, parts = deserialize_msg_from_ws_v1(message)
        header, _parent, _metadata, content = map(json.loads, parts[:4])
        data = content.get("data", {})
        if header["msg_type"] == "comm_open":
            self.states[content["comm_id"]] = data.get("state", {})
        elif header["msg_type"] == "comm_msg" and data.get("method") == "update_states":
            self.states |= {name: has["state"] for name, has in data["states"].items()}
        elif header["msg_type"] == "comm_msg" and data.get("method") == "update":
            self.states.setdefault(content["comm_id"], {}).update(data["state"])
            self.values.append(str(data["state"].get("value", "")))


def in_v1(kind, content, metadata=None, channel="shell", buffers=()):
    """Return a message to a kernel, in the form that pages send it."""
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": kind,
        "session": "a",
        "username": "",
        "version": "5.3",
        "date": "2026-01-01T00:00:00Z",
    }
    parts = (header, {}, metadata or PROTOCOL_OF_WIDGETS, content)
    return serialize_msg_to_ws_v1(
        [*(json.dumps(part).encode() for part in parts), *buffers], channel
    )
