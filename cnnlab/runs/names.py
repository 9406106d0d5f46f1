"""Names that are safe as a folder's, and titles that can be read in one line."""

import re
import reprlib
import unicodedata

NAME_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
LONGEST_TITLE = 60
# Unicode's categories of what breaks a line or cannot be written to a file.
UNWANTED_IN_TITLES = {"Cc", "Cs", "Zl", "Zp"}
# The first letters of those of what nobody sees on its own.
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
    if len(kept) > LONGEST_TITLE or not _is_visible_line(kept):
        raise _bad_name("run", title, f"1 to {LONGEST_TITLE} characters on one line")
    return kept


def _is_visible_line(text: str) -> bool:
    categories = {unicodedata.category(character) for character in text}
    is_visible = any(category[0] not in INVISIBLE for category in categories)
    return is_visible and not categories & UNWANTED_IN_TITLES


def _bad_name(kind: str, name: object, expected: str) -> ValueError:
    came = reprlib.repr(name)
    return ValueError(f"The name of a {kind} is {came}; expected {expected}. Choose such a name.")
