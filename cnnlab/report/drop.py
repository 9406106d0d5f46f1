"""The folder in which a server takes hand-ins: the newest of each student, and the earlier ones.

A student's zip is always there, the earlier or the newer one, whatever fails in between.

FOLDER/cnn-lab-REGISTER-NAME.zip      with its receipt.json
FOLDER/earlier/...-20261130-160512.zip
FOLDER/receipts.key                   private
"""

import contextlib
import datetime
import io
import json
import logging
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import locket

from cnnlab.report.hand_in_format import HAND_IN, RECEIPT
from cnnlab.report.receipt import make_key, read_key, signed_receipt
from cnnlab.report.typed_text import checked_text, file_name
from cnnlab.runs.quota import BYTES_LEFT_FREE, DISK_IS_FULL
from labhelpers.files import replacing

logger = logging.getLogger(__name__)

FOLDER = "LAB_HAND_INS"  # the environment variables that a page's kernel inherits
UNTIL = "LAB_HAND_INS_UNTIL"
EARLIER = "earlier"
LOCK = ".lock"
SECONDS_FOR_OTHERS = 30.0
MOST_EARLIER = 50  # of one student
NOBODY = "Type your name or your register number first: the hand-in is kept under it."
NO_ROOM = f"{DISK_IS_FULL} Download the zip, and tell your teacher."
NO_KEY = "The server cannot sign a receipt: its key cannot be read. Tell your teacher."
BUSY = (
    "The server takes others' hand-ins just now, and has not taken yours. Try again in a minute."
)


class Drop(NamedTuple):
    """Where hand-ins go, and until when, in this machine's time zone; None for no such time."""

    folder: Path
    until: datetime.datetime | None


def drop_here() -> Drop | None:
    """Return where this server takes hand-ins, None where it does not."""
    named = os.environ.get(FOLDER)
    if not named:
        return None
    return Drop(Path(named), moment(os.environ.get(UNTIL, "")))


def moment(text: str) -> datetime.datetime | None:
    """Return a time such as 2026-12-01T18:00, this machine's where it names no zone.

    None for ""; ValueError for what is no time.
    """
    if not text:
        return None
    found = datetime.datetime.fromisoformat(text)
    return found if found.tzinfo else found.astimezone()


def open_drop(folder: Path) -> None:
    """Make the folder and its key where they are not there; OSError where that cannot be."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_key(folder)


def take(drop: Drop, packed: bytes, name: str, register: str) -> tuple[bytes, dict[str, Any]]:
    """Leave a hand-in in the folder; return it with its receipt in it, and the receipt.

    packed: the zip. name, register: what the student typed.
    Raises ValueError, with a sentence, where it cannot be taken, and OSError.
    """
    name = checked_text("name", name)
    register = checked_text("register number", register)
    if not name and not register:
        raise ValueError(NOBODY)
    key = read_key(drop.folder)
    if key is None:
        raise ValueError(NO_KEY)
    if shutil.disk_usage(drop.folder).free < BYTES_LEFT_FREE:
        raise ValueError(NO_ROOM)
    place = drop.folder / file_name(name, register, ".zip")
    now = datetime.datetime.now().astimezone()  # nobody is late for having waited for others
    content, receipt = _with_receipt(packed, key, now, drop.until)
    with _alone(drop.folder), replacing(place) as beside:
        _write(beside, content)
        _keep_earlier(place)
    return content, receipt


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Take one hand-in at a time; ValueError, with a sentence, where others take too long."""
    lock = locket.lock_file(str(folder / LOCK), timeout=SECONDS_FOR_OTHERS)
    try:
        lock.acquire()
    except locket.LockError as error:
        logger.warning("A hand-in waited in vain for others in %s", folder, exc_info=True)
        raise ValueError(BUSY) from error
    try:
        yield
    finally:
        lock.release()


def _write(path: Path, content: bytes) -> None:
    """Write a file to the disk itself, so that what may be full or broken is known now."""
    with open(path, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _with_receipt(
    packed: bytes, key: bytes, now: datetime.datetime, until: datetime.datetime | None
) -> tuple[bytes, dict[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    receipt = signed_receipt(json.loads(files[HAND_IN]), files, key, now, until)
    again = io.BytesIO(packed)
    with zipfile.ZipFile(again, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(RECEIPT, json.dumps(receipt, indent=1))
    return again.getvalue(), receipt


def _keep_earlier(place: Path) -> None:
    """Give an earlier hand-in of the same student a second name; of very many the oldest go."""
    if not place.exists():
        return
    earlier = place.parent / EARLIER
    earlier.mkdir(mode=0o700, exist_ok=True)
    taken = datetime.datetime.fromtimestamp(place.stat().st_mtime)
    stem = f"{place.stem}-{taken.strftime('%Y%m%d-%H%M%S')}"
    names = [f"{stem}.zip", *(f"{stem}-{number}.zip" for number in range(2, 1000))]
    free = (earlier / name for name in names if not (earlier / name).exists())
    _double(place, next(free, earlier / names[0]))
    own = re.compile(rf"{re.escape(place.stem)}-\d{{8}}-\d{{6}}(-\d+)?\.zip")
    kept = sorted(path for path in earlier.iterdir() if own.fullmatch(path.name))
    for oldest in kept[:-MOST_EARLIER]:
        oldest.unlink(missing_ok=True)


def _double(place: Path, second: Path) -> None:
    """Have a file under a second name, too: it needs no room where the disk knows links."""
    try:
        os.link(place, second)
    except OSError:
        with replacing(second) as beside:
            shutil.copy2(place, beside)
