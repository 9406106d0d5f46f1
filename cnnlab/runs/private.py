"""Who may read what the lab keeps: this account alone, on systems that have such rights.

A book's name is all that a visitor has to show for it, so no other account may list, read or
change the books. Where accounts share a folder of runs, as the workers of a cluster may, whoever
made it says so: a folder that is closed to all others (`chmod 2770`) keeps what it grants its
group, and so do the books in it.
"""

import contextlib
import logging
import os
import stat
from pathlib import Path

logger = logging.getLogger(__name__)

OWNER = stat.S_IRWXU
GROUP = stat.S_IRWXG
OTHERS = stat.S_IRWXO


def group_rights(root: Path) -> int:
    """Return what of the books' rights the folder of all books grants to its group."""
    try:
        mode = root.stat().st_mode
    except OSError:
        return 0
    return 0 if mode & OTHERS else mode & GROUP


def be_private(root: Path) -> None:
    """Let files that this process, and those that it starts, make from now on be private."""
    if os.name == "posix":
        os.umask((GROUP | OTHERS) & ~group_rights(root))


def make_book(folder: Path) -> None:
    """Make a book's folder where there is none, and close it; OSError where it cannot be."""
    root = folder.parent
    root.parent.mkdir(parents=True, exist_ok=True)
    root.mkdir(mode=OWNER, exist_ok=True)
    folder.mkdir(mode=OWNER, exist_ok=True)
    _close(folder, group_rights(root))


def close_books(root: Path) -> None:
    """Close the folder of all books, and those of an earlier version that are in it."""
    if not root.is_dir():
        return
    rights = group_rights(root)
    _close(root, rights)
    with contextlib.suppress(OSError):
        for book in root.iterdir():
            if book.is_dir() and not book.is_symlink() and _is_book(book):
                _close(book, rights)


def _is_book(folder: Path) -> bool:
    """Whether a folder holds runs, and nothing but them: somebody may name any folder."""
    return any(folder.glob("*/run.json")) or any(folder.glob("*/progress.json"))


def _close(folder: Path, rights: int) -> None:
    """Let a folder's group have these rights, and all others none; its owner's stay."""
    if os.name != "posix":
        return
    try:
        mode = stat.S_IMODE(folder.stat().st_mode)
        wanted = mode & ~(GROUP | OTHERS) | rights
        if mode != wanted:
            os.chmod(folder, wanted)
    except OSError:  # another account's, which closes it itself
        logger.info("The rights of %s stay as they are", folder, exc_info=True)
