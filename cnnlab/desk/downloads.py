"""Zips of zips, as Moodle and Canvas download them: what is in them is copied out.

Whoever hands in can name files as a course's system does. So only what the instructor put there
is taken for a download, and never a hand-in, wherever it lies.
"""

import logging
import zipfile
from pathlib import Path

from cnnlab.desk import limits
from cnnlab.desk.opening import STRAY, UNREADABLE, said
from cnnlab.desk.sent import IN_ITS_PLACE, LONGEST_NAME, Sent, is_of_a_system, named, no_zip
from cnnlab.report.hand_in_format import HAND_IN

logger = logging.getLogger(__name__)

MOST_OF_ALL = 4_000_000_000  # bytes, of all downloads together
PART = 1_000_000
TOO_LARGE = "It has {:.1f} GB; a download of hand-ins has 4 GB at most. Unpack it into the folder."


class Downloads:
    """Copies what is in downloads into an empty folder, under names of the desk's own."""

    def __init__(self, unpacked: Path) -> None:
        self._unpacked = unpacked
        self._room = MOST_OF_ALL
        self._count = 0

    def opened(self, path: Path, label: str, is_all: bool) -> list[Sent]:
        """Return what is in a download; [] where a zip is none.

        is_all: whether it is all that the desk was given, and not one file of a folder.
        """
        size = path.stat().st_size
        if size > MOST_OF_ALL:
            return [named(path, label, TOO_LARGE.format(size / 1e9))]
        try:
            with zipfile.ZipFile(path) as archive:
                infos = [info for info in archive.infolist() if not info.is_dir()]
                if not _is_download([info.filename for info in infos], is_all):
                    return []
                return self._copied(archive, infos, path, label, "" if is_all else label)
        except UNREADABLE:
            logger.info("%s cannot be listed; its row will say so", path, exc_info=True)
            return []

    def _copied(
        self,
        archive: zipfile.ZipFile,
        infos: list[zipfile.ZipInfo],
        path: Path,
        label: str,
        download: str,
    ) -> list[Sent]:
        wanted = [info for info in infos if _is_wanted(info.filename)]
        if self._count + len(wanted) > limits.MOST_IN_A_FOLDER:
            most = f"{limits.MOST_IN_A_FOLDER:,} are read at once, of all downloads together"
            return [named(path, label, f"It holds {len(wanted):,} files; at most {most}.")]
        return [self._taken(archive, info, download) for info in wanted]

    def _taken(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, download: str) -> Sent:
        suffix = Path(info.filename).suffix.lower()
        self._count += 1
        path = self._unpacked / f"{self._count:05}{suffix}"
        if suffix != ".zip":
            problem = no_zip(suffix)
        elif self._room <= 0:
            problem = "There is no room for it: all downloads may unpack to 4 GB together."
        else:
            problem = _copy(archive, info, path)
            self._room -= path.stat().st_size
        return named(path, info.filename, problem, download)


def _is_download(names: list[str], is_all: bool) -> bool:
    """Say whether a zip with these files is one of zips, as a course's system gives it."""
    names = [name for name in names if not name.startswith(STRAY)]
    if HAND_IN in names:
        return False
    if any(map(is_of_a_system, names)):
        return True
    tops = {name.partition("/")[0] for name in names}
    if len(tops) == 1 and f"{tops.pop()}/{HAND_IN}" in names:
        return False
    zips = sum(name.lower().endswith(".zip") for name in names)
    return zips > (0 if is_all else 1)


def _is_wanted(name: str) -> bool:
    suffix = Path(name[-LONGEST_NAME:]).suffix.lower()
    return not name.startswith(STRAY) and suffix in (".zip", *IN_ITS_PLACE)


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
