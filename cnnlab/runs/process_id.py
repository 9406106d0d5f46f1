"""Which process, on which computer: what a file says of whoever wrote it.

A home may be shared by computers that do not see each other's processes, and so by containers:
who is somewhere else is not dead.
"""

import dataclasses
import functools
import os
import platform
from pathlib import Path
from typing import Any

import psutil

# The start of a process is told by the system's clock, which may be put right in the meantime.
SECONDS_OF_DRIFT = 2.0


@dataclasses.dataclass(frozen=True)
class Place:
    """Where processes see each other.

    host: the computer's name. boot: what tells this start of it from others, "" where the system
    has no such number. namespace: the container's table of processes, 0 where there is none.
    """

    host: str
    boot: str
    namespace: int


@functools.cache
def this_place() -> Place:
    """Return where this process is."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        namespace = os.stat("/proc/self/ns/pid").st_ino
    except OSError:  # no Linux
        boot = ""
        namespace = 0
    return Place(platform.node(), boot, namespace)


@dataclasses.dataclass(frozen=True)
class ProcessId:
    """A process; started: when, in seconds since 1970."""

    place: Place
    pid: int
    started: float

    @classmethod
    def of_this_process(cls) -> "ProcessId":
        process = psutil.Process()
        return cls(this_place(), process.pid, process.create_time())

    @classmethod
    def from_dict(cls, content: object) -> "ProcessId":
        """Make it again from `to_dict`'s dictionary; ValueError for anything else."""
        if not isinstance(content, dict):
            raise ValueError("it names no process")
        kinds = {"host": str, "boot": str, "namespace": int, "pid": int, "started": float}
        wrong = [name for name, kind in kinds.items() if type(content.get(name)) is not kind]
        if wrong or content["pid"] < 0:
            raise ValueError(f"its {(wrong or ['pid'])[0]} names no process")
        content["host"].encode()  # a page says it, and JSON may hold half a character
        place = Place(content["host"], content["boot"], content["namespace"])
        return cls(place, content["pid"], content["started"])

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON can hold of it."""
        return dataclasses.asdict(self.place) | {"pid": self.pid, "started": self.started}

    @property
    def is_here(self) -> bool:
        """Whether this process would see it, if it lives."""
        return self.place == this_place()

    @property
    def is_running(self) -> bool:
        """Whether a process here, be it busy or stopped, is this one."""
        started = started_at(self.pid)
        return started is not None and abs(started - self.started) < SECONDS_OF_DRIFT

    @property
    def has_gone(self) -> bool:
        """Whether no process here has its number any more."""
        return started_at(self.pid) is None


def started_at(pid: int) -> float | None:
    """Return when the process with this number started; None where there is none."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:  # ended, and nobody has taken notice
            return None
        return process.create_time()
    except (psutil.NoSuchProcess, ValueError, OverflowError):
        return None
    except psutil.Error:  # somebody else's, of which nothing may be known
        return 0.0
