"""How a page's kernel knows whose page it is: the server writes it into a file for that kernel.

The cookie that says it goes to the server alone; no script of the page can read it.
"""

import json
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from labhelpers.files import write_text

# Names the folder of these files to the kernels, which inherit it.
VARIABLE = "LAB_VISITOR_FILES"
# A visitor's book has a name that nobody can guess; a login's has another form.
BOOK = re.compile("[0-9a-f]{32}")


class Told(NamedTuple):
    """What a kernel is told.

    book: the name of its visitor's book of runs.
    is_for_tab: whether the tab is to remember it, because the browser may keep no cookie.
    login: as whom a Hub knows the visitor, "" where nobody is known.
    """

    book: str
    is_for_tab: bool
    login: str = ""


def new_book() -> str:
    """Return a book's name that nobody has yet."""
    return secrets.token_hex(16)


def write(folder: Path, kernel: str, told: Told) -> None:
    """Tell a kernel whose page it is, anew where it was told already.

    The folder is made again where somebody has tidied temporary files up.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    write_text(folder / f"{kernel}.json", json.dumps(told._asdict()))


def remove(folder: Path, kernel: str) -> None:
    (folder / f"{kernel}.json").unlink(missing_ok=True)


def read() -> Told:
    """Return what this process, a page's kernel, was told; a new book where it was not."""
    with suppress(KeyError, ValueError, OSError, TypeError):
        folder = Path(os.environ[VARIABLE])
        text = (folder / f"{own_id()}.json").read_text(encoding="utf-8")
        return Told(**json.loads(text))
    return Told(new_book(), is_for_tab=False)


def own_id() -> str:
    """Return the id by which the server knows this kernel; KeyError in no kernel."""
    from ipykernel.connect import get_connection_file

    try:
        name = Path(get_connection_file()).stem
    except RuntimeError as error:
        raise KeyError("this process is no kernel") from error
    return name.removeprefix("kernel-")
