"""A file that somebody handed in, and what its name says of whose it is."""

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from cnnlab.desk import limits
from cnnlab.desk.opening import ADVICE
from cnnlab.desk.text import line
from cnnlab.desk.typed import LONGEST_KEY
from cnnlab.runs.plain_file import open_plain

# Files that somebody may have handed in in the zip's place; each of them is a row, too.
IN_ITS_PLACE = (
    *(".html", ".htm", ".pdf", ".ipynb", ".py", ".docx", ".odt"),
    *(".keras", ".h5", ".rar", ".7z", ".gz", ".tar", ".tgz"),
)
# A name is looked at so far: nobody's honest one is longer.
LONGEST_NAME = 300
# Moodle puts each into a folder or before each file's name; Canvas before each file's name. So
# their sources say: mod/assign/classes/downloader.php in github.com/moodle/moodle (the id is the
# worksheet's; where groups hand in it is the group's, which no worksheet has), and
# lib/content_zipper.rb in github.com/instructure/canvas-lms (the user's id, then the file's).
# Neither was tried with a real Moodle or Canvas.
MOODLE = re.compile(r"(?:^|/)(?P<name>[^/]+?)_(?P<id>\d+)_assignsubmission_\w+?(?:_|/|$)")
CANVAS = re.compile(r"(?:^|/)(?P<name>[^/_]+)_(?P<late>LATE_)?(?P<id>\d+)_\d+_[^/]+$")
LONGEST_OF_A_DOWNLOAD = 80  # characters of its name, before the names of what is in it


@dataclasses.dataclass(frozen=True)
class Sent:
    """A file that somebody handed in. label: its name in the folder or the download.

    problem: why it is not read, in a sentence; "" where it is. download: the name of the download
    that held it. person: the name that a course's system gave it, moodle, canvas: the number it
    knows the person or the submission by, is_late: whether it says so; "" and False where it says
    nothing.
    """

    path: Path
    label: str
    problem: str = ""
    download: str = ""
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


def is_of_a_system(name: str) -> bool:
    """Say whether a course's system gave a file its name."""
    looked_at = name[:LONGEST_NAME]
    return bool(MOODLE.search(looked_at) or CANVAS.search(looked_at))


def named(path: Path, name: str, problem: str = "", download: str = "") -> Sent:
    """Return a file with what its name says of whose it is.

    name: in the folder, or in the download that is called `download`.
    """
    shown = line(name, LONGEST_KEY)
    whole = line(download, LONGEST_OF_A_DOWNLOAD)
    label = line(f"{whole}/{shown}" if whole else shown, LONGEST_KEY)
    sent = Sent(path, label, problem, whole)
    if moodle := MOODLE.search(shown):
        person = line(moodle["name"], 100)
        return dataclasses.replace(sent, person=person, moodle=moodle["id"])
    if canvas := CANVAS.search(shown):
        person, number = canvas["name"], canvas["id"]
        is_late = bool(canvas["late"])
        return dataclasses.replace(sent, person=person, canvas=number, is_late=is_late)
    return sent


def no_zip(suffix: str) -> str:
    """Return what is said of a file that came in the zip's place."""
    if suffix == ".keras":
        return f"It is a .keras file, which can hold a program; it was not opened. {ADVICE}"
    return f"It is a {suffix} file, and no zip. {ADVICE}"


def told_apart(found: Iterable[Sent]) -> Iterator[Sent]:
    """Yield the files under labels of their own, for marks are kept by them."""
    taken: set[str] = set()
    for sent in found:
        label = sent.label
        number = 1
        while label in taken:
            number += 1
            ending = f" ({number})"
            label = sent.label[: LONGEST_KEY - len(ending)] + ending
        taken.add(label)
        yield dataclasses.replace(sent, label=label)
