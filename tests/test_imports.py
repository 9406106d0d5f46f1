"""The import rules of CONTRIBUTING.md, kept over syntax trees and in a fresh process."""

import ast
import io
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "labhelpers"

# A module imports from lines above its own, never from its own or below.
FLOORS = [
    {"config", "events", "quiet", "pixel", "provenance", "program"},
    {"preprocess", "model", "runs", "download"},
    {"archive"},
    {"data"},
    {"training", "inspection", "evaluation"},
    {"tasks"},
    {"engine_process"},
    {"engine", "open_book"},
    {"session", "drawing"},
    {"diagrams", "result_figures"},
    {"figures"},
    {"report"},
    {"panels.page"},
    {"panels.parts", "panels.live_chart", "panels.look_inside", "panels.runs_table", "panels.choices", "panels.pages"},
    {"panels"},
    {"live_plot", "dashboard", "doctor"},
    {"serve"},
]
KERAS_ROOMS = {"model", "training", "inspection", "live_plot", "tasks"}
ALLOWED = {
    "ipywidgets": {"panels", "dashboard", "live_plot"},
    "anywidget": {"panels", "live_plot"},
    "tensorflow": KERAS_ROOMS,
    "keras": KERAS_ROOMS,
    "sklearn": {"evaluation", "tasks"},
}
HEAVY = ["tensorflow", "keras", "sklearn"]


def module_name(path):
    """Return a file's name within the package, such as "data" or "panels.gallery" ("" for the package itself)."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts).removesuffix("__init__").removesuffix(".")


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imported(tree):
    """Yield the full name of everything that a syntax tree imports, in functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def lab_imports(tree):
    """Yield the modules of the package, without "labhelpers.", that a syntax tree imports."""
    for name in imported(tree):
        package, _, rest = name.partition(".")
        if package == "labhelpers":
            # "data.load_digits" is a name in the module "data"; "panels.gallery" is a module.
            yield rest if rest in MODULES else rest.rpartition(".")[0]


def floor(module):
    """Return the number of the line of FLOORS that a module is on."""
    for name in (module, module.partition(".")[0]):
        for number, names in enumerate(FLOORS):
            if name in names:
                return number
    pytest.fail(f"labhelpers/{module}.py is in no line of FLOORS: say there what it may import")


@pytest.fixture(params=[name for name in MODULES if name])
def module(request):
    return request.param


@pytest.fixture
def tree(module):
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def test_imports_run_downward(module, tree):
    upward = [name for name in lab_imports(tree) if name and name != module and floor(name) >= floor(module)]
    # A package's own file may name what is in the package.
    assert module == "panels" or not upward, f"labhelpers/{module}.py imports from its own floor or above: {upward}"


def test_no_relative_imports(module, tree):
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]


def test_libraries_stay_in_their_rooms(module, tree):
    room = module.partition(".")[0]
    strayed = [name for name in imported(tree) if room not in ALLOWED.get(name.partition(".")[0], {room})]
    assert not strayed, f"labhelpers/{module}.py may not import {strayed}"


def test_what_a_worker_runs_imports_the_heavy_libraries_only_when_called():
    tree = ast.parse(MODULES["tasks"].read_text(encoding="utf-8"))
    top = [name for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom) for name in imported(node)]
    assert not [name for name in top if name.partition(".")[0] in HEAVY]


def test_the_page_never_imports_the_heavy_libraries():
    code = f"import labhelpers.dashboard, sys; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_importing_prints_nothing():
    names = [f"labhelpers.{module}".removesuffix(".") for module in MODULES]
    code = f"import importlib\nfor name in {names}: importlib.import_module(name)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    # TensorFlow itself writes to stderr while it loads: there, only what the package could have printed counts.
    assert done.stdout == ""


MOST_LINES = 3000
LAYOUT = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)


def docstring_lines(tree):
    """Yield the numbers of the lines that docstrings stand on."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and ast.get_docstring(
            node
        ):
            yield from range(node.body[0].lineno, node.body[0].end_lineno + 1)


def code_lines(source):
    """Return the numbers of the lines that hold code: no blank ones, no comments, no docstrings."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    held = {line for token in tokens if token.type not in LAYOUT for line in range(token.start[0], token.end[0] + 1)}
    return held - set(docstring_lines(ast.parse(source)))


def test_the_package_stays_small():
    lines = {name: len(code_lines(path.read_text(encoding="utf-8"))) for name, path in MODULES.items()}
    assert sum(lines.values()) < MOST_LINES, f"{sum(lines.values())} lines of code; the largest: " + str(
        sorted(lines.items(), key=lambda item: -item[1])[:5]
    )
