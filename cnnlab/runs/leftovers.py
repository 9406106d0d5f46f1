"""What a process leaves in a folder that is killed while it writes there.

Those files and folders have names that begin with a dot, and nobody looks at them again.
"""

import contextlib
import logging
import re
import shutil
from pathlib import Path

from cnnlab.runs.lease import holder_of, remove_dead_lease, time_on_disk

logger = logging.getLogger(__name__)

# As `files.replacing` and `lease` name them.
LEFTOVER = re.compile(r"\.([0-9a-f]{8}-.+|[0-9a-f]{16})")
# By the file system's own time. Whoever writes changes a file's time with each piece; one that
# was stopped for longer, and comes back, finds its file gone, says so, and writes it again.
SECONDS_UNTIL_LEFT = 3600.0


def remove_leftovers(folder: Path) -> None:
    """Remove what was left in a folder for an hour or longer, if anything."""
    try:
        found = [path for path in folder.iterdir() if LEFTOVER.fullmatch(path.name)]
    except OSError:  # it has gone, or cannot be looked into
        return
    if not found:
        return
    now = time_on_disk(folder)
    for path in found:
        with contextlib.suppress(OSError):  # another page has removed it
            if now - path.lstat().st_mtime > SECONDS_UNTIL_LEFT:
                logger.info("%s was left, and is removed", path)
                _remove(path)


def remove_leftovers_of_run(folder: Path) -> None:
    """Remove what was left in a run's folder, with the lease of a holder who is dead."""
    remove_leftovers(folder)
    holder = holder_of(folder)
    if holder is not None and not holder.is_alive:
        remove_dead_lease(holder)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
