"""Finds the hand-ins in a folder: zips, and zips of zips as Moodle and Canvas download them."""

import dataclasses
import hashlib
import logging
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

from cnnlab.desk import limits
from cnnlab.desk.opening import ADVICE, UNREADABLE, said
from cnnlab.desk.text import line
from cnnlab.report.drop import EARLIER
from cnnlab.report.receipt import KEY_FILE
from cnnlab.runs.plain_file import open_plain
from labhelpers.errors import LabError

logger = logging.getLogger(__name__)

# Files that somebody may have handed in in the zip's place; each of them is a row, too.
IN_ITS_PLACE = (
    *(".html", ".htm", ".pdf", ".ipynb", ".py", ".docx", ".odt"),
    *(".keras", ".h5", ".rar", ".7z", ".gz", ".tar", ".tgz"),
)
MOST_OF_A_DOWNLOAD = 4_000_000_000
PART = 1_000_000
# Moodle puts each into a folder or before each file's name; Canvas before each file's name.
MOODLE = re.compile(r"(?P<name>[^/]+?)_(?P<id>\d+)_assignsubmission_\w+?(?:_|/|$)")
CANVAS = re.compile(r"(?:^|/)(?P<name>[^/_]+)_(?P<late>LATE_)?(?P<id>\d+)_\d+_[^/]+$")


class NothingToReadError(LabError, ValueError):
    """A folder holds no hand-ins; the message says what was looked for."""


@dataclasses.dataclass(frozen=True)
class Sent:
    """A file that somebody handed in. label: its name in the folder or the download.

    problem: why it is not read, in a sentence; "" where it is.
    person: the name that a course's system gave it, moodle, canvas: the number it knows the person
    or the submission by, is_late: whether it says so; "" and False where it says nothing.
    """

    path: Path
    label: str
    problem: str = ""
    person: str = ""
    moodle: str = ""
    canvas: str = ""
    is_late: bool = False

    @property
    def digest(self) -> str:
        """What tells the file from another version of it; "" for one that is too large."""
        try:
            with open_plain(self.path) as file:
                content = file.read(limits.MOST_BYTES + 1)
        except OSError:
            return ""
        is_whole = len(content) <= limits.MOST_BYTES
        return hashlib.sha256(content).hexdigest()[:16] if is_whole else ""


def collected(folder: Path, unpacked: Path, leave_out: Path) -> list[Sent]:
    """Return what was handed in, in the order of its names.

    folder: a folder, or one zip of zips. unpacked: an empty folder for what is in zips of zips.
    leave_out: the folder that the desk writes to, which may be in `folder`.
    """
    if not folder.exists():
        raise NothingToReadError(f"{folder} does not exist; expected a folder of hand-ins.")
    found: list[Sent] = []
    for path, label in _files(folder, leave_out):
        found += _sent(path, label, unpacked)
        if len(found) > limits.MOST_IN_A_FOLDER:
            most = f"{limits.MOST_IN_A_FOLDER:,} at most are read at once"
            raise NothingToReadError(f"{folder} holds more hand-ins than that: {most}.")
    kept = _without_companions(found)
    if not kept:
        raise NothingToReadError(f"{folder} holds no zip; expected the students' hand-ins.")
    return sorted(kept, key=lambda sent: sent.label.casefold())


def _files(folder: Path, leave_out: Path) -> Iterator[tuple[Path, str]]:
    if folder.is_file():
        yield folder, folder.name
        return
    left_out = leave_out.resolve()
    is_servers = (folder / KEY_FILE).exists()
    for path in sorted(folder.rglob("*")):
        label = path.relative_to(folder).as_posix()
        is_hidden = any(part.startswith((".", "__MACOSX")) for part in label.split("/"))
        is_earlier = is_servers and label.startswith(f"{EARLIER}/")  # it was handed in again
        is_own = left_out == path.resolve() or left_out in path.resolve().parents
        if not (is_hidden or is_own or is_earlier) and (path.is_symlink() or not path.is_dir()):
            yield path, label


