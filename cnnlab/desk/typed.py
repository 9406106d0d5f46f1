"""The marks and remarks that an instructor typed: typed.json beside the overview."""

import json
import logging
from pathlib import Path
from typing import Any

from cnnlab.desk.text import line, lines
from cnnlab.runs.plain_file import read_plain
from labhelpers.errors import LabError
from labhelpers.files import write_text

logger = logging.getLogger(__name__)

FILE = "typed.json"
LONGEST_MARK = 20
LONGEST_REMARK = 2_000
LONGEST_KEY = 200
Typed = dict[str, dict[str, str]]


class TypedMarksError(LabError, ValueError):
    """What came as marks is none; the message says so."""


def read_typed(folder: Path) -> Typed:
    """Return what was typed, by a hand-in's key; {} where nothing was.

    Raises TypedMarksError for a file that is there and cannot be read: marks are never lost.
    """
    path = folder / FILE
    try:
        return checked(json.loads(read_plain(path).decode("utf-8")))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        came = f"{path} cannot be read, and it holds the marks that were typed"
        raise TypedMarksError(
            f"{came}. Move it elsewhere, or mend it, and start again."
        ) from error


def checked(found: Any) -> Typed:
    """Return marks and remarks from what JSON holds; TypedMarksError where they are none."""
    if not isinstance(found, dict) or not all(isinstance(one, dict) for one in found.values()):
        raise TypedMarksError("Marks are expected by the file's name: an object of objects.")
    return {
        line(key, LONGEST_KEY): {
            "mark": line(one.get("mark"), LONGEST_MARK),
            "remark": lines(one.get("remark"), LONGEST_REMARK),
            "digest": line(one.get("digest"), LONGEST_KEY),
        }
        for key, one in found.items()
    }


def write_typed(folder: Path, typed: Typed) -> None:
    write_text(folder / FILE, json.dumps(typed, indent=1, ensure_ascii=False) + "\n")
