"""The exercises of step 4: what is right for every student's network, and who gets which hint."""

import subprocess
import sys

import numpy as np
import pytest

from labhelpers.architecture import layer_table
from labhelpers.config import CnnConfig
from lessons.step_04.exercises import Exercises
from tests.lessons.checking import assert_not_yet, assert_nothing_breaks, assert_right

STUDENTS = ["", "1", "22", "333", "4444", "2026-118", 987654]


@pytest.fixture(params=STUDENTS, ids=str)
def check(request):
    return Exercises(request.param)


@pytest.fixture
def nobody():
    """Return the exercises for no number.

    They have the kernel size 6, 16 filters and 48 dense units; the sides are 23, 11, 6 and 3.
    """
    return Exercises()


def table(check):
    """Return the layers of a student's network as the package counts them."""
    config = CnnConfig(
        filters=check.filters, kernel_size=check.kernel_size, dense_units=check.dense_units
    )
    return layer_table(config)


def solve(check, name, **names):
    """Run an exercise's solution and return the answer that it sets."""
    namespace = {"check": check, **names}
    exec(getattr(check, name).solution_text, namespace)
    return namespace[name]


def test_the_numbers_differ_between_students():
    networks = {(e.kernel_size, e.filters, e.dense_units) for e in map(Exercises, range(400))}
    assert len(networks) == 3 * 4 * 4


def test_every_kernel_size_tells_right_arithmetic_from_wrong():
    for student in STUDENTS:
        check = Exercises(student)
        k = check.kernel_size
        side = check._counts.sides[3]
        assert ((28 - k) // 2 - k) // 2 != side
        assert 3 * k + 1 <= 28


@pytest.mark.parametrize("name", ["seen_side", "parameters"])
def test_the_solutions_are_right(check, name):
    answer = solve(check, name)
    assert_right(getattr(check, name), [answer, np.array(answer, dtype=float)])


def test_the_answers_are_those_of_the_layer_table(check):
    layers = table(check)
    counts = [layers[5].output_shape[0], layers[3].parameters, layers[6].parameters]
    assert_right(check.parameters, [counts, tuple(counts)])


def seen_by_trying(kernel_size):
    """Return how many pixels of a row one value depends on, by following them."""
    row = [{pixel} for pixel in range(28)]
    for _ in range(2):
        row = [
            set().union(*row[start : start + kernel_size])
            for start in range(len(row) - kernel_size + 1)
        ]
        row = [row[start] | row[start + 1] for start in range(0, len(row) - 1, 2)]
    return len(row[0])


def test_what_a_value_sees_is_what_following_the_pixels_gives(check):
    side = seen_by_trying(check.kernel_size)
    assert_right(check.seen_side, [side, float(side), [side]])


def test_seen_side(nobody):
    assert_right(nobody.seen_side, [19, 19.0, np.int64(19)])
    wrong = {
        "How long is its side": 361,
        "Three layers follow": 6,
        "Two layers follow": 7,
        "One more pooling": 17,
        "two convolutions in a row": 11,
        "What does a kernel add": 13,
        "joins values": 18,
        "how many pixels are those apart": 21,
        "Begin with 1 pixel": 20,
        "One number": (19, 19),
    }
    assert_not_yet(nobody.seen_side, wrong)
    assert_nothing_breaks(nobody.seen_side)


def test_parameters(nobody):
    values = 3 * 3 * 32
    conv = (36 * 16 + 1) * 32
    dense = (3 * 3 * 32 + 1) * 48
    right = (values, conv, dense)
    assert_right(nobody.parameters, [right, list(right), np.array(right, dtype=float)])
    wrong = {
        "Flattening: that is one map": (9, conv, dense),
        "compared with the first": (9 * 16, conv, dense),
        "rows and columns": (3 * 32, conv, dense),
        "as after the first convolution": (23 * 23 * 32, conv, dense),
        "as after the first pooling": (11 * 11 * 32, conv, dense),
        "as after the second convolution": (6 * 6 * 32, conv, dense),
        "at one position": (2 * 2 * 32, conv, dense),
        "no value from half a block": (4 * 4 * 32, conv, dense),
        "only the poolings": (7 * 7 * 32, conv, dense),
        "have the side 9. Write down": (9 * 9 * 32, conv, dense),
        "rows × columns × maps": (0, conv, dense),
        "starting at 28; then": (289, conv, dense),
        "before the dense layer": (values, dense, conv),
        "Flattening is right. The convolution: each filter has a bias, too": (
            values,
            36 * 16 * 32,
            dense,
        ),
        "of its own, not the layer": (values, 36 * 16 * 32 + 1, dense),
        "every map that comes in": (values, 37 * 32, dense),
        "the first one": (values, 37 * 16, dense),
        "a kernel is a square": (values, (6 * 16 + 1) * 32, dense),
        "twice as many": (values, (36 * 16 + 1) * 16, dense),
        "those of the first layer or its own": (values, (36 * 32 + 1) * 32, dense),
        "changed places": (values, (36 * 32 + 1) * 16, dense),
        "not one for each weight": (values, 36 * 17 * 32, dense),
        "not 3": (values, (9 * 16 + 1) * 32, dense),
        "The convolution: (weights": (values, conv + 2, dense),
        "The first two are right. The dense layer: each unit has a bias, too": (
            values,
            conv,
            288 * 48,
        ),
        "a bias of its own": (values, conv, 288 * 48 + 1),
        "the ten are": (values, conv, 289 * 10),
        "what has a unit": (values, conv, dense + 1),
        "3 numbers": (conv, dense),
    }
    assert_not_yet(nobody.parameters, wrong)
    assert_nothing_breaks(nobody.parameters)


def test_nothing_that_is_no_network_breaks_the_check(nobody):
    assert_nothing_breaks(nobody.network)


def test_checking_imports_no_keras(project):
    program = """
import sys
from lessons import step_04
step_04.Exercises().network([1])
assert not {'keras', 'tensorflow', 'sklearn'} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True, cwd=project, timeout=60)
