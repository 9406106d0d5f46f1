"""The exercises of step 4: what is right for every student's network, and who gets which hint."""

import subprocess
import sys

import numpy as np
import pytest

from lessons.step_04.arithmetic import KERNEL_SIZES, Counts
from lessons.step_04.exercises import Exercises
from tests.lessons.checking import assert_not_yet, assert_nothing_breaks, assert_right

STUDENTS = ["", "1", "22", "333", "4444", "2026-118", 987654]


@pytest.fixture(params=STUDENTS, ids=str)
def check(request):
    return Exercises(request.param)


@pytest.fixture
def nobody():
    """Return the exercises for no number.

    They have the kernel sizes 5 and 4, 16 filters and 48 dense units; the sides are 24, 12, 9, 4.
    """
    return Exercises()


def solve(check, name, **names):
    """Run an exercise's solution and return the answer that it sets."""
    namespace = {"check": check, **names}
    exec(getattr(check, name).solution_text, namespace)
    return namespace[name]


def test_the_numbers_differ_between_students():
    networks = {(e.kernel_sizes, e.filters, e.dense_units) for e in map(Exercises, range(2000))}
    assert len(networks) == 15 * 4 * 4


@pytest.mark.parametrize("kernel_sizes", KERNEL_SIZES)
def test_every_pair_of_kernels_tells_right_arithmetic_from_wrong(kernel_sizes):
    first, second = kernel_sizes
    after_first = (28 - first + 1) // 2
    side = (after_first - second + 1) // 2
    assert side > 1
    rounded_up = -(-(-(-(28 - first + 1) // 2) - second + 1) // 2)
    assert side not in (((28 - first) // 2 - second) // 2, rounded_up, 28 // 4)
    swapped = ((28 - second + 1) // 2 - first + 1) // 2
    both_first = (after_first - first + 1) // 2
    assert first != second
    right = Counts(kernel_sizes, 16, 48)
    seen = [first, first + 1, first + second, second + 2 * first + 1, first + 2 * second]
    assert right.seen not in seen
    assert right.sides[3] == side
    assert swapped > 0 or both_first > 0


@pytest.mark.parametrize("name", ["seen_side", "parameters"])
def test_the_solutions_are_right(check, name):
    answer = solve(check, name)
    assert_right(getattr(check, name), [answer, np.array(answer, dtype=float)])


def seen_by_trying(kernel_sizes):
    """Return how many pixels of a row one value depends on, by following them; and the side."""
    row = [{pixel} for pixel in range(28)]
    for kernel_size in kernel_sizes:
        row = [
            set().union(*row[start : start + kernel_size])
            for start in range(len(row) - kernel_size + 1)
        ]
        row = [row[start] | row[start + 1] for start in range(0, len(row) - 1, 2)]
    return len(row[0]), len(row)


@pytest.mark.parametrize("student", range(60))
def test_what_a_value_sees_is_what_following_the_pixels_gives(student):
    check = Exercises(student)
    seen, side = seen_by_trying(check.kernel_sizes)
    assert_right(check.seen_side, [seen, float(seen), [seen]])
    values = side * side * 2 * check.filters
    convolution = 2 * check.filters * (check.filters * check.kernel_sizes[1] ** 2 + 1)
    dense = check.dense_units * (values + 1)
    assert_right(
        check.parameters, [(values, convolution, dense), [float(values), convolution, dense]]
    )


def test_seen_side(nobody):
    # 5, then 6, then 6 + 3 * 2 = 12, then 14.
    assert_right(nobody.seen_side, [14, 14.0, np.int64(14)])
    wrong = {
        "How long is its side": 196,
        "Three layers follow": 5,
        "Two layers follow": 6,
        "One more pooling": 12,
        "two convolutions in a row": 8,
        "What does a kernel add": 10,
        "joins values": 13,
        "how many pixels are those apart": 16,
        "w - 1 values further": 19,
        "instead of multiplying": 18,
        "The kernels changed places": 15,
        "Begin with 1 pixel": 17,
        "One number": (14, 14),
    }
    assert_not_yet(nobody.seen_side, wrong)
    assert_nothing_breaks(nobody.seen_side)


def test_parameters(nobody):
    values = 4 * 4 * 32
    conv = (16 * 16 + 1) * 32
    dense = (4 * 4 * 32 + 1) * 48
    right = (values, conv, dense)
    assert_right(nobody.parameters, [right, list(right), np.array(right, dtype=float)])
    wrong = {
        "Flattening: that is one map": (16, conv, dense),
        "compared with the first": (16 * 16, conv, dense),
        "rows and columns": (4 * 32, conv, dense),
        "as after the first convolution": (24 * 24 * 32, conv, dense),
        "as after the first pooling": (12 * 12 * 32, conv, dense),
        "as after the second convolution": (9 * 9 * 32, conv, dense),
        "at one position": (3 * 3 * 32, conv, dense),
        "no value from half a block": (5 * 5 * 32, conv, dense),
        "only the poolings": (7 * 7 * 32, conv, dense),
        "have the side 10. Write down": (10 * 10 * 32, conv, dense),
        "rows × columns × maps": (0, conv, dense),
        "starting at 28; then": (289, conv, dense),
        "before the dense layer": (values, dense, conv),
        "Flattening is right. The convolution: each filter has a bias, too": (
            values,
            16 * 16 * 32,
            dense,
        ),
        "of its own, not the layer": (values, 16 * 16 * 32 + 1, dense),
        "every map that comes in": (values, 17 * 32, dense),
        "the first one": (values, 26 * 16, dense),
        "your second one": (values, (25 * 16 + 1) * 32, dense),
        "a kernel is a square": (values, (4 * 16 + 1) * 32, dense),
        "twice as many": (values, (16 * 16 + 1) * 16, dense),
        "those of the first layer or its own": (values, (16 * 32 + 1) * 32, dense),
        "changed places": (values, (16 * 32 + 1) * 16, dense),
        "not one for each weight": (values, 16 * 17 * 32, dense),
        "not 3": (values, (9 * 16 + 1) * 32, dense),
        "The convolution: (weights": (values, conv + 2, dense),
        "The first two are right. The dense layer: each unit has a bias, too": (
            values,
            conv,
            512 * 48,
        ),
        "a bias of its own": (values, conv, 512 * 48 + 1),
        "the ten are": (values, conv, 513 * 10),
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
    subprocess.run([sys.executable, "-c", program], check=True, cwd=project, timeout=600)
