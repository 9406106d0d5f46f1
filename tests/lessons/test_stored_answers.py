"""Answers as JSON and back; that each is judged as before is in checking.py, for every answer.

And what stands in a stranger's JSON is an answer at most.
"""

import json

import numpy as np
import pytest

from cnnlab.runs.exercises import NAMES
from lessons.exercise import NOT_YET, RIGHT
from lessons.stored_answers import MOST_PARTS, Other, decode, encode
from tests.lessons.checking import STRANGE_ANSWERS
from tests.lessons.test_students import STEPS, exercises

KEPT = [
    1,
    2.5,
    "a text",
    [1, [2.0, "3"]],
    (1, ("A", 2)),
    {"A": 1, "B": (2, 3)},
    {1: "a", (2, 3): "b", "$x": 4},
    {"a", "c"},
    [float("inf")],
]
HOSTILE = [
    {"$array": [1, 2], "$shape": [10**9], "$type": "float64"},
    {"$array": [[1], [2, 3]], "$shape": [2], "$type": "float64"},
    {"$array": [1], "$shape": [1], "$type": "V10000000000"},
    {"$array": 7},
    {"$tuple": 3},
    {"$set": [[1]]},
    {"$dict": [1, 2]},
    {"$float": "os"},
    {"$layer": "__import__('os')"},
    {"$layer": ["Conv2D"]},
    {"$layer": "Conv2D", "settings": [1]},
    {"$network": {"$network": 3}, "shape": 4, "outputs": 10**12, "optimizer": "a b"},
    {"$record": {}},
    {"$nobody knows": 1},
]


def there_and_back(answer):
    return decode(json.loads(json.dumps(encode(answer), allow_nan=False)))


@pytest.mark.parametrize("answer", KEPT)
def test_what_was_kept_comes_back(answer):
    assert there_and_back(answer) == answer


@pytest.mark.parametrize("kind", ["bool", "uint8", "int64", "float32", "float64", "U3"])
def test_an_array_keeps_its_values_shape_and_type(kind):
    array = np.arange(6).reshape(2, 3).astype(kind)
    back = there_and_back(array)
    assert back.dtype == array.dtype or kind == "U3"
    np.testing.assert_array_equal(back, array)


def test_whatever_it_is_its_json_is_small():
    for answer in [*STRANGE_ANSWERS, np.zeros(10**7), [0] * (MOST_PARTS + 1)]:
        assert len(json.dumps(encode(answer), allow_nan=False)) < 200_000


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("stored", HOSTILE)
def test_a_strangers_json_is_an_answer_at_most(step, stored):
    check = exercises(step)
    for name in check.names():
        verdict = getattr(check, name).recheck(stored)
        assert verdict is None or verdict.status == NOT_YET


def test_what_nobody_can_read_is_a_few_words():
    assert isinstance(there_and_back(print), Other)
    assert "print" in repr(there_and_back(print))


def test_an_answer_is_judged_again_for_its_student():
    check = exercises("01", "RA1")
    grid = (check.window * check.kernel).sum()
    assert check.kernel_sum.recheck(encode(grid)).status == RIGHT
    assert exercises("01", "RA2").kernel_sum.recheck(encode(grid)).status == NOT_YET


def test_the_exercises_that_are_counted_are_those_of_the_lessons():
    found = {int(step): tuple(exercises(step).names()) for step in STEPS}
    assert found == NAMES
