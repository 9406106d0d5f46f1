"""What everything on a page is made of: front ends of one's own, and checks of what they send."""

import json
import pathlib
import reprlib
import sys
from collections.abc import Sequence
from typing import Any

import anywidget


class FrontEnd(anywidget.AnyWidget):
    """A widget that static/<its module>.js and .css draw, from state that only Python changes.

    What all front ends share, in front_end.js and front_end.css, comes before what is in those
    two files.
    text_form: its text, which nbval compares: it must not say what is shown.
    """

    text_form = ""

    def __init__(self, **state: Any) -> None:
        super().__init__(**state)
        self.on_msg(self._take)

    def update(self) -> None:
        """Show what there is now."""

    def receive(self, content: dict[str, Any], buffers: Sequence[memoryview]) -> None:
        """Do what a message of the browser's asks for.

        Nothing is known of what it holds: a stranger may have sent it. Raises `ValueError` where
        it is none that a page of ours sends.
        """

    def refuse(self, sentence: str) -> None:
        """Say why a message was refused."""

    def __init_subclass__(cls, **options: Any) -> None:
        if not hasattr(cls, "_esm"):  # traitlets makes further classes of this one
            files = [__file__, sys.modules[cls.__module__].__file__ or ""]
            cls._esm = "".join(_static(file, ".js") for file in files)
            cls._css = "".join(_static(file, ".css") for file in files)
        super().__init_subclass__(**options)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Drop the state that a browser sent: none of it is the browser's to change."""

    def _take(self, _widget: object, content: object, buffers: Sequence[memoryview]) -> None:
        """Take a message of the browser's; what is no dictionary is taken for an empty one."""
        try:
            self.receive(content if isinstance(content, dict) else {}, buffers)
        except ValueError as error:
            self.refuse(str(error))

    def __repr__(self) -> str:
        return self.text_form


def _static(file: str, kind: str) -> str:
    """Return the text of the file in static/ that is called as the module `file`, with `kind`."""
    module = pathlib.Path(file)
    return (module.parent / "static" / module.with_suffix(kind).name).read_text(encoding="utf-8")


def whole_number(name: str, value: object, low: int, high: int) -> int:
    """Return `value`, which a browser sent, if it is a whole number in [low, high].

    Raises `ValueError` for anything else.
    """
    # True is an int, too, but nobody's number.
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return value
    came = reprlib.repr(value)
    expected = f"a whole number from {low:,} to {high:,}"
    raise ValueError(f"{name} came as {came}; expected {expected}. Choose one in that range.")


def rounded(value: Any) -> Any:
    """Return `value` as JSON can hold it: five decimals at most, None for what is not finite."""
    return json.loads(
        json.dumps(value),
        parse_float=_five_decimals,
        parse_constant=_nothing,
    )


def _five_decimals(text: str) -> float:
    return round(float(text), 5)


def _nothing(_constant: str) -> None:
    return None
