"""What holds for every lesson: its exercises are asked and solved, and its recap fits."""

import ast
import importlib
import json
import re
import tomllib
from pathlib import Path

import pytest

from lessons.exercise import Lesson

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
STEPS = sorted(path.stem for path in NOTEBOOKS.glob("0*.ipynb"))


def cells(path, kind):
    """Return (source, what it showed as text) of a stored notebook's cells of one kind."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    found = [cell for cell in notebook["cells"] if cell["cell_type"] == kind]
    return [("".join(cell["source"]), shown(cell)) for cell in found]


def shown(cell):
    """Return all that a cell printed or showed as text."""
    text = ""
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        lines = output.get("text") or data.get("text/plain", "")
        text += "".join(lines)
    return text


def bullets(heading, text):
    """Return the bullets of the part of a notebook's prose that a heading begins."""
    _, _, after = text.partition(f"## {heading}\n")
    part = re.split(r"^#+ ", after, maxsplit=1, flags=re.MULTILINE)[0]
    return re.findall(r"^\* (.*(?:\n  .*)*)", part, re.MULTILINE)


@pytest.fixture(params=STEPS)
def step(request):
    return request.param


@pytest.fixture
def notebook(step):
    return NOTEBOOKS / f"{step}.ipynb"


@pytest.fixture
def solutions(step):
    return NOTEBOOKS / "solutions" / f"{step}.ipynb"


@pytest.fixture
def exercises(step):
    return importlib.import_module(f"lessons.step_{step[:2]}").Exercises


def assigned(program):
    """Return the names that a program sets."""
    nodes = ast.walk(ast.parse(program))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    return {node.id for node in names if isinstance(node.ctx, ast.Store)}


def test_two_to_five_exercises_each_with_a_task_a_hint_and_a_solution(exercises):
    assert issubclass(exercises, Lesson)
    names = exercises.names()
    assert 2 <= len(names) <= 5
    for name in names:
        exercise = getattr(exercises(), name)
        assert repr(exercise).endswith(("?", "."))
        assert exercise.hint_text.endswith((".", "?"))
        assert exercise.praise.endswith(".")
        names_set = assigned(exercise.solution_text)
        assert name in names_set, f"the solution of {name} does not set it"


def test_the_notebook_asks_for_each_and_nothing_is_filled_in(exercises, notebook):
    called = []
    for source, text in cells(notebook, "code"):
        check = re.search(r"\bcheck\.(\w+)\(", source)
        if check:
            called.append(check.group(1))
            assert "..." in source
            assert text.startswith("Not tried."), source
    assert called == exercises.names()


def test_the_solutions_solve_each(exercises, solutions):
    solved = {}
    for source, text in cells(solutions, "code"):
        for name in re.findall(r"\bcheck\.(\w+)\(", source):
            solved[name] = source, text
    assert list(solved) == exercises.names()
    for name, (source, text) in solved.items():
        assert getattr(exercises(), name).solution_text in source, (
            f"{name}: .solution() says something else"
        )
        assert text.startswith("Right."), source


def test_the_recap_mirrors_the_outcomes(notebook):
    sources = [source for source, _ in cells(notebook, "markdown")]
    prose = "\n\n".join(sources).replace("’", "'")
    outcomes = bullets("What you'll learn", prose)
    recap = bullets("What you learned", prose)
    assert 3 <= len(outcomes) <= 5
    assert len(recap) == len(outcomes)


def test_five_questions_with_answers(step):
    path = Path(__file__).with_name("questions") / f"{step}.toml"
    text = path.read_text(encoding="utf-8")
    questions = tomllib.loads(text)["question"]
    assert len(questions) == 5
    for question in questions:
        assert question.keys() == {"ask", "answer"}
        assert question["ask"].endswith(("?", "."))
        assert question["answer"].strip()
