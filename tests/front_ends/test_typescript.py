"""What JavaScript is checked against is what protocol.py describes; the tools are pinned."""

import json
from typing import Any

import pytest

from tests.front_ends.typescript import FILES, PROJECT, declarations, typescript_of


@pytest.mark.parametrize("module", FILES)
def test_the_types_are_those_of_messages_py(module):
    written = FILES[module].read_text(encoding="utf-8")
    hint = "run: python -m tests.front_ends.typescript"
    assert written == declarations(module), hint


def test_a_type_that_json_cannot_hold_is_an_error():
    with pytest.raises(ValueError, match="expected one that JSON"):
        typescript_of(set[int], {})
    with pytest.raises(ValueError, match="expected one that JSON"):
        typescript_of(Any, {})


def test_the_tools_are_pinned_and_the_lock_names_no_registry():
    wanted = json.loads((PROJECT / "package.json").read_text())["devDependencies"]
    text = (PROJECT / "package-lock.json").read_text()
    locked = json.loads(text)["packages"]
    assert "resolved" not in text
    for name, version in wanted.items():
        assert locked[f"node_modules/{name}"]["version"] == version


@pytest.mark.parametrize(
    "folder", ["labhelpers/static", "cnnlab/widgets/static", "cnnlab/wall/static"]
)
def test_every_script_is_checked_and_short(folder):
    files = [path for path in (PROJECT / folder).iterdir() if path.suffix in (".js", ".css")]
    assert files
    for path in files:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) < 300, path
        assert not [line for line in lines if len(line) >= 100], path
        assert path.suffix == ".css" or lines[0].startswith("// @ts-"), path
