"""What somebody reads who starts the lab with a Python that is too old for it."""

import ast
import subprocess
import sys

import pytest

import cnnlab

# Runs the module `cnnlab` as `python -m cnnlab doctor` does, in a Python that says it is older.
STARTED = """
import runpy, sys
sys.version_info = {version}
sys.argv = ["cnnlab", "doctor"]
runpy.run_module("cnnlab", run_name="__main__")
"""


@pytest.mark.parametrize("version", [(2, 7, 18, "final", 0), (3, 8, 20, "final", 0), (3, 10, 1)])
def test_an_old_python_gets_a_sentence(project, version):
    command = [sys.executable, "-c", STARTED.format(version=version)]
    ended = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stdout == ""
    major, minor, *_ = version
    came = f"This is Python {major}.{minor} ({sys.executable}); "
    assert ended.stderr.startswith(f"{came}the lab needs Python 3.11, 3.12 or 3.13.")
    assert "Traceback" not in ended.stderr


def test_an_old_python_can_read_what_tells_it():
    """Nothing newer than Python 3.4, and none of what Python 3 had from its beginning either."""
    with open(cnnlab.__file__, encoding="ascii") as file:
        tree = ast.parse(file.read(), feature_version=(3, 4))
    too_new = (ast.JoinedStr, ast.AnnAssign, ast.FunctionDef, ast.ClassDef, ast.Nonlocal)
    assert not [node for node in ast.walk(tree) if isinstance(node, too_new)]


def test_what_tells_it_comes_before_all_imports_of_ours():
    with open(cnnlab.__file__, encoding="ascii") as file:
        body = ast.parse(file.read()).body
    told = next(place for place, node in enumerate(body) if isinstance(node, ast.If))
    before = [node for node in body[:told] if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [name.name for node in before for name in node.names] == ["logging", "sys"]
