"""The marks and remarks that an instructor typed: typed.json beside the overview."""

import json
import logging
import re
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
# When it was typed, as a browser's clock says it; texts of this form sort by time.
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
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
            "time": _time(one.get("time")),
        }
        for key, one in found.items()
    }


def _time(value: Any) -> str:
    return value if isinstance(value, str) and TIME.fullmatch(value) else ""


def merged(before: Typed, typed: Typed) -> Typed:
    """Return both; of two with one key the one that was typed later."""
    newer = {
        key: one
        for key, one in typed.items()
        if one.get("time", "") >= before.get(key, {}).get("time", "")
    }
    return before | newer


def write_typed(folder: Path, typed: Typed) -> None:
    write_text(folder / FILE, json.dumps(typed, indent=1, ensure_ascii=False) + "\n")
