"""Templates of the hand-in, filled in."""

import functools
import pathlib

import jinja2

FOLDER = pathlib.Path(__file__).parent / "templates"


@functools.cache
def templates(escape=None):
    """Return Jinja's environment for the files in templates/.

    escape: makes text that may stand in the document from a value that is no
        `markupsafe.Markup`; None leaves it.
    """
    finalize = escape and (lambda value: value if hasattr(value, "__html__") else escape(value))
    options = {"trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True}
    loader, strict = jinja2.FileSystemLoader(FOLDER), jinja2.StrictUndefined
    return jinja2.Environment(
        loader=loader, autoescape=bool(escape), finalize=finalize, undefined=strict, **options
    )
