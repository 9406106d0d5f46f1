"""Messages to a page's kernel: whole ones pass, and none that is not reaches the server's code."""

import json
import random
import struct
import time
from contextlib import suppress

import pytest
from jupyter_server.services.kernels.connection.base import (
    deserialize_binary_message,
    deserialize_msg_from_ws_v1,
    serialize_binary_message,
    serialize_msg_to_ws_v1,
)

from cnnlab.app.kernel_socket import V1, read_message

HEADER = {"msg_type": "comm_msg", "msg_id": "1", "session": "s", "version": "5.3"}
MESSAGE = {"header": HEADER, "parent_header": {}, "metadata": {}, "content": {"comm_id": "c"}}
JSON_PARTS = [json.dumps(part).encode() for part in MESSAGE.values()]
BUFFERS = [b"pixels", b""]
IN_V1 = serialize_msg_to_ws_v1([*JSON_PARTS, *BUFFERS], "shell")
IN_OLD = serialize_binary_message(MESSAGE | {"channel": "shell", "buffers": BUFFERS})
# What they did before: a loop over 2**64 parts, a list of 2**31.
ENDLESS = b"\xff" * 8
HUGE = struct.pack("!I", 0x7FFFFFFF)


@pytest.mark.parametrize("number", range(4))
def test_what_a_page_sends_passes(number):
    buffers = BUFFERS * number
    read_message(serialize_msg_to_ws_v1([*JSON_PARTS, *buffers], "shell"), V1)
    read_message(serialize_binary_message(MESSAGE | {"buffers": buffers}), None)
    read_message(json.dumps(MESSAGE | {"channel": "shell"}), None)


def v1_of(*offsets, count=None):
    number = len(offsets) if count is None else count
    return struct.pack(f"<{len(offsets) + 1}Q", number, *offsets) + b"shell{}{}{}{}"


NONE_OF_V1 = {
    "empty": b"",
    "text": json.dumps(MESSAGE),
    "endless": ENDLESS,
    "count beyond the bytes": v1_of(count=9),
    "no offsets": v1_of(),
    "offsets cut short": IN_V1[:20],
    "out of order": v1_of(56, 40, 63, 65, 67, 69),
    "beyond the end": v1_of(56, 61, 63, 65, 67, 10**6),
    "no JSON": serialize_msg_to_ws_v1([b"{", *JSON_PARTS[1:]], "shell"),
    "a list": serialize_msg_to_ws_v1([b"[]", *JSON_PARTS[1:]], "shell"),
    "no kind": serialize_msg_to_ws_v1([b"{}", *JSON_PARTS[1:]], "shell"),
    "too deep": serialize_msg_to_ws_v1([b"[" * 10**6, *JSON_PARTS[1:]], "shell"),
    "half a character": serialize_msg_to_ws_v1([b'{"a":"\xff"}', *JSON_PARTS[1:]], "shell"),
}
NONE_OF_THE_OLD = {
    "empty": b"",
    "huge": HUGE,
    "endless": ENDLESS,
    "no parts": bytes(4),
    "offsets cut short": IN_OLD[:9],
    "out of order": struct.pack("!III", 2, 40, 12) + IN_OLD,
    "beyond the end": struct.pack("!II", 1, 10**9),
    "no JSON": "{",
    "a number": "7",
    "nothing": "null",
    "no header": "{}",
    "no content": json.dumps({"header": HEADER}),
    "a header that is a list": json.dumps(MESSAGE | {"header": []}),
}


@pytest.mark.parametrize("message", NONE_OF_V1.values(), ids=NONE_OF_V1)
def test_what_is_no_message_of_v1_is_refused(message):
    with pytest.raises(ValueError):
        read_message(message, V1)


@pytest.mark.parametrize("message", NONE_OF_THE_OLD.values(), ids=NONE_OF_THE_OLD)
def test_what_is_no_message_of_the_old_form_is_refused(message):
    with pytest.raises(ValueError):
        read_message(message, None)


def changed(chance, message):
    """Return a message with some of its bytes changed, cut off or put in."""
    bytes_ = bytearray(message)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(bytes_) + 1)
        what = chance.choice(["change", "cut", "insert", "number"])
        if what == "cut":
            del bytes_[place : place + chance.randint(1, 40)]
        elif what == "number":
            bytes_[place : place + 8] = chance.choice([b"\xff", b"\0", b"\x7f"]) * 8
        else:
            bytes_[place : place + (what == "change")] = chance.randbytes(1)
    return bytes(bytes_)


@pytest.mark.parametrize(
    ("message", "subprotocol", "read"),
    [(IN_V1, V1, deserialize_msg_from_ws_v1), (IN_OLD, None, deserialize_binary_message)],
    ids=["v1", "old"],
)
def test_whatever_passes_can_be_read_at_once(message, subprotocol, read):
    chance = random.Random(7)
    passed = 0
    start = time.process_time()
    for _ in range(3000):
        tried = changed(chance, message)
        with suppress(ValueError):
            read_message(tried, subprotocol)
            passed += 1
            read(tried)
    assert passed > 30
    assert time.process_time() - start < 10
