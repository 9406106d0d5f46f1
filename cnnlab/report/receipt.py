"""What a server signs when it takes a hand-in, and whether a receipt fits what lies beside it.

The signature is an HMAC (RFC 2104, with SHA-256) over who, the configuration and its seed, the
images, the weights and what they predict, the sentences and the time. Only who has the key, a
private file beside the hand-ins, can make one. A receipt says that this was handed in then; it
does not say who sat at the keyboard.
"""

import datetime
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cnnlab.report.hand_in_format import PREDICTIONS, WEIGHTS
from cnnlab.runs.plain_file import read_plain

FORMAT = 1
KEY_FILE = "receipts.key"
KEY_BYTES = 32
# What of hand-in.json is signed as it is.
SIGNED = ("name", "register", "student", "cnn", "training", "data", "metrics", "sentences")
SIGNED_FILES = (WEIGHTS, PREDICTIONS)
SIGNATURE = "signature"


def make_key(folder: Path) -> None:
    """Make a key for the receipts of a folder, where there is none; OSError where it cannot be."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        descriptor = os.open(folder / KEY_FILE, flags, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")


def read_key(folder: Path) -> bytes | None:
    """Return the key of the receipts of a folder, None where there is none that can be read."""
    try:
        key = bytes.fromhex(read_plain(folder / KEY_FILE).decode("ascii").strip())
    except (OSError, ValueError):
        return None
    return key if len(key) >= KEY_BYTES else None


def signed_receipt(
    hand_in: Mapping[str, Any],
    files: Mapping[str, bytes],
    key: bytes,
    when: datetime.datetime,
    until: datetime.datetime | None = None,
) -> dict[str, Any]:
    """Return the receipt for a hand-in.

    hand_in: what stands in its hand-in.json. files: those of the zip, by name.
    when: now; until: when it was to be there, None for no such time. Both with a time zone.
    """
    receipt = {
        "format": FORMAT,
        "time": when.isoformat(timespec="seconds"),
        "until": until.isoformat(timespec="seconds") if until else "",
        "late": bool(until and when > until),
        "content": _digest(hand_in, files),
    }
    return receipt | {SIGNATURE: _signature(receipt, key)}


def what_does_not_fit(
    receipt: object, hand_in: Mapping[str, Any], files: Mapping[str, bytes], key: bytes
) -> str:
    """Return why a receipt is none for a hand-in, in a sentence; "" where it fits.

    receipt: what receipt.json holds, whatever that is.
    """
    if not isinstance(receipt, Mapping) or not isinstance(receipt.get(SIGNATURE), str):
        return "The receipt is none of this format."
    unsigned = {name: value for name, value in receipt.items() if name != SIGNATURE}
    own = _signature(unsigned, key).encode()
    if not hmac.compare_digest(own, receipt[SIGNATURE].encode("utf-8", "replace")):
        return "The receipt was not signed with this key, or was changed."
    if receipt.get("content") != _digest(hand_in, files):
        return "The receipt is for something else: the hand-in was changed after it was taken."
    return ""


def _signature(unsigned: Mapping[str, Any], key: bytes) -> str:
    return hmac.new(key, _canonical(unsigned), hashlib.sha256).hexdigest()


def _digest(hand_in: Mapping[str, Any], files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of all that is signed of a hand-in."""
    told = {name: hand_in.get(name) for name in SIGNED}
    sums = {name: hashlib.sha256(files.get(name, b"")).hexdigest() for name in SIGNED_FILES}
    return hashlib.sha256(_canonical(told | {"files": sums})).hexdigest()


def _canonical(content: Mapping[str, Any]) -> bytes:
    """Return JSON of which there is one for each content."""
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode("ascii")
