"""One writer to a run's folder, always: the lease that a writer holds, as a folder in it.

    lease/                there while somebody writes to the run
        <token>/          a new name for each lease
            holder.json   who holds it; its time is renewed every few seconds
            ...           files of the run, on the way to their place

A writer leaves each file in its lease first and moves it to its place in one step. Whoever takes
a dead one's lease moves that folder away first: so a process that was only stopped, and comes
back, finds no folder to write in, and cannot write over what came after it. No clocks of two
computers are compared, and no lock is asked of a file system that may have none.

Whether a holder is dead is seen from its process, where that would be seen from here. Elsewhere
it is dead when its lease was not renewed for SECONDS_UNTIL_DEAD, by the file system's own time.
"""

import contextlib
import dataclasses
import json
import logging
import os
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cnnlab.runs.plain_file import open_plain, read_plain
from cnnlab.runs.private import make_book
from cnnlab.runs.process_id import ProcessId
from labhelpers.errors import LabError

logger = logging.getLogger(__name__)

LEASE = "lease"
HOLDER = "holder.json"
SECONDS_BETWEEN_RENEWALS = 5.0
SECONDS_UNTIL_DEAD = 120.0
ATTEMPTS = 5


@dataclasses.dataclass(frozen=True)
class Holder:
    """Who holds a lease.

    folder: the lease's own, named by its token. process: None where nobody can say.
    engine: the engine that has the run, "" for none. task: the engine's task that trains it, ""
        while it waits.
    """

    folder: Path
    process: ProcessId | None = None
    engine: str = ""
    task: str = ""

    @property
    def is_here(self) -> bool:
        """Whether the holder would be seen from here, if it lives."""
        return self.process is not None and self.process.is_here

    @property
    def is_alive(self) -> bool:
        """Whether the holder may still write."""
        if self.process is not None and self.process.is_here:
            if self.process.is_running:
                return True
            if self.process.has_gone:
                return False
        try:
            with open_plain(self.folder / HOLDER) as file:  # opened, a shared disk tells its time
                renewed = os.fstat(file.fileno()).st_mtime
            return time_on_disk(self.folder.parent.parent) - renewed < SECONDS_UNTIL_DEAD
        except OSError:
            return False

    @property
    def where(self) -> str:
        """Where it is, for a sentence: "on host-7"."""
        if self.process is None:
            return "somewhere else"
        if self.process.is_here:
            return f"in another engine on this computer (process {self.process.pid})"
        return f"on another computer ({self.process.place.host})"


class LeaseError(LabError, RuntimeError):
    """A run's folder has another writer; the message says where. holder: who it is, if known."""

    def __init__(self, holder: Holder | None) -> None:
        self.holder = holder
        where = holder.where if holder else "somewhere else"
        super().__init__(f"This run is trained {where}, so nothing was changed here.")


def nobody(holder: Holder) -> bool:
    """Whose lease may be taken while they live: nobody's."""
    return False


@dataclasses.dataclass(frozen=True)
class Lease:
    """A lease that this process has taken.

    folder: where files of the run are written before they are moved to their place.
    """

    folder: Path

    @property
    def is_held(self) -> bool:
        return (self.folder / HOLDER).exists()

    def renew(self) -> None:
        """Say that the holder lives; FileNotFoundError where the lease was taken away."""
        os.utime(self.folder / HOLDER)

    def release(self) -> None:
        """Let somebody else write; nothing where the lease was taken away."""
        _move_away(self.folder)

    @contextlib.contextmanager
    def renewed(self) -> Iterator[threading.Event]:
        """Renew the lease in a thread of its own; the event says that it was taken away."""
        is_lost = threading.Event()
        ends = threading.Event()

        def go_on_renewing() -> None:
            while not ends.wait(SECONDS_BETWEEN_RENEWALS):
                try:
                    self.renew()
                except FileNotFoundError:
                    is_lost.set()
                    return
                except OSError:  # a disk that is away for a while
                    logger.warning("%s cannot be renewed", self.folder, exc_info=True)

        threading.Thread(target=go_on_renewing, name="lease", daemon=True).start()
        try:
            yield is_lost
        finally:
            ends.set()


def holder_of(run_folder: Path) -> Holder | None:
    """Return who holds the lease of a run, dead or alive; None where it is free."""
    try:
        found = [path for path in (run_folder / LEASE).iterdir() if path.is_dir()]
    except OSError:
        return None
    if not found:
        return None
    try:
        content = json.loads(read_plain(found[0] / HOLDER))
        process = ProcessId.from_dict(content["process"])
        return Holder(found[0], process, str(content["engine"]), str(content["task"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Holder(found[0])


def take(
    run_folder: Path,
    engine: str = "",
    task: str = "",
    may_follow: Callable[[Holder], bool] = nobody,
) -> Lease:
    """Take the lease of a run, where it is free or its holder dead.

    may_follow: says of a living holder whether its lease may be taken all the same.

    Raises LeaseError where somebody else holds it, and OSError where the folder cannot be
    written.
    """
    token = secrets.token_hex(8)
    prepared = run_folder / f".{token}"
    own = prepared / token
    make_book(run_folder.parent)
    own.mkdir(parents=True)
    try:
        process = ProcessId.of_this_process().to_dict()
        _write(own / HOLDER, {"process": process, "engine": engine, "task": task})
        for _ in range(ATTEMPTS):
            # In one step, and refused by each system where there is one that is not empty.
            with contextlib.suppress(OSError):
                os.rename(prepared, run_folder / LEASE)
                return Lease(run_folder / LEASE / token)
            _make_room(run_folder, may_follow)
        os.rename(prepared, run_folder / LEASE)  # or say why not
        return Lease(run_folder / LEASE / token)
    finally:
        shutil.rmtree(prepared, ignore_errors=True)


def _make_room(run_folder: Path, may_follow: Callable[[Holder], bool]) -> None:
    """Take a lease away whose holder is dead, or may be followed; else raise LeaseError."""
    holder = holder_of(run_folder)
    if holder is None:
        _remove_empty(run_folder / LEASE)
    elif holder.is_alive and not may_follow(holder):
        raise LeaseError(holder)
    else:
        _move_away(holder.folder)


def remove_dead_lease(holder: Holder) -> None:
    """Take the lease of a holder away who is dead, with all that is in its folder."""
    _move_away(holder.folder)


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")


def _move_away(lease_folder: Path) -> None:
    """End the lease of this token in one step, and no other's."""
    gone = lease_folder.parent.with_name(f".{lease_folder.name}")
    try:
        os.rename(lease_folder, gone)
    except OSError:  # somebody else was first
        return
    shutil.rmtree(gone, ignore_errors=True)
    _remove_empty(lease_folder.parent)


def _remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):  # it has gone, or is not empty any more
        folder.rmdir()


def time_on_disk(folder: Path) -> float:
    """Return what time it is for the file system, in seconds since 1970.

    Where nothing can be written there, it is what this computer says.
    """
    probe = folder / f".{secrets.token_hex(8)}"
    try:
        probe.touch()
        return probe.stat().st_mtime
    except OSError:
        return time.time()
    finally:
        with contextlib.suppress(OSError):
            probe.unlink()
