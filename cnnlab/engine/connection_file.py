"""The file in which this user's engine leaves its address, its process and its credentials.

Whether an engine is there is read from its process, never from whether it answers: a machine
that is out of memory or out of breath answers late, and a second engine beside the first one
could write to the same run. A process is seen only where it runs; so computers, and containers,
that share a home have a file, and an engine, each.
"""

import contextlib
import dataclasses
import hashlib
import json
import logging
import os
import sys
import time
from pathlib import Path

import psutil
from distributed import Security
from jupyter_core.paths import jupyter_runtime_dir, secure_write

from cnnlab.engine.errors import EngineError
from cnnlab.runs.process_id import SECONDS_OF_DRIFT, ProcessId, started_at, this_place
from labhelpers.files import PROJECT_ROOT

logger = logging.getLogger(__name__)

# Of the file. Another number, or none, was written by another version of the lab.
FORMAT = 1
SECONDS_KEPT = 30 * 24 * 3600
CREDENTIALS = ("tls_ca_file", "tls_client_cert", "tls_client_key")


def connection_file() -> Path:
    """Return where this user's engine leaves its address.

    There is a file for each copy of the lab, and for each place where processes see each other.
    """
    identity = f"{sys.prefix}\0{PROJECT_ROOT}\0{this_place()}"
    home = hashlib.sha256(identity.encode()).hexdigest()[:10]
    return Path(jupyter_runtime_dir()) / f"cnn-lab-engine-{home}.json"


@dataclasses.dataclass(frozen=True)
class Connection:
    """What a kernel needs to reach the engine.

    path: the file that holds it.
    address: the scheduler's, such as "tls://127.0.0.1:40123".
    pid, started: the engine's process, and when that started, in seconds since 1970.
    credentials: the texts of CREDENTIALS, by name.
    """

    path: Path
    address: str
    pid: int
    started: float
    credentials: dict[str, str]

    @property
    def is_alive(self) -> bool:
        """Whether the engine's process lives, be it busy or stopped."""
        return _is_alive(self.path, self.pid, self.started)

    @property
    def security(self) -> Security:
        return Security(require_encryption=True, **self.credentials)


def write_connection(path: Path, address: str, security: Security) -> None:
    """Write where this process can be reached; the file is its owner's from the first byte on."""
    credentials = {name: getattr(security, name) for name in CREDENTIALS}
    process = ProcessId.of_this_process()
    content = {"format": FORMAT, "address": address} | process.to_dict() | credentials
    beside = path.with_suffix(f".{process.pid}")
    with secure_write(str(beside)) as file:
        json.dump(content, file)
    os.replace(beside, path)


def tidy(folder: Path) -> None:
    """Remove what engines left in a runtime folder more than 30 days ago, before other starts.

    The file of an engine that may be up somewhere stays.
    """
    for left in [*folder.glob("cnn-lab-engine-*.log"), *folder.glob("cnn-lab-engine-*.lock")]:
        with contextlib.suppress(OSError):
            is_old = time.time() - left.stat().st_mtime > SECONDS_KEPT
            if is_old and not left.with_suffix(".json").exists():
                left.unlink()


def remove_connection(path: Path) -> None:
    """Take this process' own file away, and nobody else's."""
    content = _read(path)
    if content.get("pid") == os.getpid() and not _is_from_elsewhere(content):
        with contextlib.suppress(OSError):
            path.unlink()


def find_connection(path: Path) -> Connection | None:
    """Return the connection to the engine that left `path`; None where its process is gone.

    Raises EngineError where the engine lives and the file is one of another version of the
    lab: what that one expects of a client is not known, and its run may be going on. So it does
    where the file came from another computer, whose processes nobody sees from here.
    """
    content = _read(path)
    if _is_from_elsewhere(content):
        came = f"The file {path} was left by an engine on another computer ({content['host']})"
        raise EngineError(f"{came}. Delete it if that engine has ended.")
    pid = content.get("pid")
    if type(pid) is not int or not _is_alive(path, pid, content.get("started")):
        return None
    try:
        if content["format"] != FORMAT:
            raise ValueError(f"the format is {content['format']!r}, expected {FORMAT}")
        credentials = {name: content[name] for name in CREDENTIALS}
        return Connection(path, content["address"], pid, content["started"], credentials)
    except (KeyError, ValueError) as error:
        logger.exception("%s was written by another version of the lab", path)
        came = f"The engine of another version of the lab still runs (process {pid})."
        advice = "It ends when nothing was trained for some minutes: try again then. Or end it"
        raise EngineError(f"{came} {advice}; its run can be resumed.") from error


def _read(path: Path) -> dict:
    """Return what the file holds; an empty dictionary where nothing can be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _is_from_elsewhere(content: dict) -> bool:
    """Whether the file says where its process is, and that is not here."""
    try:
        return not ProcessId.from_dict(content).is_here
    except ValueError:  # one that names no process, or of an older version
        return False


def _is_alive(path: Path, pid: int, started: object) -> bool:
    """Whether the process `pid` lives and is the engine that left `path`.

    A pid may have been given to another process. An engine's own started when the file says,
    or, where the clock was set or the file says nothing, its command names the file.
    """
    seen = started_at(pid)
    if seen is None:
        return False
    if isinstance(started, float) and abs(seen - started) < SECONDS_OF_DRIFT:
        return True
    try:
        return any(Path(word).name == path.name for word in psutil.Process(pid).cmdline())
    except psutil.Error:
        return False
