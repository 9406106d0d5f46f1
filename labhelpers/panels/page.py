"""What everything on a page is made of: front ends of one's own, checks of what they send, and the page's own care."""

import functools
import math
import pathlib
import reprlib
import sys

import anywidget

SHARED = pathlib.Path(__file__).with_name("front_end")


class FrontEnd(anywidget.AnyWidget):
    """A widget that the .js and .css files beside its module draw, from state that only Python changes.

    What all front ends share, in front_end.js and front_end.css, comes before what is in those two files.
    text_form: its text, which nbval compares: it must not say what is shown.
    """

    text_form = ""

    def __init_subclass__(cls, **options):
        if not hasattr(cls, "_esm"):  # traitlets makes further classes of this one
            files = SHARED, sys.modules[cls.__module__].__file__
            cls._esm, cls._css = ("".join(source_beside(file, kind) for file in files) for kind in (".js", ".css"))
        super().__init_subclass__(**options)

    def set_state(self, sync_data):
        """Called by ipywidgets with state that the browser sent: none of it is the browser's to change."""

    def _handle_custom_msg(self, content, buffers):
        """Called by ipywidgets with a message of the browser's: a dictionary, or taken for an empty one."""
        super()._handle_custom_msg(content if isinstance(content, dict) else {}, buffers)

    def __repr__(self):
        return self.text_form


def source_beside(file, kind):
    """Return the text of the file beside the module `file` that has its name and the suffix `kind`, such as ".js"."""
    return pathlib.Path(file).with_suffix(kind).read_text(encoding="utf-8")


class PageCare(FrontEnd):
    """An invisible widget that every panel holds; page.js says what it mends and what it watches."""

    text_form = "Care of the page"


@functools.cache
def page_care():
    """Return the kernel's one `PageCare`: its script is sent once, however many panels there are."""
    return PageCare()


def whole_number(name, value, low, high):
    """Return `value`, which a browser sent, if it is a whole number in [low, high]; else raise ValueError."""
    if type(value) is not int or not low <= value <= high:
        came, expected = reprlib.repr(value), f"a whole number from {low:,} to {high:,}"
        raise ValueError(f"{name} came as {came}; expected {expected}. Choose one in that range.")
    return value


def rounded(value):
    """Return what `value` holds as JSON can hold it, with at most five decimals; None for what is no finite number."""
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(inner) for inner in value]
    if isinstance(value, float):
        return round(value, 5) if math.isfinite(value) else None
    return value
