"""The exercises of step 4: what is right for every student's network, and who gets which hint."""

import subprocess
import sys

import numpy as np
import pytest

from lessons.step_04.arithmetic import KERNEL_SIZES, Counts
from lessons.step_04.exercises import Exercises
from lessons.step_04.seen import LAYERS, Seen, seen_hint
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
    assert Counts(kernel_sizes, 16, 48).sides[3] == side
    assert swapped > 0 or both_first > 0


@pytest.mark.parametrize("name", ["seen_pixels", "parameters"])
def test_the_solutions_are_right(check, name):
    answer = solve(check, name)
    assert_right(getattr(check, name), [answer, np.array(answer, dtype=float)])


def seen_by_trying(kernel_sizes):
    """Return layer -> the pixels of a row that each of its values depends on."""
    row = [{pixel} for pixel in range(28)]
    layers = []
    for kernel_size in kernel_sizes:
        row = [
            set().union(*row[start : start + kernel_size])
            for start in range(len(row) - kernel_size + 1)
        ]
        layers.append(row)
        row = [row[start] | row[start + 1] for start in range(0, len(row) - 1, 2)]
        layers.append(row)
    return dict(zip(LAYERS, layers, strict=True))


@pytest.mark.parametrize("student", range(60))
def test_what_a_value_sees_is_what_following_the_pixels_gives(student):
    check = Exercises(student)
    layers = seen_by_trying(check.kernel_sizes)
    row = layers[check.layer]
    pixels = row[check.value]
    assert 0 < check.value < len(row)
    assert pixels == set(range(min(pixels), max(pixels) + 1))
    assert_right(
        check.seen_pixels, [(min(pixels), max(pixels)), [min(pixels), float(max(pixels))]]
    )
    side = len(layers["second pooling"])
    values = side * side * 2 * check.filters
    convolution = 2 * check.filters * (check.filters * check.kernel_sizes[1] ** 2 + 1)
    dense = check.dense_units * (values + 1)
    assert_right(
        check.parameters, [(values, convolution, dense), [float(values), convolution, dense]]
    )


def test_seen_pixels(nobody):
    # 5, then 6, then 6 + 3 * 2 = 12, then 14; value 3 begins at 3 * 4 = 12.
    assert (nobody.layer, nobody.value) == ("second pooling", 3)
    assert_right(nobody.seen_pixels, [(12, 25), [12, 25.0], np.array([12, 25])])
    wrong = {
        "comes before the last": (25, 12),
        "sees 5 pixels. That is what the first convolution": (12, 16),
        "what the first pooling sees": (12, 17),
        "what the second convolution sees": (12, 23),
        "two convolutions in a row": (12, 19),
        "What does a kernel add": (12, 21),
        "joins values": (12, 24),
        "not of those that it gives": (12, 28),
        "w - 1 values further": (12, 31),
        "Begin with 1 pixel": (12, 29),
        "further apart than one pixel": (3, 16),
        "There are two poolings": (6, 19),
        "as pixels do": (8, 21),
        "as values do": (13, 26),
        "How many poolings": (24, 37),
        "does value 1 begin?": (11, 24),
        "Where does value 0 begin": (0, 5),
        "2 whole numbers": "12, 25",
        "2 numbers are expected": 14,
    }
    assert_not_yet(nobody.seen_pixels, wrong)
    assert_nothing_breaks(nobody.seen_pixels)


def test_where_two_mistakes_give_one_number_no_hint_accuses_of_one_of_them():
    # Of kernels of 5 and 4, both changed places and one pixel too many give 15.
    seen = Seen((5, 4), 3, 3)
    assert "Begin with 1 pixel" in seen_hint((12, 26), seen)
    assert "one too many" in seen_hint((12, 30), Seen((7, 5), 3, 3))
    assert "changed places" in seen_hint((12, 31), Seen((7, 5), 3, 3))


def test_a_value_of_the_second_convolution_is_not_taken_for_one_of_the_pooling():
    # 5, 6, then 6 + 3 * 2 = 12 pixels, and a spacing of 2.
    seen = Seen((5, 4), 2, 3)
    assert seen_hint((6, 17), seen) is None
    assert "the second pooling sees" in seen_hint((6, 19), seen)
    assert "How many poolings" in seen_hint((12, 23), seen)


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
