"""Writes the .d.ts files that the front ends' JavaScript is checked against from protocol.py.

`python -m tests.front_ends.typescript` writes the files anew; a test compares them.
"""

import importlib
import inspect
import os
import re
import types
import typing
from pathlib import Path
from types import ModuleType

from labhelpers.chart_protocol import Nothing

PROJECT = Path(__file__).resolve().parents[2]
STATIC = PROJECT / "labhelpers/static"
FILES = {
    "labhelpers.chart_protocol": STATIC / "chart_protocol.d.ts",
    "cnnlab.widgets.protocol": PROJECT / "cnnlab/widgets/static/protocol.d.ts",
    "cnnlab.widgets.moments_protocol": PROJECT / "cnnlab/widgets/static/moments_protocol.d.ts",
    "cnnlab.widgets.page_protocol": PROJECT / "cnnlab/widgets/static/page_protocol.d.ts",
    "cnnlab.widgets.digit_protocol": PROJECT / "cnnlab/widgets/static/digit_protocol.d.ts",
    "cnnlab.widgets.inside_protocol": PROJECT / "cnnlab/widgets/static/inside_protocol.d.ts",
    "cnnlab.wall.protocol": PROJECT / "cnnlab/wall/static/protocol.d.ts",
    "cnnlab.widgets.probe_protocol": PROJECT / "cnnlab/widgets/static/probe_protocol.d.ts",
    "cnnlab.widgets.hand_in_protocol": PROJECT / "cnnlab/widgets/static/hand_in_protocol.d.ts",
}
HEAD = "// Written from {} by `python -m tests.front_ends.typescript`.\n"
NAMES = {
    str: "string",
    bool: "boolean",
    int: "number",
    float: "number",
    type(None): "null",
    bytes: "Bytes",  # goes beside the JSON, as a buffer, and comes as a view of one
}


def main() -> None:
    for module, file in FILES.items():
        file.write_text(declarations(module), encoding="utf-8")


def declarations(module_name: str) -> str:
    """Return the text of the .d.ts file for a module of typed dictionaries and names for types."""
    module = importlib.import_module(module_name)
    names = {
        value: name for name, value in vars(module).items() if _is_type(value) and value != Nothing
    }
    shared = [name for value, name in names.items() if not _is_own(value, name, module)]
    own = [_declaration(name, value, names) for value, name in names.items() if name not in shared]
    static = os.path.relpath(STATIC, FILES[module_name].parent).replace(os.sep, "/")
    imports = _import(["Bytes", "OrNothing"], own, f"{static}/anywidget.d.ts")
    imports += _import(shared, own, f"{static}/chart_protocol.d.ts")
    return "\n".join([HEAD.format(module_name), imports, *own])


def _import(names: list[str], declarations: list[str], file: str) -> str:
    """Return the import of those of `names` that the declarations use, "" for none."""
    words = set(re.findall(r"\w+", "\n".join(declarations)))
    used = ", ".join(name for name in sorted(names) if name in words)
    return f'import type {{ {used} }} from "{file}";\n' if used else ""


def _is_type(value: object) -> bool:
    """Say whether a module's value is a typed dictionary or a name for a composed type."""
    return typing.is_typeddict(value) or typing.get_origin(value) is not None


def _is_own(value: object, name: str, module: ModuleType) -> bool:
    """Say whether a module has a type from itself, and not from labhelpers.chart_protocol."""
    shared = importlib.import_module("labhelpers.chart_protocol")
    return module is shared or getattr(shared, name, None) is not value


def _declaration(name: str, value: typing.Any, names: dict[object, str]) -> str:
    if not typing.is_typeddict(value):
        others = {other: called for other, called in names.items() if called != name}
        return f"export type {name} = {typescript_of(value, others)};\n"
    described = inspect.cleandoc(value.__doc__ or "").splitlines()
    lines = ["/**", *(f" * {line}".rstrip() for line in described), " */"]
    if len(described) == 1:
        lines = [f"/** {described[0]} */"]
    lines.append(f"export interface {name} {{")
    for key, kind in typing.get_type_hints(value, include_extras=True).items():
        is_optional = typing.get_origin(kind) is typing.NotRequired
        if is_optional:
            (kind,) = typing.get_args(kind)
        written = key if key.isidentifier() else f'"{key}"'
        lines.append(f"  {written}{'?' * is_optional}: {typescript_of(kind, names)};")
    return "\n".join([*lines, "}\n"])


def typescript_of(kind: typing.Any, names: dict[object, str]) -> str:
    """Return a Python type as TypeScript writes it; names: what types are called there."""
    if kind in names or kind in NAMES:
        return names.get(kind) or NAMES[kind]
    origin = typing.get_origin(kind)
    arguments = typing.get_args(kind)
    if origin is typing.Literal:
        return " | ".join(_literal(value) for value in arguments)
    inner = [typescript_of(argument, names) for argument in arguments if argument is not Nothing]
    if origin in (typing.Union, types.UnionType):
        union = " | ".join(dict.fromkeys(inner))
        return f"OrNothing<{union}>" if Nothing in arguments else union
    if origin is list:
        return f"{inner[0]}[]" if inner[0].isidentifier() else f"({inner[0]})[]"
    if origin is tuple:
        return f"[{', '.join(inner)}]"
    if origin is dict:
        return f"Record<{', '.join(inner)}>"
    raise ValueError(f"{kind} came as a type; expected one that JSON or a buffer can hold.")


def _literal(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'


if __name__ == "__main__":
    main()
