"""What a page's address asks for: choices for the next run, which a teacher's link may name."""

import difflib
import json
import urllib.parse
from typing import Any

from cnnlab.session.preset_choices import preset_choices
from labhelpers.config import CHOICES
from labhelpers.presets import PRESETS

LONGEST_VALUE = 40


def choices_in(query: str) -> dict[str, Any]:
    """Return the choices that a query names, unchecked, such as {"filters": 16}.

    "preset" names those of a preset, which the others change. Other names are passed over:
    learning platforms and mail add words of their own to a link.
    """
    words = _words(query)
    presets = [
        preset_choices(text) for name, text in words if name == "preset" and text in PRESETS
    ]
    choices = {name: _value(text) for name, text in words if name in CHOICES}
    return {**(presets[-1] if presets else {}), **choices}


def slips_in(query: str) -> list[str]:
    """Return a sentence for each name that is nearly a choice's: somebody mistyped it."""
    slips = []
    for name, text in _words(query):
        if name == "preset" and text not in PRESETS:
            known = ", ".join(PRESETS)
            slips.append(f"There is no preset {text!r}; expected one of {known}.")
        near = difflib.get_close_matches(name, CHOICES, n=1, cutoff=0.75)
        if near and name not in CHOICES:
            slips.append(f"There is no choice {name!r}; write {near[0]!r} for that one.")
    return slips


def _words(query: str) -> list[tuple[str, str]]:
    words = urllib.parse.parse_qsl(query, keep_blank_values=True)
    return [(name[:LONGEST_VALUE], text[:LONGEST_VALUE]) for name, text in words]


def _value(text: str) -> Any:
    """Return what a text in an address stands for: a number, True, False or the text."""
    try:
        return json.loads(text.lower())
    except ValueError:
        return text
