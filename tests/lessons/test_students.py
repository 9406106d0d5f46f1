"""What holds for the exercises of all lessons, whatever a student's number is."""

import importlib
import re

import numpy as np
import pytest

from labhelpers.digits import load_digits
from lessons.exercise import RIGHT
from tests.lessons.checking import judged

STEPS = ["01", "02", "03", "04", "05", "06"]
REGISTER_NUMBERS = [f"RA2211003010{number:03}" for number in range(1, 61)]
# Those train; their own tests are test_step_05_calls.py and test_step_05_experiment.py.
TRAIN = ["four_calls", "experiment"]
# What gives a solution away where a hint has it: the functions that an answer is made with.
MAKES_IT = re.compile(r"np\.|\bsqrt\(|\.sum\(|\bexp\(|\blog\(|matrix\[|Conv2D\(|check\.\w+ [*/+-]")


def exercises(step, student=""):
    """Return a step's exercises for a student, on the embedded digits."""
    dataset = ["embedded"] if step == "02" else []
    return importlib.import_module(f"lessons.step_{step}").Exercises(student, *dataset)


def names_of(step):
    """Return the names of a step's exercises, but for those that train."""
    return [name for name in exercises(step).names() if name not in TRAIN]


EXERCISES = [(step, name) for step in STEPS for name in names_of(step)]


def solved(check, name):
    """Return the answer that an exercise's solution gives; layers as what they are made from."""
    digits = load_digits("embedded")
    names = {"check": check, "np": np, "digits": digits, "image": digits.train_images[0]}
    solution = getattr(check, name).solution_text
    if name == "network":
        return *check.kernel_sizes, check.filters, check.dense_units
    exec(solution, names)
    verdict = judged(getattr(check, name), names[name])
    assert verdict.status == RIGHT, f"{check.student}, {name}: {verdict!r}"
    return names[name]


def as_text(answer):
    """Return an answer as a text, its numbers with the four decimals that a check tells apart."""
    if isinstance(answer, str | dict):
        return str(answer)
    values = np.array(answer)
    return str(values.round(4).tolist() if values.dtype.kind == "f" else values.tolist())


@pytest.mark.parametrize(("step", "name"), EXERCISES)
def test_sixty_students_have_many_answers_and_every_solution_is_right(step, name):
    answers = {as_text(solved(exercises(step, number), name)) for number in REGISTER_NUMBERS}
    assert len(answers) >= 20


@pytest.mark.parametrize("step", STEPS)
def test_what_a_student_sees_of_a_check_holds_no_answer(step):
    checks = [exercises(step, number) for number in ["", *REGISTER_NUMBERS[:4]]]
    seen = set(dir(checks[0])) - set(checks[0].names())
    assert "student" in seen
    assert {name for name in vars(checks[0]) if not name.startswith("_")} == {"student"}
    for name in names_of(step):
        answers = [as_text(solved(check, name)) for check in checks]
        for given in seen:
            told = [as_text(getattr(check, given)) for check in checks]
            assert told != answers, f"check.{given} is {name}"


@pytest.mark.parametrize("step", STEPS)
def test_what_is_given_cannot_be_changed(step):
    check = exercises(step, "2126")
    for name in set(dir(check)) - {"student", *check.names()}:
        with pytest.raises(AttributeError):
            setattr(check, name, 0)
        given = getattr(check, name)
        before = as_text(given) if not isinstance(given, dict) else repr(given)
        if isinstance(given, np.ndarray):
            given[...] = 0
        if isinstance(given, dict):
            given.clear()
        again = getattr(check, name)
        assert (as_text(again) if not isinstance(again, dict) else repr(again)) == before


@pytest.mark.parametrize(("step", "name"), EXERCISES)
def test_a_hint_is_no_solution(step, name):
    exercise = getattr(exercises(step), name)
    assert not MAKES_IT.search(exercise.hint_text), exercise.hint_text
    for number in REGISTER_NUMBERS[:20]:
        answer = as_text(solved(exercises(step, number), name))
        assert answer not in exercise.hint_text
