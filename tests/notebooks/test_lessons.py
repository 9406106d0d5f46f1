"""What holds for every lesson: exercises that are asked and solved, outcomes that the recap mirrors, questions."""

import ast
import importlib
import json
import re
import tomllib
from pathlib import Path

import pytest

from lessons.exercise import Lesson

ROOT = Path(__file__).resolve().parents[2]
STEPS = sorted(path.stem for path in (ROOT / "notebooks").glob("0*.ipynb"))


def cells(path, kind):
    """Return (source, what it showed as text) of a stored notebook's cells of one kind."""
    found = [
        cell
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == kind
    ]
    return [("".join(cell["source"]), shown(cell)) for cell in found]


def shown(cell):
    outputs = [
        output.get("text") or output.get("data", {}).get("text/plain", "")
        for output in cell.get("outputs", [])
    ]
    return "".join("".join(output) for output in outputs)


def bullets(heading, text):
    """Return the bullets of the part of a notebook's prose that a heading begins."""
    part = re.split(r"^#+ ", text.split(f"## {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    return re.findall(r"^\* (.*(?:\n  .*)*)", part, re.MULTILINE)


@pytest.fixture(params=STEPS)
def step(request):
    return request.param


@pytest.fixture
def notebook(step):
    return ROOT / "notebooks" / f"{step}.ipynb"


@pytest.fixture
def solutions(step):
    return ROOT / "notebooks" / "solutions" / f"{step}.ipynb"


@pytest.fixture
def exercises(step):
    return importlib.import_module(f"lessons.step_{step[:2]}").Exercises


def test_two_to_four_exercises_each_with_a_task_a_hint_and_a_solution(exercises):
    assert issubclass(exercises, Lesson)
    names = exercises.names()
    assert 2 <= len(names) <= 4
    for name in names:
        exercise = getattr(exercises(), name)
        assert repr(exercise).endswith(("?", "."))
        assert exercise.hint_text.endswith((".", "?"))
        assert exercise.praise.endswith(".")
        assigned = [
            node.id
            for node in ast.walk(ast.parse(exercise.solution_text))
            if isinstance(node, ast.Name)
        ]
        assert name in assigned, f"the solution of {name} does not set {name}"


def test_the_notebook_asks_for_each_and_nothing_is_filled_in(exercises, notebook):
    tries = [
        (source, text)
        for source, text in cells(notebook, "code")
        if re.search(r"\bcheck\.\w+\(", source)
    ]
    called = [re.search(r"\bcheck\.(\w+)\(", source).group(1) for source, _ in tries]
    assert called == exercises.names()
    for source, text in tries:
        assert "..." in source
        assert text.startswith("Not tried."), source


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
    prose = "\n\n".join(source for source, _ in cells(notebook, "markdown")).replace("’", "'")
    outcomes, recap = bullets("What you'll learn", prose), bullets("What you learned", prose)
    assert 3 <= len(outcomes) <= 5
    assert len(recap) == len(outcomes)


def test_five_questions_with_answers(step):
    path = ROOT / "tests" / "notebooks" / "questions" / f"{step}.toml"
    questions = tomllib.loads(path.read_text(encoding="utf-8"))["question"]
    assert len(questions) == 5
    for question in questions:
        assert question.keys() == {"ask", "answer"}
        assert question["ask"].endswith(("?", "."))
        assert question["answer"].strip()
