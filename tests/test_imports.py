"""The import rules of CONTRIBUTING.md, kept over syntax trees and in a fresh process."""

import ast
import functools
import graphlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# What a room's modules may import of the project, besides the room itself.
MAY_IMPORT = {
    "labhelpers": [],
    "cnnlab.runs": ["labhelpers"],
    "cnnlab.engine": ["labhelpers", "cnnlab.runs"],
    "cnnlab.session": ["labhelpers", "cnnlab.runs", "cnnlab.engine"],
    "cnnlab.report": ["labhelpers", "cnnlab.runs"],
    "cnnlab.widgets": ["labhelpers", "cnnlab.runs", "cnnlab.session", "cnnlab.report"],
    "cnnlab.desk": ["labhelpers", "cnnlab.runs", "cnnlab.report", "lessons"],
    "cnnlab.wall": ["labhelpers", "cnnlab.runs", "cnnlab.engine", "cnnlab.session"],
    "cnnlab.app": ["labhelpers", "cnnlab"],
    "cnnlab": ["cnnlab.app", "cnnlab.desk"],
    "lessons": ["labhelpers", "cnnlab.runs", "cnnlab.session"],
}
KERAS = {
    "labhelpers.model",
    "labhelpers.training_data",
    "labhelpers.fit_events",
    "labhelpers.checkpoint",
    "labhelpers.training",
    "labhelpers.live_plot",
    "cnnlab.engine.tasks",
    "cnnlab.engine.looking",
    "cnnlab.engine.inspection",
    "cnnlab.engine.rehearsal",
    "cnnlab.engine.snapshots",
    "cnnlab.engine.watching",
    "cnnlab.desk.again",
    "cnnlab.desk.network",
    "lessons.step_05.record_curves",
    "lessons.step_06.record_runs",
}
WIDGETS = {
    "labhelpers.front_end",
    "labhelpers.live_chart",
    "labhelpers.live_plot",
    "cnnlab.widgets",
    "cnnlab.app",
}
ONLY_IN = {
    "ipywidgets": WIDGETS,
    "anywidget": WIDGETS,
    "tensorflow": KERAS,
    "keras": KERAS,
    "sklearn": {"labhelpers.evaluation", "cnnlab.engine.warming"},
}
HEAVY = ["tensorflow", "keras", "sklearn"]


def module_name(path):
    """Return a file's name as Python imports it: "labhelpers.config", "cnnlab.runs"."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


PACKAGES = ("labhelpers", "cnnlab", "lessons")
MODULES = {
    module_name(path): path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
}


def imported(tree):
    """Yield the full name of everything that a syntax tree imports, in functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(tree):
    """Yield the project's modules that a syntax tree imports."""
    for name in imported(tree):
        if name.partition(".")[0] in PACKAGES:
            # "labhelpers.digits.load_digits" is a name in a module; "labhelpers.digits" is a
            # module.
            yield name if name in MODULES else name.rpartition(".")[0]


def is_in(module, rooms):
    """Say whether a module is one of the rooms, or in one of them."""
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def room_of(module):
    """Return a module's room: the longest name in MAY_IMPORT that its own begins with."""
    return max((room for room in MAY_IMPORT if is_in(module, [room])), key=len)


@pytest.fixture(params=MODULES)
def module(request):
    return request.param


@pytest.fixture
def tree(module):
    return parsed(module)


@functools.cache
def parsed(module):
    """Return a module's syntax tree, which is read once for all tests."""
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def test_imports_run_downward(module, tree):
    room = room_of(module)
    # The application's own __init__.py imports nothing: every room may ask it.
    others = [name for name in own_imports(tree) if room_of(name) not in (room, "cnnlab")]
    strayed = [name for name in others if not is_in(name, MAY_IMPORT[room])]
    assert not strayed, f"{module} may not import {strayed}: see MAY_IMPORT"


def test_no_two_modules_import_each_other():
    graphlib.TopologicalSorter(
        {name: set(own_imports(parsed(name))) - {name} for name in MODULES}
    ).prepare()


def test_widgets_never_import_each_other_but_what_they_are_built_from(module, tree):
    if not module.startswith("cnnlab.widgets."):
        return
    built_from = {
        "dark_figure",
        "in_sight",
        "inside",
        "markup",
        "panel",
        "slider",
        "page_care",
        "pager",
        "pixel",
    }
    parts = {
        "training": {"choices", "first_layer", "guess", "moments", "runs_table"},
        "evaluation": {"read_digits"},
        "draw_pad": {"look_inside", "where_digits_go"},
        "drawing_steps": {"draw_pad"},
        "first_pad": {"draw_pad"},
        "first_screen": {"draw_pad", "network_strip", "training"},
        "network": {"look_inside", "network_strip"},
        "network_strip": {"look_inside"},
        "hand_in": {"hand_in_making"},
    }.get(module.rpartition(".")[2], set())
    others = {
        name.rpartition(".")[2] for name in own_imports(tree) if name.startswith("cnnlab.widgets.")
    }
    assert others <= built_from | parts


def test_no_relative_imports(module, tree):
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]


def test_libraries_stay_in_their_rooms(module, tree):
    strayed = [
        name
        for name in imported(tree)
        if not is_in(module, ONLY_IN.get(name.partition(".")[0], {module}))
    ]
    assert not strayed, f"{module} may not import {strayed}"


@pytest.mark.parametrize(
    "name",
    ["cnnlab.engine.tasks", "cnnlab.engine.looking", "cnnlab.engine.warming"],
)
def test_what_a_worker_runs_imports_the_heavy_libraries_only_when_called(name):
    tree = parsed(name)
    top = [
        name
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in imported(node)
    ]
    assert not [name for name in top if name.partition(".")[0] in HEAVY]


def test_the_page_never_imports_the_heavy_libraries():
    found = f"[name for name in {HEAVY} if name in sys.modules]"
    code = f"import cnnlab.app.dashboard, sys; print({found})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


@pytest.mark.keras
def test_importing_prints_nothing():
    code = f"import importlib\nfor name in {list(MODULES)}: importlib.import_module(name)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 0, done.stderr
    # TensorFlow itself writes to stderr while it loads: there, only what the package could have
    # printed counts.
    assert done.stdout == ""
