"""The one place that writes and reads a run's JSON files, each with the number of its format."""

import functools
import json
import logging
import reprlib
from pathlib import Path
from typing import Any

from cnnlab.runs.plain_file import read_plain
from labhelpers.errors import LabError
from labhelpers.files import write_text

logger = logging.getLogger(__name__)

# What a file means. Files without a number were written before there was one: they are format 1.
# Since format 2 a run's source may be a path in the project, and the run has its images' checksum.
FORMAT = 2
NO_FORMAT = 1000  # whatever becomes of the lab
LONGEST_REASON = 200


class DamagedFileError(LabError, ValueError):
    """A file is there and cannot be read; the message says which and why."""


class NewerFileError(DamagedFileError):
    """A file was written by a version of the lab that this one does not know."""


def write_json(path: Path, content: dict[str, Any], through: Path | None = None) -> None:
    """Write a dictionary and its format in one step; OSError where that is not possible.

    through: as for `replacing`.
    """
    numbered = {"format": FORMAT} | content
    write_text(path, json.dumps(numbered, indent=1, ensure_ascii=False), through)


def read_json(path: Path) -> dict[str, Any] | None:
    """Return the dictionary that a file holds, without its format; None where there is no file.

    Raises DamagedFileError where something is there and is none that this version wrote.
    """
    try:
        stored = read_plain(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise cannot_be_read(path, error.strerror or type(error).__name__) from error
    try:
        content = json.loads(stored.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        reason = "it is not whole, or it was changed" if stored else "it is empty"
        raise cannot_be_read(path, reason) from error
    if not isinstance(content, dict):
        raise cannot_be_read(path, f"it holds {reprlib.repr(content)}; expected an object")
    _check_format(path, content.pop("format", FORMAT))
    return content


def cannot_be_read(path: Path, reason: str) -> DamagedFileError:
    """Return the error that says why a file cannot be read."""
    return DamagedFileError(f"{path.name} cannot be read ({reason})")


def as_damage(path: Path, error: Exception) -> DamagedFileError:
    """Return an error that says which file cannot be read; one that does is returned as it is."""
    if isinstance(error, DamagedFileError):
        return error
    reason = str(error).rstrip(".")
    is_long = len(reason) > LONGEST_REASON
    return cannot_be_read(path, f"{reason[:LONGEST_REASON]}..." if is_long else reason)


def _check_format(path: Path, found: object) -> None:
    if type(found) is not int or not 1 <= found < NO_FORMAT:
        raise cannot_be_read(path, f"its format is {reprlib.repr(found)}; expected {FORMAT}")
    if found > FORMAT:
        versions = f"format {reprlib.repr(found)}; this version reads {FORMAT}"
        raise NewerFileError(f"{path.name} was written by a newer version of the lab ({versions})")


@functools.lru_cache(maxsize=1000)
def log_once(path: Path, message: str) -> None:
    """Log why a file is passed over, with the traceback, once in a process.

    A page reads all its runs again after each event.
    """
    logger.warning("%s: %s", path, message, exc_info=True)
