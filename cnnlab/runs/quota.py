"""How much a visitor's book may take of the server's disk, and what goes where that is reached."""

import contextlib
import logging
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from cnnlab.runs.book import TRASH, Book
from cnnlab.runs.run import Run
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


class QuotaError(LabError):
    """A run finds no room; the message says what to do."""


def stored_bytes(run: Run) -> int:
    """Return about how many bytes a run leaves, by arithmetic."""
    weights = sum(layer.parameters for layer in layer_table(run.cnn))
    kept = COPIES * (1 + SLOTS[run.training.optimizer])
    return BYTES_OF_ANY_RUN + BYTES_OF_A_WEIGHT * kept * weights


def make_room(book: Book, run: Run) -> str:
    """See that a book has room for a run; where it has not, remove what was deleted, oldest first.

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
    if over > sum(sizes.values()):
        raise QuotaError(_no_room(over - sum(sizes.values()), most))
    missing = needed + BYTES_LEFT_FREE - _free_bytes(book.folder)
    if missing > sum(sizes.values()):
        raise QuotaError("The server's disk is full. Tell your instructor, and delete runs here.")
    removed = _remove(sizes, max(over, missing))
    if not removed:
        return ""
    return f"To make room, {several(removed, 'deleted run')} went for good."


def _remove(sizes: Mapping[Path, int], wanted: int) -> int:
    """Remove folders until so many bytes are free; return how many went."""
    removed = 0
    for folder, size in sizes.items():
        if wanted <= 0:
            break
        logger.info("%s is removed: there is no room", folder)
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            wanted -= size
            removed += 1
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
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(place, name)).st_size
    return total


def _deleted_at(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:
        return 0.0


def _free_bytes(folder: Path) -> int:
    """Return what is free on a folder's disk, also where the folder is yet to be made."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(there).free
