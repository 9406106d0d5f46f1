"""Whether program and README are as the lab writes them from what the hand-in says of itself."""

import logging
import re
from pathlib import Path

import numpy as np

from cnnlab.desk.expected import SOURCES, expected_program, expected_readme
from cnnlab.desk.hand_in import HandIn
from cnnlab.desk.opening import said
from cnnlab.desk.remarks import EDITED, MISSING, NOTE, Remark
from cnnlab.desk.text import line
from cnnlab.report.hand_in_format import PROGRAM, README
from cnnlab.report.rendering import markdown
from labhelpers import __version__
from labhelpers.config import CHOICES

logger = logging.getLogger(__name__)

# Lines of a README that nobody can render again: pictures, their captions, a machine's versions.
NOT_COMPARED = re.compile(r"!\[|\*[^*]|\| (?:Version|Machine)\b")
# That a run's loss ran away follows from its points within epochs, which no hand-in has.
DIVERGED = re.compile(r" ?This run diverged: .{0,300}? and train again\.")
# A number; and what is said of an image that was read, which follows from one.
NUMBER = re.compile(r"\\?[<>]?\d[\d.,]*")
VERDICT = re.compile(r"\b(?:right|wrong)\b")

# Where it is so of more than this part of a class, and of so many, nobody edited anything.
MOST_PART = 0.8
WORDS_BEFORE = 20  # characters of a line that are told before its first difference
FEWEST = 5


def remarks_on(
    members: dict[str, bytes],
    found: HandIn,
    sample: np.ndarray | None,
    folder: Path,
    has_digits: bool,
) -> list[Remark]:
    """Return what is remarkable of program.py and README.md.

    sample: the report's image. folder: an empty folder to render in. has_digits: whether the
        run's images are here.
    """
    if found.versions["lab"] not in ("", __version__):
        made = f"It was made by version {line(found.versions['lab'], 40)} of the lab"
        text = f"{made}, this is {__version__}: program and README were not compared."
        return [Remark(NOTE, text)]
    if found.data["dataset"] not in SOURCES or not has_digits:
        text = f"{PROGRAM} and {README} were not compared: its images are not here."
        return [Remark(NOTE, text)]
    remarks = _program_remarks(members.get(PROGRAM), found)
    if found.run["status"] == "finished" and found.confusion and found.history:
        remarks += _readme_remarks(members.get(README), found, sample, folder)
    else:
        text = f"{README} was not compared: that takes a finished run with a result."
        remarks.append(Remark(NOTE, text))
    return remarks


def _program_remarks(content: bytes | None, found: HandIn) -> list[Remark]:
    if content is None:
        return [Remark(MISSING, f"{PROGRAM} is not in it.")]
    difference = _difference(_lines(content), expected_program(found).splitlines())
    if not difference:
        return []
    return [_edited(PROGRAM, difference)]


def _readme_remarks(
    content: bytes | None, found: HandIn, sample: np.ndarray | None, folder: Path
) -> list[Remark]:
    """Compare with two renderings that differ in what is not known: what both say is known."""
    if content is None:
        return [Remark(MISSING, f"{README} is not in it.")]
    try:
        first, second = (
            _without(found.unsaid, _compared(readme.splitlines()))
            for readme in (expected_readme(found, sample, folder / str(k), k) for k in (3, 5))
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        logger.warning("A README could not be rendered", exc_info=True)
        text = f"{README} could not be rendered again from what hand-in.json says."
        return [Remark(EDITED, text)]
    lines = _compared(_lines(content))
    if len(lines) == len(first):
        first = [_expected(*three) for three in zip(lines, first, second, strict=True)]
    difference = _difference(lines, first)
    if not difference:
        return []
    return [_edited(README, difference)]


def _edited(file: str, difference: str) -> Remark:
    """Return the remark on an edited file; what differs in it may be somebody else's name."""
    text = f"{file} is not what the lab writes from its hand-in.json"
    return Remark(EDITED, f"{text}: {difference}", told=f"{text}.")


def _expected(line: str, first: str, second: str) -> str:
    """Return a line as both renderings have it, with `line`'s numbers where these differ."""
    words, ones, others = (VERDICT.sub("#", text).split() for text in (line, first, second))
    if not len(words) == len(ones) == len(others):
        return first
    follows = [
        word == one or (one != other and NUMBER.sub("#", word) == NUMBER.sub("#", one))
        for word, one, other in zip(words, ones, others, strict=True)
    ]
    if all(follows):
        return line
    pairs = zip(follows, line.split(), first.split(), strict=True)
    return " ".join(here if same else there for same, here, there in pairs)


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", errors="replace").splitlines()


def _compared(lines: list[str]) -> list[str]:
    return [DIVERGED.sub("", line) for line in lines if not NOT_COMPARED.match(line)]


def _without(unsaid: list[str], lines: list[str]) -> list[str]:
    """Return a README's lines without those on choices that its version of the lab had not."""
    rows = tuple(f"| {markdown(CHOICES[name].label)} |" for name in unsaid)
    return [line for line in lines if not line.startswith(rows)]


def _difference(found: list[str], wanted: list[str]) -> str:
    """Return the first line that differs, "" where none does."""
    if found == wanted:
        return ""
    pairs = enumerate(zip(found, wanted, strict=False))
    shorter = min(len(found), len(wanted))
    place = next((place for place, (one, other) in pairs if one != other), shorter)
    here = found[place] if place < len(found) else ""
    there = wanted[place] if place < len(wanted) else ""
    letters = enumerate(zip(here, there, strict=False))
    same = next((place for place, (one, other) in letters if one != other), 0)
    start = max(0, same - WORDS_BEFORE)
    return f"it has {said(here[start:].strip())}, the lab writes {said(there[start:].strip())}."


def settled(rows: list[dict]) -> None:
    """Take back what was remarked on programs and READMEs where it is so of most of a class.

    Then another version of the lab wrote them all, which is nobody's edit.
    """
    for file in (PROGRAM, README):
        beginning = f"{file} is not what the lab writes"
        found = [
            remark
            for row in rows
            for remark in row["remarks"]
            if remark["kind"] == EDITED and remark["text"].startswith(beginning)
        ]
        if len(found) >= FEWEST and len(found) > MOST_PART * len(rows):
            for remark in found:
                remark["kind"] = NOTE
                remark["told"] = ""
                remark["text"] = (
                    f"{file} is another than this lab writes, as it is for most hand-ins here: "
                    "they were made with another version of the lab."
                )
