"""Says whether a value is what a type of protocol.py describes."""

import math
import types
import typing

from ipywidgets import DOMWidget

WRONG = [None, True, 1.5, 3, "text", [], {"a": 1}]


def fault(value: object, kind: typing.Any, name: str = "it") -> str:
    """Return what is wrong with a value as JSON or a buffer brings it; "" for nothing.

    kind: a typed dictionary, or what one may hold; a typed dictionary has no other keys. name: of
        the value, for the sentence.
    """
    if typing.is_typeddict(kind):
        return _fault_of_dictionary(value, kind, name)
    origin = typing.get_origin(kind)
    arguments = typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        faults = [fault(value, option, name) for option in arguments]
        return "" if "" in faults else "; or ".join(faults)
    if origin is typing.Literal:
        is_one = any(value is option or value == option for option in arguments)
        return "" if is_one else f"{name} is {value!r}, none of {arguments}"
    if origin in (list, tuple):
        return _fault_of_list(value, kind, name)
    if origin is dict:
        if not isinstance(value, dict):
            return f"{name} is {value!r}, no dictionary"
        return _first(fault(part, arguments[1], f"{name}.{key}") for key, part in value.items())
    return "" if _is_simple(value, kind) else f"{name} is {value!r:.60}, no {kind}"


def _fault_of_dictionary(value: object, kind: typing.Any, name: str) -> str:
    if not isinstance(value, dict):
        return f"{name} is {value!r:.60}, no {kind.__name__}"
    missing = kind.__required_keys__ - value.keys()
    unknown = value.keys() - kind.__annotations__.keys()
    if missing or unknown:
        return f"{name} lacks {sorted(missing)} and has {sorted(unknown)} of {kind.__name__}"
    hints = typing.get_type_hints(kind)
    return _first(fault(part, hints[key], f"{name}.{key}") for key, part in value.items())


def _fault_of_list(value: object, kind: typing.Any, name: str) -> str:
    if not isinstance(value, list | tuple):
        return f"{name} is {value!r:.60}, no list"
    parts = list(typing.get_args(kind))
    if typing.get_origin(kind) is list:
        parts *= len(value)
    if len(parts) != len(value):
        return f"{name} has {len(value)} values, not {len(parts)}"
    return _first(
        fault(part, option, f"{name}[{k}]")
        for k, (part, option) in enumerate(zip(value, parts, strict=True))
    )


def _is_simple(value: object, kind: type) -> bool:
    """Say whether a value is of a type without parts; a bool is no int, an int may be a float."""
    if kind is float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return is_number and math.isfinite(value)
    return type(value) is kind


def _first(faults: typing.Iterable[str]) -> str:
    return next((found for found in faults if found), "")


def assert_shows(widget, described):
    """Assert that a widget's state, as the browser gets it, is what a typed dictionary says."""
    own = set(widget.keys) - set(DOMWidget.class_trait_names(sync=True))
    names = {name for name in own if not name.startswith("_")}
    shown = {name: getattr(widget, name) for name in names}
    assert not fault(shown, described, type(widget).__name__)


def wrong_ones(content, described, checked):
    """Yield messages that lack one of the keys to be checked, or have a value of another type."""
    for key in checked:
        yield {name: value for name, value in content.items() if name != key}
        for value in WRONG:
            if fault(content | {key: value}, described):
                yield content | {key: value}
