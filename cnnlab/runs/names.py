"""Names that are safe as a folder's, and titles that can be read in one line."""

import re
import reprlib
import unicodedata

NAME_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
LONGEST_TITLE = 60
# Unicode's categories of characters that have no place in a line: control characters, halves of a
# character, which no file can hold, ends of lines and of paragraphs.
NOT_IN_A_LINE = {"Cc", "Cs", "Zl", "Zp"}
# The first letters of the categories of what nobody sees on its own.
INVISIBLE = "CZM"


def checked_name(kind: str, name: object) -> str:
    """Return `name` if it is safe as a folder's; raise ValueError for anything else."""
    if not isinstance(name, str) or not NAME_PATTERN.fullmatch(name):
        raise _bad_name(kind, name, "1 to 64 letters, digits, '-' or '_'")
    return name


def checked_title(title: object) -> str:
    """Return `title` without the blanks around it, if it can be read in one line.

    Raises ValueError for anything else.
    """
    kept = title.strip() if isinstance(title, str) else ""
    if len(kept) > LONGEST_TITLE or not is_one_line(kept) or not _is_visible(kept):
        raise _bad_name("run", title, f"1 to {LONGEST_TITLE} characters on one line")
    return kept


def is_one_line(text: str) -> bool:
    """Say whether a text can be written to a file, and read, as one line."""
    return not any(unicodedata.category(character) in NOT_IN_A_LINE for character in text)


def _is_visible(text: str) -> bool:
    return any(unicodedata.category(character)[0] not in INVISIBLE for character in text)


def _bad_name(kind: str, name: object, expected: str) -> ValueError:
    came = reprlib.repr(name)
    return ValueError(f"The name of a {kind} is {came}; expected {expected}. Choose such a name.")
