"""The socket between a page and its kernel: only messages that are whole reach the server's code.

jupyter_server reads how many parts a message has and loops over them before it looks whether they
are there: eight bytes keep the server busy until its memory is full. So each message is looked
over here first, and one that is none closes its socket, which is its sender's alone.

The two forms: https://jupyter-server.readthedocs.io/en/latest/developers/websocket-protocols.html
"""

import json
import logging
import struct
from itertools import pairwise
from typing import cast

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

logger = logging.getLogger(__name__)

V1 = "v1.kernel.websocket.jupyter.org"
PARTS_OF_V1 = ("header", "parent_header", "metadata", "content")
# A page's largest message has one buffer, a picture; a few more do no harm.
MOST_BUFFERS = 64
# What WebSocket calls data that does not fit the protocol.
UNFIT = 1007


class CheckedConnection(ZMQChannelsWebsocketConnection):
    """A kernel's socket that closes where what comes is no message."""

    def handle_incoming_message(self, incoming_msg: str | bytes) -> None:
        try:
            check_message(incoming_msg, self.subprotocol)
        except ValueError as error:
            logger.warning("A page's socket is closed: %s", error)
            self.websocket_handler.close(UNFIT, "no message of a kernel's protocol")
        else:
            super().handle_incoming_message(cast(str, incoming_msg))  # or bytes, whatever it says


def check_message(message: str | bytes, subprotocol: str | None) -> None:
    """Raise ValueError, which says why, unless a message has the form of its protocol."""
    if subprotocol == V1:
        channel, *parts = _parts_of_v1(message)
        channel.decode()
        for name, part in zip(PARTS_OF_V1, parts, strict=False):
            _dictionary(name, part)
        _check_header(_dictionary("header", parts[0]))
        return
    text = _first_part(message) if isinstance(message, bytes) else message
    content = _dictionary("message", text)
    _check_header(content.get("header"))
    for name in PARTS_OF_V1[1:]:
        if not isinstance(content.get(name), dict):
            raise ValueError(f"its {name} is missing, or no dictionary")


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


def _check_header(header: object) -> None:
    kind = header.get("msg_type") if isinstance(header, dict) else None
    if not isinstance(kind, str):
        raise ValueError("its header has no msg_type")
