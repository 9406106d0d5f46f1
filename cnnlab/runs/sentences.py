"""What a student wrote about a run, in the run's folder: a file that only pages write."""

import reprlib
import unicodedata
from pathlib import Path
from typing import NamedTuple

from cnnlab.runs.folder import RunFolder, set_aside
from cnnlab.runs.json_files import DamagedFileError, log_once, read_json, write_json
from cnnlab.runs.names import NOT_IN_A_LINE


class Question(NamedTuple):
    """What a student is asked: as the report says it, and a line on what is wanted."""

    label: str
    hint: str


# In the report's order.
QUESTIONS = {
    "changed": Question(
        "Which choice I changed, and why",
        "One choice, from what to what, and what you hoped for.",
    ),
    "predicted": Question(
        "What I predicted, and how it came out",
        "Where you made a prediction. A wrong one with a reason is worth more than a lucky one.",
    ),
    "curves": Question(
        "What the curves say",
        "Do both losses still fall? Is there a gap? Would you train longer?",
    ),
    "confused": Question(
        "Which two digits are confused most, and why",
        "Look at the images in that cell of the confusion matrix: what have they in common?",
    ),
    "next": Question(
        "What I would try next",
        "One thing, and how you would see whether it helped.",
    ),
}
NAMES = tuple(QUESTIONS)
LONGEST = 1500  # characters of one of them
FILE = "sentences.json"
# What turns the direction of everything after it.
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def sentences_of(run: RunFolder) -> dict[str, str]:
    """Return what was written about a run, "" for what was not."""
    path = run.folder / FILE
    try:
        stored = read_json(path) or {}
    except DamagedFileError as error:
        log_once(path, str(error))
        stored = {}
    return {name: kept_text(stored.get(name)) for name in NAMES}


def keep_sentence(run: RunFolder, name: object, text: object) -> None:
    """Keep what was written; ValueError for what is none, OSError where it cannot be kept."""
    if name not in NAMES:
        came = f"The sentence came as {reprlib.repr(name)}"
        raise ValueError(f"{came}; expected one of {', '.join(NAMES)}. Reload the page.")
    kept = sentences_of(run) | {str(name): _checked(text)}
    _set_damaged_aside(run.folder / FILE)
    # Through the folder itself, which is not made again where the run was deleted.
    write_json(run.folder / FILE, kept, run.folder)


def _set_damaged_aside(path: Path) -> None:
    """Give a file that cannot be read another name, before what is written takes its place."""
    try:
        read_json(path)
    except DamagedFileError:
        set_aside(path)


def _checked(text: object) -> str:
    if isinstance(text, str) and len(text) <= LONGEST:
        return kept_text(text)
    came = f"a text of {len(text):,} characters" if isinstance(text, str) else reprlib.repr(text)
    raise ValueError(f"What you wrote came as {came}; expected are at most {LONGEST:,}.")


def kept_text(value: object) -> str:
    """Return a text without what no file and no report can hold; joiners of letters stay."""
    if not isinstance(value, str):
        return ""
    return "".join(map(_kept, value[:LONGEST])).strip()


def _kept(letter: str) -> str:
    if letter in "\n\t":
        return letter
    is_stray = letter in TURNING or unicodedata.category(letter) in NOT_IN_A_LINE
    return " " if is_stray else letter
