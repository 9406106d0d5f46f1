"""Opens a stranger's zip: a few members by their names, into memory, each within its limit."""

import io
import stat
import unicodedata
import zipfile
import zlib
from pathlib import Path

from cnnlab.desk import limits
from cnnlab.report.hand_in_format import HAND_IN, PROGRAM
from cnnlab.runs.bounds import beside
from cnnlab.runs.plain_file import open_plain
from labhelpers.errors import LabError

ADVICE = "Ask for the zip that the page's hand-in gives, as it is."
WHICH = "Ask which of them is meant."
# What is advised, as the student reads it.
TO_STUDENT = {
    ADVICE: "Hand in the zip that the page's hand-in gives, as it is.",
    WHICH: "Hand in the one that you mean, in a zip of its own.",
}
ENCRYPTED = 0x1
# What zipfile raises for bytes that are no whole zip, or one that it does not know.
UNREADABLE = (
    OSError,
    ValueError,
    EOFError,
    KeyError,
    IndexError,
    RuntimeError,
    MemoryError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
)
# What macOS packs beside the files that somebody chose.
STRAY = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


class BadHandInError(LabError, ValueError):
    """A file is no hand-in that can be read; the message says why, and what to do."""


def to_student(problem: str) -> str:
    """Return a sentence on what could not be read, with its advice to whoever handed it in."""
    for advice, told in TO_STUDENT.items():
        problem = problem.replace(advice, told)
    return problem


def members_of(path: Path) -> dict[str, bytes]:
    """Return the members of a hand-in's zip that the desk reads, by their names.

    Nothing is written to the disk. Raises BadHandInError with a sentence for whatever is not as
    the lab packs it: a zip bomb, a link, a path out of the zip, two members of one name.
    """
    try:
        with open_plain(path) as file:
            content = file.read(limits.MOST_BYTES + 1)
        if len(content) > limits.MOST_BYTES:
            raise BadHandInError(_too_large(path.stat().st_size))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive)
    except BadHandInError:
        raise
    except UNREADABLE as error:
        raise BadHandInError(f"It is no zip that can be read whole. {ADVICE}") from error


def _too_large(size: int) -> str:
    came = f"The file has {beside(size, limits.MOST_BYTES, 1e6, '.0f')} MB"
    return f"{came}; a hand-in has {limits.MOST_BYTES / 1e6:.0f} MB at most. {ADVICE}"


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    infos = [info for info in archive.infolist() if not _is_stray(info)]
    check_members(infos)
    folder = _folder_of(infos)
    found = {}
    for info in infos:
        name = info.filename.removeprefix(folder)
        if info.filename.startswith(folder) and name in limits.MOST_OF_A_MEMBER:
            found[name] = _content(archive, info, limits.MOST_OF_A_MEMBER[name])
    return found


def _is_stray(info: zipfile.ZipInfo) -> bool:
    return info.filename.startswith(STRAY) or info.filename.rpartition("/")[2] in STRAY


def check_members(infos: list[zipfile.ZipInfo]) -> None:
    """Raise BadHandInError where the list of a zip's contents is not one of an honest zip."""
    if len(infos) > limits.MOST_MEMBERS:
        came = f"It holds {len(infos):,} files; a hand-in has {limits.MOST_MEMBERS} at most."
        raise BadHandInError(f"{came} {ADVICE}")
    unpacked = sum(info.file_size for info in infos)
    if unpacked > limits.MOST_UNPACKED:
        most = f"{limits.MOST_UNPACKED / 1e6:.0f} MB at most"
        came = f"It would unpack to {unpacked / 1e6:,.0f} MB, a zip bomb or a packed data set"
        raise BadHandInError(f"{came}; expected {most}. {ADVICE}")
    names: set[str] = set()
    for info in infos:
        _check_member(info)
        name = unicodedata.normalize("NFC", info.filename).casefold()
        if name in names:
            came = f"Two of its files are called {said(info.filename)}"
            raise BadHandInError(f"{came}, and only one of them can be meant. {ADVICE}")
        names.add(name)


def _check_member(info: zipfile.ZipInfo) -> None:
    name = info.orig_filename
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0] or "\0" in name:
        came = f"A file in it is called {said(name)}, which is a path out of the zip"
        raise BadHandInError(f"{came}. Nothing of it was unpacked. {ADVICE}")
    if stat.S_ISLNK(info.external_attr >> 16):
        came = f"{said(name)} in it is a link to another file"
        raise BadHandInError(f"{came}. Nothing of it was followed. {ADVICE}")
    if info.flag_bits & ENCRYPTED:
        raise BadHandInError(f"It is locked with a password. {ADVICE}")


def _folder_of(infos: list[zipfile.ZipInfo]) -> str:
    """Return the folder in the zip that holds the hand-in, "" where it is not in one."""
    names = [info.filename for info in infos]
    found = [name for name in names if name.rpartition("/")[2] == HAND_IN]
    if len(found) == 1:
        return found[0].removesuffix(HAND_IN)
    if found:
        came = f"It holds {len(found)} hand-ins; one is expected"
        raise BadHandInError(f"{came}. {WHICH}")
    raise BadHandInError(f"{_what_it_is(names)} {ADVICE}")


def _what_it_is(names: list[str]) -> str:
    """Return what a zip without a hand-in seems to be, in a sentence."""
    if {"config.json", "metadata.json"} <= set(names):
        return "It is a .keras file, which can hold a program; it was not opened."
    if any(name.lower().endswith(".zip") for name in names):
        return "It holds another zip, and no hand-in itself. Zips within zips were not opened."
    if PROGRAM in names:
        return f"It holds a report without {HAND_IN}, as older versions of the lab packed it."
    return f"It holds no {HAND_IN}."


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    with archive.open(info) as file:
        content = file.read(most + 1)
    if len(content) > most:
        name = info.filename.rpartition("/")[2]
        came = f"{name} has more than {most / 1e6:g} MB"
        raise BadHandInError(f"{came}, which no hand-in needs. {ADVICE}")
    return content


def said(name: str) -> str:
    """Return a stranger's name for a file as it may stand in a sentence."""
    shown = "".join(character if character.isprintable() else "?" for character in name)
    return f"“{shown[:57]}...”" if len(shown) > 60 else f"“{shown}”"
