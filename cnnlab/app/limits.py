"""How much the server, and the kernel of a page, take from a stranger and from the system."""

import shutil
import sys
from contextlib import suppress
from pathlib import Path

import psutil
from distributed.system import MEMORY_LIMIT

# In bytes. A page's requests have no bodies, and Tornado reads the whole of one before anyone
# looks at it. What comes through its socket is bounded in voila.json: the largest picture is
# 1,440,000. In seconds: a body, and the next request on a connection that is kept open, come
# within a minute.
OF_A_REQUEST = {
    "max_body_size": 100_000,
    "max_buffer_size": 4_000_000,
    "body_timeout": 60,
    "idle_connection_timeout": 60,
}

# Measured: a page and its socket take 13 of the server's, a browser keeps up to 6 for a minute.
HANDLES_OF_A_PAGE = 20
# For what belongs to no page: the engine's connection, files that are read, those turned away.
SPARE_HANDLES = 64
# macOS takes no more for the soft limit, though it tells none (setrlimit(2), OPEN_MAX).
MACOS_HANDLES = 10_240
# Measured: 110 MB, and as much again while it draws.
BYTES_OF_A_PAGE = 120 * 2**20
# For the system, and the engine with a run on.
BYTES_BESIDE_PAGES = 3 * 2**30
# A worker more, with a run on.
BYTES_OF_A_WORKER = 2 * 2**30
LEAST_PAGES = 4
# What a page writes as it begins, three files of a kilobyte, and some to spare.
ROOM_TO_BEGIN = 2**20
# How much a page's kernel may grow beyond what it holds as it begins.
ROOM_OF_A_KERNEL = 750 * 2**20


def allow_many_files() -> None:
    """Raise this process's limit of open files to what the system lets it have.

    Each page needs some, and the usual limit, 1,024, is reached by less than a hundred.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = hard
    if sys.platform == "darwin" and (hard == resource.RLIM_INFINITY or hard > MACOS_HANDLES):
        most = MACOS_HANDLES
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def most_handles() -> int | None:
    """Return how many handles this process may hold; None where the system has no such limit."""
    try:
        import resource
    except ImportError:
        return None
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if soft == resource.RLIM_INFINITY else soft


def has_handles(number: int) -> bool:
    """Whether this process can have so many handles more, beyond the spare ones."""
    most = most_handles()
    return most is None or psutil.Process().num_fds() + number <= most - SPARE_HANDLES


def has_room(*folders: Path) -> bool:
    """Whether a page can write what it needs to begin in each of these folders."""
    free = [shutil.disk_usage(folder).free for folder in folders if folder.exists()]
    return all(room >= ROOM_TO_BEGIN for room in free)


def most_pages() -> int:
    """Return how many pages this machine can hold at once, by its memory and by its handles."""
    from cnnlab.engine.workers import number_of_workers

    further = (number_of_workers() - 1) * BYTES_OF_A_WORKER
    memory = MEMORY_LIMIT - BYTES_BESIDE_PAGES - further  # the machine's, or its container's
    by_memory = memory // BYTES_OF_A_PAGE
    handles = most_handles()
    if handles is None:
        return max(LEAST_PAGES, by_memory)
    by_handles = (handles - SPARE_HANDLES) // HANDLES_OF_A_PAGE
    return max(LEAST_PAGES, min(by_memory, by_handles))


def bound_memory() -> None:
    """Let this process, a page's kernel, grow by `ROOM_OF_A_KERNEL` and no more.

    What asks for more gets a MemoryError. Only Linux keeps such a limit.
    """
    if sys.platform != "linux":
        return
    import resource

    held = psutil.Process().memory_info().data
    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (held + ROOM_OF_A_KERNEL, hard))
