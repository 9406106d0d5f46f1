"""Templates of the hand-in, filled in."""

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

FOLDER = Path(__file__).parent / "templates"
# What Markdown, as GitHub reads it, could take for more than a character. A value never begins
# a line.
MARKS = re.compile(r"[\\`*_\[\]<>|~&$#@]|:(?=//)|\.(?=[^\W\d])")


@functools.cache
def templates(escape: Callable[[Any], Markup] | None = None) -> jinja2.Environment:
    """Return Jinja's environment for the files in templates/.

    escape: makes text that may stand in the document from a value that is no
        `markupsafe.Markup`; None leaves it.
    """

    def finalize(value: Any) -> Any:
        if escape is None or hasattr(value, "__html__"):
            return value
        return escape(value)

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        undefined=jinja2.StrictUndefined,
        autoescape=escape is not None,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["one_line"] = one_line
    return environment


def markdown(value: Any) -> Markup:
    """Return a value as text that no reader of Markdown takes for markup."""
    return Markup(MARKS.sub(r"\\\g<0>", " ".join(str(value).split())))


def one_line(text: Markup) -> Markup:
    """Return a paragraph, which a template may wrap, on one line: a value must not begin one."""
    return Markup(re.sub(r"[ \n]+", " ", text).strip())
