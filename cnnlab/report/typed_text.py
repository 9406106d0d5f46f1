"""What a student types for a report, as it may stand in the report and in its file's name."""

import re
import reprlib
import unicodedata
from typing import Any

from cnnlab.runs.names import is_one_line

LONGEST_TEXT = 100
LONGEST_FILE_NAME = 150  # bytes of UTF-8, before the suffix
# Signs that turn the direction of everything after them, and two that XML forbids.
STRAY = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def checked_text(kind: str, text: Any) -> str:
    """Return `text`, which somebody typed, as it may stand in a report.

    kind: what it is, such as "register number".
    Raises ValueError where it has no place in a line, or is too long.
    """
    if isinstance(text, str):
        kept = STRAY.sub("", text).strip()
        if is_one_line(kept) and len(kept) <= LONGEST_TEXT:
            return kept
    expected = f"at most {LONGEST_TEXT} characters on one line"
    raise ValueError(f"The {kind} came as {reprlib.repr(text)}; expected {expected}. Type it so.")


def file_name(name: str, register: str, suffix: str) -> str:
    """Return a name for a report's file, short enough for every disk.

    It has letters and digits of any script, and "-".
    """
    words = unicodedata.normalize("NFC", f"cnn-lab-{register}-{name}")
    # Joiners stand between the letters of one word in some scripts.
    words = words.replace("\u200c", "").replace("\u200d", "")
    kept = "".join(
        character if unicodedata.category(character)[0] in "LMN" else " " for character in words
    )
    stem = "-".join(kept.split()).encode()[:LONGEST_FILE_NAME]
    return stem.decode(errors="ignore").rstrip("-") + suffix
