"""The desk's pages: their templates, filled in. Every value is escaped as it is written."""

import functools
from pathlib import Path

import jinja2

FOLDER = Path(__file__).parent / "templates"


@functools.cache
def templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
