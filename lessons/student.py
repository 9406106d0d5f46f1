"""A student's number: typed once, kept beside the runs, and offered by the other lessons.

Only where somebody sits before the notebook. A test, papermill and `make notebooks` keep nothing
and are offered nothing, so that they show the same on every machine.
"""

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from IPython.display import display

from cnnlab.runs import Book
from cnnlab.runs.json_files import DamagedFileError, read_json, write_json
from cnnlab.runs.private import make_book
from lessons.student_number import as_text
from lessons.words import Words

logger = logging.getLogger(__name__)

# JupyterLab's server sets the one for the kernel of a notebook, VS Code the other in it.
OF_JUPYTERLAB = "JPY_SESSION_NAME"
OF_VS_CODE = "__vsc_ipynb_file__"


def settled(number: Any, names: Mapping[str, Any]) -> str:
    """Return the number that a lesson is for, "" for nobody's.

    It is the one that was typed, which is kept then; else the one that was kept, and a line under
    the cell says so.

    number: what STUDENT is: a text, a whole number, or None for nobody's numbers.
    names: the notebook's `globals()`.
    Raises ValueError where it is none of these.
    """
    typed = as_text(number)
    if number is None or not is_somebody_here(names):
        return typed
    if typed:
        _keep(typed)
        return typed
    kept = _kept()
    if kept:
        # One line of a window of 1280 pixels, whatever a register number's usual length is.
        whose = f"The numbers of student {kept}, typed in another lesson."
        display(Words(f"{whose} Not yours? Change STUDENT."))
    return kept


def is_somebody_here(names: Mapping[str, Any]) -> bool:
    """Say whether a notebook was opened by somebody, and is not run by a program."""
    return OF_JUPYTERLAB in os.environ or OF_VS_CODE in names


def _file() -> Path:
    return Book().folder / "student.json"


def _keep(number: str) -> None:
    if number == _kept():
        return
    try:
        make_book(_file().parent)
        write_json(_file(), {"student": number})
    except OSError:
        logger.warning("The student's number could not be kept", exc_info=True)


def _kept() -> str:
    try:
        content = read_json(_file()) or {}
        return as_text(content.get("student"))
    except (DamagedFileError, ValueError):
        logger.warning("The student's number could not be read", exc_info=True)
        return ""
