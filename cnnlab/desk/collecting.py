"""Finds the hand-ins in a folder: zips, and zips of zips as Moodle and Canvas download them."""

import collections
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from cnnlab.desk import limits
from cnnlab.desk.downloads import Downloads
from cnnlab.desk.opening import ADVICE
from cnnlab.desk.sent import IN_ITS_PLACE, Sent, is_of_a_system, named, no_zip, told_apart
from cnnlab.report.drop import EARLIER
from cnnlab.report.receipt import KEY_FILE
from labhelpers.errors import LabError


class NothingToReadError(LabError, ValueError):
    """A folder holds no hand-ins; the message says what was looked for."""


def check_to(folder: Path, to: Path) -> None:
    """Raise NothingToReadError where what the desk writes would lie around the hand-ins."""
    read = _real(folder)
    if folder.is_dir() and _real(to) in (read, *read.parents):
        came = f"--to is {to}, which holds the hand-ins that are read ({folder})"
        raise NothingToReadError(f"{came}; name a folder of its own, such as marks.")


def collected(folder: Path, unpacked: Path, leave_out: Path) -> list[Sent]:
    """Return what was handed in, in the order of its names.

    folder: a folder, or one zip of zips. unpacked: an empty folder for what is in zips of zips.
    leave_out: the folder that the desk writes to, which may be in `folder`.
    """
    if not folder.exists():
        raise NothingToReadError(f"{folder} does not exist; expected a folder of hand-ins.")
    found: list[Sent] = []
    downloads = Downloads(unpacked)
    num_files = 0
    for path, label in _files(folder, leave_out):
        sent = _sent(path, label, downloads, is_all=folder.is_file())
        num_files += len(sent) == 1
        found += sent
        if num_files > limits.MOST_IN_A_FOLDER:
            most = f"{limits.MOST_IN_A_FOLDER:,} at most are read at once"
            raise NothingToReadError(f"{folder} holds more hand-ins than that: {most}.")
    kept = _without_companions(found)
    if not kept:
        raise NothingToReadError(f"{folder} holds no zip; expected the students' hand-ins.")
    return sorted(told_apart(kept), key=lambda sent: sent.label.casefold())


def _real(path: Path) -> Path:
    # Not `resolve`, which raises for a link that leads to itself.
    return Path(os.path.realpath(path))


def _files(folder: Path, leave_out: Path) -> Iterator[tuple[Path, str]]:
    if folder.is_file():
        yield folder, folder.name
        return
    left_out = _real(leave_out)
    is_servers = (folder / KEY_FILE).exists()
    for path in sorted(folder.rglob("*")):
        label = path.relative_to(folder).as_posix()
        is_hidden = any(part.startswith((".", "__MACOSX")) for part in label.split("/"))
        is_earlier = is_servers and label.startswith(f"{EARLIER}/")  # it was handed in again
        own = _real(path)
        is_own = left_out == own or left_out in own.parents
        if not (is_hidden or is_own or is_earlier) and (path.is_symlink() or not path.is_dir()):
            yield path, label


def _sent(path: Path, label: str, downloads: Downloads, is_all: bool) -> list[Sent]:
    """Return what one file of the folder holds: itself, or what is in a zip of zips."""
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        return [named(path, label, f"It cannot be read ({error.strerror}).")]
    if not stat.S_ISREG(mode):
        return [named(path, label, f"It is a link, or no plain file. {ADVICE}")]
    suffix = path.suffix.lower()
    if suffix == ".zip":
        # What lies deeper, or has a system's name, is one student's.
        may_be = is_all or not ("/" in label or is_of_a_system(label))
        opened = downloads.opened(path, label, is_all) if may_be else []
        return opened or [named(path, label)]
    if suffix in IN_ITS_PLACE:
        return [named(path, label, no_zip(suffix))]
    return []


def _without_companions(found: list[Sent]) -> list[Sent]:
    """Return all but the files that lie beside a person's one zip: a report, a notebook."""
    zips = collections.Counter(_whose(sent) for sent in found if _is_zip(sent))
    return [sent for sent in found if _is_zip(sent) or not _is_companion(sent, zips[_whose(sent)])]


def _is_zip(sent: Sent) -> bool:
    return sent.path.suffix.lower() == ".zip"


def _is_companion(sent: Sent, num_zips: int) -> bool:
    is_known = bool(sent.moodle or sent.canvas)
    return num_zips > 0 if is_known else num_zips == 1


def _whose(sent: Sent) -> tuple[str, str]:
    """Return what tells a person's files from others': the system's number, or the folder."""
    number = sent.moodle or sent.canvas
    folder = sent.label.rpartition("/")[0]
    is_in_a_folder = folder and folder != sent.download
    return sent.download, number or (folder if is_in_a_folder else sent.label)
