"""What everything on a page is made of: front ends of one's own, and checks of what they send."""

import json
import logging
import pathlib
import re
import reprlib
import sys
from collections.abc import Sequence
from typing import Any

import anywidget

from labhelpers import cell_output

logger = logging.getLogger(__name__)


class FrontEnd(anywidget.AnyWidget):
    """A widget that two files draw from state that only Python changes.

    They are static/<its module>.js and .css. What those share with others is in files that the
    .js imports, with a .css of the same name where there is one: `joined` makes one of them all.
    heading: what it is called where it cannot be shown.
    """

    heading = ""

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
            module = pathlib.Path(sys.modules[cls.__module__].__file__ or "")
            cls._esm, cls._css = joined(module.parent / "static" / f"{module.stem}.js")
        super().__init_subclass__(**options)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Drop the state that a browser sent: none of it is the browser's to change."""

    def _take(self, _widget: object, content: object, buffers: Sequence[memoryview]) -> None:
        """Take a message of the browser's; what is no dictionary is taken for an empty one."""
        try:
            self.receive(content if isinstance(content, dict) else {}, buffers)
        except ValueError as error:
            logger.info("A message to %s was refused.", self.heading, exc_info=True)
            self.refuse(str(error))

    def __repr__(self) -> str:
        return cell_output.text_of(self.heading)

    def _ipython_display_(self) -> None:
        cell_output.show(self)


# What a front end's file may import: names, as they are called there, from a file beside it or in
# the other package. node, editors and the checks of types read the same lines.
IMPORT = re.compile(r'^import \{[\w\s,]+\} from "(\.[^"]+\.js)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?!default\b)", re.MULTILINE)


def joined(file: pathlib.Path) -> tuple[str, str]:
    """Return a front end's JavaScript as one module, which is what anywidget takes, and its CSS.

    file: the .js file that exports `render`. The files that it imports, and those that they
        import, come before it.
    """
    files = _in_order(file.resolve())
    scripts = [EXPORT.sub("", IMPORT.sub("", _text(part))) for part in files]
    styles = [part.with_suffix(".css") for part in files]
    return "\n".join(scripts), "\n".join(_text(style) for style in styles if style.exists())


def _in_order(file: pathlib.Path) -> list[pathlib.Path]:
    """Return a file after those that it imports, each once."""
    files: dict[pathlib.Path, None] = {}
    for address in IMPORT.findall(_text(file)):
        files |= dict.fromkeys(_in_order((file.parent / address).resolve()))
    return [*files, file]


def _text(file: pathlib.Path) -> str:
    return file.read_text(encoding="utf-8")


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
        parse_constant=lambda _constant: None,
    )


def _five_decimals(text: str) -> float:
    return round(float(text), 5)
