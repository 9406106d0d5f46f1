"""The socket between a page and its kernel: only messages that are whole reach the server's code.

jupyter_server reads how many parts a message has and loops over them before it looks whether they
are there: eight bytes keep the server busy until its memory is full. So each message is looked
over here first, and one that is none closes its socket, which is its sender's alone. A widget
that a browser makes itself, which Python would keep as long as the page, is dropped.

The two forms: https://jupyter-server.readthedocs.io/en/latest/developers/websocket-protocols.html
"""

import json
import logging
import struct
import weakref
from itertools import pairwise
from typing import Any, ClassVar, cast

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado.web import HTTPError
from tornado.websocket import WebSocketHandler

from cnnlab.app import limits, visitors
from cnnlab.app.kernels import PageKernels

logger = logging.getLogger(__name__)

V1 = "v1.kernel.websocket.jupyter.org"
PARTS_OF_V1 = ("header", "parent_header", "metadata", "content")
# A page's largest message has one buffer, a picture; a few more do no harm.
MOST_BUFFERS = 64
# Through this one a page asks for its widgets; all others are opened by Python.
ASKING = "jupyter.widget.control"
# A page has one, and another while it comes back after a break. Each takes 9 handles.
MOST_SOCKETS = 8
HANDLES_OF_A_SOCKET = 9
# What WebSocket calls data that does not fit the protocol.
UNFIT = 1007


class CheckedConnection(ZMQChannelsWebsocketConnection):
    """A kernel's socket that closes where what comes is no message; a kernel has a few of them."""

    _open: ClassVar[weakref.WeakSet] = weakref.WeakSet()

    async def prepare(self) -> None:
        """Refuse, before it is opened, a socket beyond those that a page may have.

        The first one has its handles from the page's place.
        """
        others = sum(other.kernel_id == self.kernel_id for other in self._open)
        is_short = others > 0 and not limits.has_handles(HANDLES_OF_A_SOCKET)
        if others >= MOST_SOCKETS or is_short:
            logger.warning("A socket of a page was refused: its kernel has %d.", others)
            raise HTTPError(503, "The kernel has too many connections.")
        self._open.add(self)
        self._tell_whose_it_is()
        await super().prepare()

    def _tell_whose_it_is(self) -> None:
        """Tell the kernel the book that the browser has by now.

        Tabs that were opened at once, before there was a cookie, have the same one from here on.
        """
        handler = self.websocket_handler
        known: visitors.Visitors | None = handler.settings.get(visitors.SETTING)
        book = known.book_of(handler) if known else None
        if known and book:
            known.tell(self.kernel_id, book, known.login_of(handler))

    def connect(self) -> Any:
        connected = super().connect()
        if isinstance(self.multi_kernel_manager, PageKernels):
            self.multi_kernel_manager.came(self.kernel_id)
        return connected

    def disconnect(self) -> Any:
        self._open.discard(self)
        disconnected = super().disconnect()
        if isinstance(self.multi_kernel_manager, PageKernels):
            last_word = self.websocket_handler.close_code
            self.multi_kernel_manager.went(self.kernel_id, last_word)
        return disconnected

    @property
    def write_message(self) -> Any:
        return self._write

    def _write(self, message: str | bytes, binary: bool = False) -> Any:
        """Send a message to the page.

        Voila reads each binary one as of the newer form, and would loop over 2**59 parts of one
        of the old form: a page falls back to that where its first socket broke off.
        """
        handler = self.websocket_handler
        if isinstance(message, bytes) and self.subprotocol != V1:
            return WebSocketHandler.write_message(handler, message, binary)
        return handler.write_message(message, binary)

    def handle_incoming_message(self, incoming_msg: str | bytes) -> None:
        try:
            kind, content = read_message(incoming_msg, self.subprotocol)
        except ValueError as error:
            logger.warning("A page's socket is closed: %s", error)
            self.websocket_handler.close(UNFIT, "no message of a kernel's protocol")
            return
        if kind == "comm_open" and content.get("target_name") != ASKING:
            logger.warning("A widget that a browser made is dropped.")
            return
        super().handle_incoming_message(cast(str, incoming_msg))  # or bytes, whatever it says


def open_sockets() -> list[WebSocketHandler]:
    """Return the sockets of all pages."""
    return [connection.websocket_handler for connection in CheckedConnection._open]


def read_message(message: str | bytes, subprotocol: str | None) -> tuple[str, dict[str, Any]]:
    """Return a message's kind and content.

    Raises ValueError, which says why, unless it has the form of its protocol.
    """
    if subprotocol == V1:
        channel, *texts = _parts_of_v1(message)
        channel.decode()
        parts = dict(zip(PARTS_OF_V1, texts, strict=False))
        whole = {name: _dictionary(name, text) for name, text in parts.items()}
    else:
        text = _first_part(message) if isinstance(message, bytes) else message
        whole = _dictionary("message", text)
    for name in PARTS_OF_V1[1:]:
        if not isinstance(whole.get(name), dict):
            raise ValueError(f"its {name} is missing, or no dictionary")
    return _kind(whole.get("header")), whole["content"]


def _parts_of_v1(message: str | bytes) -> list[bytes]:
    """Return the parts: channel, header, parent header, metadata, content, buffers.

    8 bytes are their number plus one, as many times 8 where each begins and the last one ends,
    little endian.
    """
    if not isinstance(message, bytes):
        raise ValueError("it is text, expected bytes")
    count = int.from_bytes(message[:8], "little")
    least = 2 + len(PARTS_OF_V1)
    if not least <= count <= least + MOST_BUFFERS:
        raise ValueError(f"it says that it has {count} offsets")
    if len(message) < 8 * (count + 1):
        raise ValueError(f"{count} offsets do not fit in {len(message)} bytes")
    return _slices(message, struct.unpack_from(f"<{count}Q", message, 8))


def _first_part(message: bytes) -> bytes:
    """Return the JSON of a binary message of the old form.

    4 bytes are the number of its parts, as many times 4 where each begins, big endian.
    """
    count = int.from_bytes(message[:4], "big")
    if not 1 <= count <= 1 + MOST_BUFFERS:
        raise ValueError(f"it says that it has {count} parts")
    if len(message) < 4 * (count + 1):
        raise ValueError(f"{count} offsets do not fit in {len(message)} bytes")
    offsets = struct.unpack_from(f">{count}I", message, 4)
    return _slices(message, (*offsets, len(message)))[0]


def _slices(message: bytes, offsets: tuple[int, ...]) -> list[bytes]:
    if list(offsets) != sorted(offsets) or offsets[-1] > len(message):
        raise ValueError(f"its offsets are {offsets[:8]} in {len(message)} bytes")
    return [message[start:end] for start, end in pairwise(offsets)]


def _dictionary(name: str, text: str | bytes) -> dict:
    try:
        content = json.loads(text)
    except RecursionError as error:
        raise ValueError(f"its {name} is too deep") from error
    if not isinstance(content, dict):
        raise ValueError(f"its {name} is no dictionary")
    return content


def _kind(header: object) -> str:
    kind = header.get("msg_type") if isinstance(header, dict) else None
    if not isinstance(kind, str):
        raise ValueError("its header has no msg_type")
    return kind
