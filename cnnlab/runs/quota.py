"""How much a visitor's book may take of the server's disk, and what goes where that is reached."""

import contextlib
import logging
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from cnnlab.runs.book import TRASH, Book
from cnnlab.runs.run import Run
from cnnlab.runs.snapshots import BYTES_OF_A_WEIGHT as SNAPSHOT_BYTES
from cnnlab.runs.snapshots import PATTERN, most_snapshots
from labhelpers.architecture import layer_table
from labhelpers.errors import LabError
from labhelpers.memory import SLOTS
from labhelpers.number_words import several

logger = logging.getLogger(__name__)

# In megabytes; `cnn-lab serve` sets it for the pages of visitors. There is no quota without it.
VARIABLE = "LAB_BOOK_MB"
USUAL_MEGABYTES = 1000
MEGABYTE = 1_000_000
# What every run leaves: probabilities for 10,000 test images, histories of up to 100 epochs.
BYTES_OF_ANY_RUN = 2 * MEGABYTE
BYTES_OF_A_WEIGHT = 4
# The network with its optimizer, and the checkpoint with the same.
COPIES = 2
# What a server's disk keeps free of runs, whoever has made them.
BYTES_LEFT_FREE = 500 * MEGABYTE
DISK_IS_FULL = "The server's disk has too little room."
FULL = (
    f"{DISK_IS_FULL} Tell your instructor, delete runs here that you need no more, "
    "then press Train again."
)


class QuotaError(LabError):
    """A run finds no room; the message says what to do."""


def stored_bytes(run: Run) -> int:
    """Return about how many bytes a run leaves, by arithmetic."""
    weights = sum(layer.parameters for layer in layer_table(run.cnn))
    # The checkpoint has the best epoch's weights, too, where they may be another's.
    kept = COPIES * (1 + SLOTS[run.training.optimizer]) + run.training.keeps_best
    of_snapshots = most_snapshots(weights) * SNAPSHOT_BYTES * weights
    return BYTES_OF_ANY_RUN + BYTES_OF_A_WEIGHT * kept * weights + of_snapshots


def make_room(book: Book, run: Run) -> str:
    """See that a book has room for a run; where it has not, remove what was deleted, oldest first.

    Then older runs lose the snapshots of their training.

    Returns a sentence on what was removed, "" for nothing. Raises QuotaError where even that
    leaves too little room; then nothing was removed.
    """
    megabytes = os.environ.get(VARIABLE)
    if not megabytes or run.folder.exists():  # one that goes on has its room
        return ""
    needed = stored_bytes(run)
    most = int(megabytes) * MEGABYTE
    deleted = sorted(book.folder.glob(f"{TRASH}/*"), key=_deleted_at)
    sizes = {folder: bytes_in(folder) for folder in deleted}
    over = bytes_in(book.folder) + needed - most
    # The oldest runs' first: names begin with the time.
    moments = {path: _size_of(path) for path in sorted(book.folder.glob(f"*/{PATTERN}"))}
    spare = sum(sizes.values()) + sum(moments.values())
    if over > spare:
        raise QuotaError(_no_room(over - spare, most))
    missing = needed + BYTES_LEFT_FREE - _free_bytes(book.folder)
    if missing > spare:
        raise QuotaError(FULL)
    wanted = max(over, missing)
    removed = _remove(sizes, wanted)
    told = [f"To make room, {several(len(removed), 'deleted run')} went for good."]
    lost = _remove(moments, wanted - sum(removed))
    told.append("To make room, older runs lost the moments of their training.")
    return " ".join(words for words, gone in zip(told, (removed, lost), strict=True) if gone)


def _remove(sizes: Mapping[Path, int], wanted: int) -> list[int]:
    """Remove folders or files until so many bytes are free; return the sizes of what went."""
    removed: list[int] = []
    for path, size in sizes.items():
        if wanted <= sum(removed):
            break
        logger.info("%s is removed: there is no room", path)
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                path.unlink()
        if not path.exists():
            removed.append(size)
    return removed


def _no_room(missing: int, most: int) -> str:
    came = f"Your runs may take {most // MEGABYTE:,} MB of the server's disk, and"
    lacks = f"for this one {max(1, missing // MEGABYTE):,} MB are missing."
    return f"{came} {lacks} Delete runs that you need no more, then press Train again."


def bytes_in(folder: Path) -> int:
    """Return the size of all files in a folder, however deep."""
    total = 0
    for place, folders, files in os.walk(folder):  # which passes over what has gone meanwhile
        for name in (*folders, *files):
            total += _size_of(Path(place, name))
    return total


def _size_of(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:  # it has gone meanwhile
        return 0


def _deleted_at(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:
        return 0.0


def _free_bytes(folder: Path) -> int:
    """Return what is free on a folder's disk, also where the folder is yet to be made."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(there).free
