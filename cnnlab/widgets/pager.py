"""Pictures that one leafs through: what the gallery and the preprocessing panel have in common."""

from typing import Any

import traitlets

from labhelpers.config import NUM_CLASSES
from labhelpers.digits import Digits
from labhelpers.front_end import FrontEnd, whole_number


class Pager(FrontEnd):
    """One picture of many, with its caption, and buttons to its neighbours.

    A class of this one draws the picture, in `show`.

    unit: what is turned over, such as "Page".
    position, last: which one is shown, of those from 0 to `last`.
    digit: the digit that is chosen on a row of buttons; None where there is no such row, and a
        box takes the position.
    caption, picture: a sentence, and an <img>, or a paragraph in its place.
    message: why something was refused.
    source: a sentence on where the digits come from, "" where the page around says it.

    The browser sends {"position"} or {"digit"}.
    """

    unit = traitlets.Unicode().tag(sync=True)
    position = traitlets.Int(0).tag(sync=True)
    last = traitlets.Int(0).tag(sync=True)
    digit = traitlets.Int(None, allow_none=True).tag(sync=True)
    caption = traitlets.Unicode().tag(sync=True)
    picture = traitlets.Unicode().tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)

    def __init__(self, digits: Digits, says_source: bool = True) -> None:
        super().__init__()
        self.digits = digits
        self.source = f" Data set: {digits.reason}" if says_source else ""
        self.show(0)

    def show(self, position: int) -> None:
        """Show what is at `position`, which is from 0 to `last`."""

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        position = 0
        if self.digit is not None and "digit" in content:
            self.digit = whole_number("Digit", content["digit"], 0, NUM_CLASSES - 1)
        else:
            position = whole_number(self.unit, content.get("position"), 0, self.last)
        self.message = ""
        self.show(position)

    def refuse(self, sentence: str) -> None:
        self.message = sentence
