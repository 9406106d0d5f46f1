"""A stranger's text, as it may stand in a table, a page and a sentence."""

import unicodedata
from typing import Any

from cnnlab.runs.names import is_one_line

# Signs that turn the direction of what follows them, or that nobody sees.
TURNING = set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
# Unicode's categories that have no place in a line: control characters, halves of a character,
# characters that are none, ends of lines and of paragraphs.
NOT_IN_A_LINE = {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}


def line(value: Any, longest: int) -> str:
    """Return a text on one line, cut after `longest` characters; "" for what is no text."""
    if not isinstance(value, str):
        return ""
    kept = "".join(_kept(character) for character in value[: 4 * longest])
    return " ".join(kept.split())[:longest].strip()


def as_kept(value: Any, longest: int) -> str:
    """Return a text of one line as the lab keeps it, with signs that `line` takes out for showing.

    What the lab writes from it, and whose exercises it chooses, follows from each of its
    characters. What the lab would not have kept is as `line` returns it.
    """
    is_kept = isinstance(value, str) and len(value) <= longest and is_one_line(value)
    return value.strip() if is_kept else line(value, longest)


def lines(value: Any, longest: int) -> str:
    """Return a text that may have several lines, cut after `longest` characters."""
    if not isinstance(value, str):
        return ""
    rows = [line(row, longest) for row in value[:longest].splitlines()]
    return "\n".join(rows).strip()


def has_turning_marks(value: Any) -> bool:
    """Say whether a text holds signs that turn the direction of writing."""
    return isinstance(value, str) and not TURNING.isdisjoint(value)


def _kept(character: str) -> str:
    if character in TURNING:
        return ""
    return " " if unicodedata.category(character) in NOT_IN_A_LINE else character
