"""A run's files, opened so that nothing else in their place can hold a reader up."""

import errno
import os
import stat
import zipfile
from pathlib import Path
from typing import BinaryIO

# No JSON of ours comes near it: the longest progress.json has some 60 kB.
MOST_BYTES = 20_000_000


def open_plain(path: Path) -> BinaryIO:
    """Open a file to read it; OSError where it is none, besides what `open` raises.

    A pipe in its place would let `open` wait for somebody who writes to it.
    """
    mode = os.stat(path).st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is no plain file", str(path))
    return open(path, "rb")


def read_plain(path: Path) -> bytes:
    """Return what is in a file, 20 MB at most; OSError where that cannot be had."""
    with open_plain(path) as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise OSError(errno.EFBIG, f"it has more than {MOST_BYTES:,} bytes", str(path))
    return content


def what_is_wrong_with_archive(path: Path) -> str:
    """Return why an .npz or .keras file is none, "" where its end says that it is whole.

    Only its list of contents is read: for a table, which looks at all runs after each event.
    """
    try:
        with open_plain(path) as file:
            is_archive = zipfile.is_zipfile(file)
            is_empty = not is_archive and not os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        return "it is missing"
    except OSError as error:
        return error.strerror or type(error).__name__
    if is_archive:
        return ""
    return "it is empty" if is_empty else "it is not whole, or it was changed"