def _sent(path: Path, label: str, unpacked: Path) -> list[Sent]:
    """Return what one file of the folder holds: itself, or what is in a zip of zips."""
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        return [_named(path, label, f"It cannot be read ({error.strerror}).")]
    if not stat.S_ISREG(mode):
        return [_named(path, label, f"It is a link, or no plain file. {ADVICE}")]
    suffix = path.suffix.lower()
    if suffix == ".zip":
        return _zip_of_zips(path, unpacked) or [_named(path, label)]
    if suffix in IN_ITS_PLACE:
        return [_named(path, label, _no_zip(suffix))]
    return []


def _no_zip(suffix: str) -> str:
    if suffix == ".keras":
        return f"It is a .keras file, which can hold a program; it was not opened. {ADVICE}"
    return f"It is a {suffix} file, and no zip. {ADVICE}"


def _zip_of_zips(path: Path, unpacked: Path) -> list[Sent]:
    """Return what is in a zip of zips, copied out; [] where a zip is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            is_download = len(infos) <= 20 * limits.MOST_IN_A_FOLDER and _is_download(path, infos)
            return _copied(archive, infos, unpacked) if is_download else []
    except UNREADABLE:
        logger.info("%s cannot be listed; its row will say so", path, exc_info=True)
        return []


def _is_download(path: Path, infos: list[zipfile.ZipInfo]) -> bool:
    """Say whether a zip is one of zips, as a course's system gives it."""
    names = [info.filename for info in infos]
    if any(name.rpartition("/")[2] == "hand-in.json" for name in names):
        return False
    zips = [name for name in names if name.lower().endswith(".zip")]
    of_a_system = any(MOODLE.search(name) or CANVAS.search(name) for name in names)
    is_one_persons = MOODLE.search(path.name) or CANVAS.search(path.name)
    return of_a_system or (len(zips) > 1 and not is_one_persons)


def _copied(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], unpacked: Path) -> list[Sent]:
    """Copy what is in a download out of it, under names of the desk's own."""
    found = []
    room = MOST_OF_A_DOWNLOAD
    for info in infos:
        name = info.filename
        suffix = Path(name).suffix.lower()
        if name.startswith("__MACOSX/") or suffix not in (".zip", *IN_ITS_PLACE):
            continue
        label = line(name, 200)
        path = unpacked / f"{len(list(unpacked.iterdir())):05}{suffix}"
        if suffix != ".zip":
            found.append(_named(path, label, _no_zip(suffix)))
        elif room <= 0:
            found.append(_named(path, label, "The download has no room for it (4 GB)."))
        else:
            problem = _copy(archive, info, path)
            room -= path.stat().st_size
            found.append(_named(path, label, problem))
    return found


def _copy(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> str:
    """Write a member to a file, up to what a hand-in may have; return what went wrong, or ""."""
    with open(path, "wb") as file:
        try:
            with archive.open(info) as member:
                left = limits.MOST_BYTES + 1
                while left > 0 and (part := member.read(min(PART, left))):
                    file.write(part)
                    left -= len(part)
        except UNREADABLE:
            logger.info("A member of a download cannot be read", exc_info=True)
            return f"{said(info.filename)} cannot be read from the download."
    return ""


def _named(path: Path, label: str, problem: str = "") -> Sent:
    """Return a file with what its name says of whose it is."""
    shown = line(label, 200)
    if moodle := MOODLE.search(shown):
        person = line(moodle["name"].rpartition("/")[2], 100)
        return Sent(path, shown, problem, person=person, moodle=moodle["id"])
    if canvas := CANVAS.search(shown):
        is_late = bool(canvas["late"])
        name = canvas["name"]
        return Sent(path, shown, problem, person=name, canvas=canvas["id"], is_late=is_late)
    return Sent(path, shown, problem)


def _without_companions(found: list[Sent]) -> list[Sent]:
    """Return all but the files that lie beside a person's zip: a report's HTML, a notebook."""
    with_zip = {_whose(sent) for sent in found if sent.path.suffix.lower() == ".zip"}
    return [
        sent
        for sent in found
        if sent.path.suffix.lower() == ".zip" or _whose(sent) not in with_zip
    ]


def _whose(sent: Sent) -> str:
    """Return what tells a person's files from others': the system's number, or the folder."""
    number = sent.moodle or sent.canvas
    if number:
        return number
    folder = sent.label.rpartition("/")[0]
    return folder or sent.label
