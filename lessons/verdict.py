"""What a check says of an answer: *right*, *not yet* with a hint, or *not tried*."""

import dataclasses
import html
import logging
import reprlib
from collections.abc import Mapping
from typing import Any

logger = logging.getLogger(__name__)

NOT_TRIED = "not tried"
NOT_YET = "not yet"
RIGHT = "right"
# What stands before the words, and the colour beside them: the words alone say it, too.
LOOKS = {
    NOT_TRIED: ("○", "#8c8c8c"),
    NOT_YET: ("✗", "#D55E00"),
    RIGHT: ("✓", "#009E73"),
}


class NotYet(Exception):  # noqa: N818 (it is a verdict, no error)
    """Raised where an answer cannot be right; the message is the hint."""


@dataclasses.dataclass(frozen=True, repr=False)
class Verdict:
    """What a check says.

    status: "right", "not yet" or "not tried".
    message: a sentence or two for the student.
    """

    status: str
    message: str

    def __repr__(self) -> str:
        return f"{self.status.capitalize()}. {self.message}"

    def _repr_html_(self) -> str:
        mark, color = LOOKS[self.status]
        style = (
            f"border-left: 4px solid {color}; "
            "padding: 2px 10px; "
            "max-width: 70ch; "
            "white-space: pre-wrap"
        )
        status = self.status.capitalize()
        words = html.escape(self.message)
        return f'<div style="{style}" role="status">{mark} <b>{status}.</b> {words}</div>'


def is_missing(answer: Any, within: tuple[int, ...] = ()) -> bool:
    """Say whether nothing was filled in: None, or dots anywhere in a list, tuple or dictionary.

    within: the ids of the containers that this part of an answer stands in.
    """
    if answer is None or answer is ...:
        return True
    # A list may hold itself, or one that holds it.
    if not isinstance(answer, Mapping | list | tuple) or id(answer) in within:
        return False
    parts = answer.values() if isinstance(answer, Mapping) else answer
    return any(is_missing(part, (*within, id(answer))) for part in parts)


def said(answer: Any, begins_sentence: bool = False) -> str:
    """Return an answer as a short text for a sentence: its type, and its value where short."""
    try:
        value = " ".join(reprlib.repr(answer).split())
    except Exception:
        # An answer's own __repr__ may raise anything; its type says enough.
        logger.debug("An answer has no text", exc_info=True)
        value = ""
    kind = type(answer).__name__
    if 0 < len(value) <= 40:
        return f"{value} ({kind})"
    return f"{'A' if begins_sentence else 'a'} value of type {kind}"
