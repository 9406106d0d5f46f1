"""The exercises of step 02: right, nearly right, strange; for nobody and for students."""

import dataclasses

import numpy as np
import pytest

from labhelpers.digits import load_digits
from lessons.step_02 import uses
from lessons.step_02.exercises import PLACES, Exercises
from lessons.step_02.hints import BLOCK, NEIGHBOURS
from tests.lessons.checking import assert_not_yet, assert_nothing_breaks, assert_right

STUDENTS = ["", "1", "2126", "s-314159", "00042", "7"]


@pytest.fixture(scope="module")
def digits():
    return load_digits("embedded")


@pytest.fixture(params=["embedded", "mnist"])
def either(request):
    """Return the embedded digits and MNIST in turn; without MNIST the latter is skipped."""
    if request.param == "mnist":
        request.getfixturevalue("mnist_npz")
    return load_digits(request.param)


@pytest.fixture
def check():
    return Exercises(dataset="embedded")


def cut(image, row, column):
    return image[row : row + BLOCK, column : column + BLOCK]


def exercises(student, digits):
    """Return a student's exercises, on these digits."""
    return Exercises(student, digits.source)


@pytest.mark.parametrize("student", [*STUDENTS, *range(30)])
def test_the_solutions_are_right_for_every_student(student, either):
    check = exercises(student, either)
    names = {"check": check, "digits": either, "image": either.train_images[0], "np": np}
    for name in check.names():
        exec(getattr(check, name).solution_text, names)
        assert getattr(check, name)(names[name]).status == "right", name


def test_students_are_asked_about_different_values():
    students = [Exercises(number, "embedded") for number in range(400)]
    assert {(student.top, student.left) for student in students} == set(PLACES)
    assert len({student.digit for student in students[:60]}) > 4
    assert Exercises("2126").digit == Exercises(2126).digit


def test_what_is_passed_besides_decides_nothing(digits):
    check = Exercises(dataset="embedded")
    zeros = np.zeros((BLOCK, BLOCK))
    assert check.block(zeros, np.zeros((28, 28))).status == "not yet"
    invented = dataclasses.replace(digits, test_labels=np.full(355, 7))
    assert check.constant_accuracy(1.0, invented).status == "not yet"
    row, column = check.top, check.left
    assert check.block(cut(digits.train_images[0], row, column), zeros).status == "right"


# Block


@pytest.mark.parametrize("place", PLACES)
def test_no_likely_slip_gives_the_right_block(place, either):
    image = either.train_images[0]
    row, column = place
    block = cut(image, row, column)
    swapped = cut(image, column, row)
    from_bottom = cut(image[::-1], row, column)
    slips = [
        block.T,
        block[::-1],
        swapped,
        swapped.T,
        from_bottom,
        from_bottom[::-1],
        cut(image[:, ::-1], row, column),
    ]
    slips += [cut(image, row + down, column + right) for down, right in NEIGHBOURS]
    assert not [slip for slip in slips if np.array_equal(slip, block)]
    assert np.count_nonzero(block) >= 8


@pytest.mark.parametrize("student", STUDENTS)
def test_block(student, either):
    check = exercises(student, either)
    image = either.train_images[0]
    row = check.top
    column = check.left
    block = cut(image, row, column)
    swapped = cut(image, column, row)
    right = [
        block,
        block.tolist(),
        block.astype("float32"),
        image[row:][:4][:, column : column + 4].copy(),
    ]
    assert_right(check.block, right)
    changed = block.copy()
    changed[3, 3] ^= 1
    wrong = {
        "what stands before the comma": swapped,
        "within the block": block.T,
        "scaled": block / 255,
        "one pixel off": cut(image, row + 1, column),
        "Row 0 is the uppermost": cut(image[::-1], row, column)[::-1],
        "not the one asked for": changed,
        "The shape is (3, 3); expected is (4, 4). The end": image[
            row : row + 3, column : column + 3
        ],
        "The shape is (4, 3)": image[row : row + 4, column : column + 3],
        "Which rows do you keep": image[row : row + 4],
        "a slice of rows, a comma": block.ravel(),
        "The shape is ()": int(block[0, 0]),
        "slice the rows once more": image[row : row + 4][column : column + 4],
        "from the smaller number to the larger": image[row + 4 : row],
    }
    assert_not_yet(check.block, wrong)
    one_off = [cut(image, row + down, column + right) for down, right in NEIGHBOURS]
    assert_not_yet(check.block, one_off)
    from_bottom = cut(image[::-1], row, column)
    others = [swapped.T, from_bottom, block[..., None], image, block[0]]
    assert_not_yet(check.block, others)
    assert_nothing_breaks(check.block)


# Always the same answer


def test_constant_accuracy(check, digits):
    count = int((digits.test_labels == 7).sum())
    share = count / 355
    assert (check.digit, check.num_images) == (7, 355)
    assert_right(
        check.constant_accuracy,
        [share, round(share, 4), np.float32(share), np.array([share])],
    )
    wrong = {
        "percent": 100 * share,
        "how many": count,
        "the training images": float((digits.train_labels == 7).mean()),
        "gets wrong": 1 - share,
        "the number of training images": count / 1442,
        "another digit": float((digits.test_labels == 8).mean()),
        "four decimals": round(share, 2),
        "Count those test labels": 0.5,
    }
    assert_not_yet(check.constant_accuracy, wrong)
    nearly = [0, 1, round(100 * share), round(share, 3), share + 0.0002]
    assert_not_yet(check.constant_accuracy, nearly)
    assert_nothing_breaks(check.constant_accuracy)


@pytest.mark.parametrize("student", [*STUDENTS[1:], *range(20)])
def test_who_counts_all_test_images_is_told_that_fewer_are_asked_for(student, either):
    check = exercises(student, either)
    labels = either.test_labels
    assert 0 < check.num_images < len(labels)
    hits = (labels[: check.num_images] == check.digit).sum()
    wrong = {
        "That is of all test images": (labels == check.digit).mean(),
        "You divide by all test images": hits / len(labels),
        "percent": 100 * hits / check.num_images,
        "how many it gets right": hits,
        "gets wrong": 1 - hits / check.num_images,
    }
    assert_not_yet(check.constant_accuracy, wrong)


def test_constant_accuracy_on_mnist(mnist_npz):
    check = Exercises(dataset="mnist")
    assert_right(check.constant_accuracy, [0.1028, 1028 / 10_000])
    wrong = {
        "training images": 0.1044,
        "how many": 1028,
        "percent": 10.28,
        "four decimals": 0.103,
        "wrong": 0.8972,
    }
    assert_not_yet(check.constant_accuracy, wrong)


# What the test images may be used for


def test_allowed(check):
    right = [
        ["a", "c", "e"],
        ("e", "C", " a "),
        {"a", "c", "e"},
        frozenset("ace"),
        "ace",
        "a, c, e",
        "a; c; e",
        "a c e",
        "A, C and E",
        ["ace"],
        ["a, c, e"],
        ["a;", "c;", "e"],
        "[a, c, e]",
        np.array(["a", "c", "e"]),
        np.array([["a"], ["c"], ["e"]]),
    ]
    assert_right(check.allowed, right)
    wrong = {
        "All of these are fair": ["a", "c"],
        "One of these lets": ["a", "b", "c", "e"],
        "3 of these let": list(check.uses),
        "And a fair one is missing": ["a", "b"],
        "letters from a to f": ["a", "c", "g"],
        "a list of letters is expected": [1, 3, 5],
        "'a1, c, e' (str) came": "a1, c, e",
    }
    assert_not_yet(check.allowed, wrong)
    wrong_letters = [["b", "d", "f"], "a", ", ,", ["a", "c", "e", "f"], "a c", "bdf", {"a", "c"}]
    no_letters = [[["a"], ["c"], ["e"]], [True], {"a": True}, b"ace", "a and", ["a", 3]]
    assert_not_yet(check.allowed, [*wrong_letters, *no_letters])
    assert_nothing_breaks(check.allowed)


@pytest.mark.parametrize("student", range(60))
def test_of_every_students_six_uses_two_to_four_are_fair(student):
    check = Exercises(student)
    sentences = list(check.uses.values())
    fair = [letter for letter, use in check.uses.items() if use in uses.FAIR.values()]
    assert len(set(sentences)) == 6
    assert 2 <= len(fair) <= 4
    assert_right(check.allowed, [fair, "".join(fair).upper()])
    unfair = sorted(set("abcdef") - set(fair))
    assert_not_yet(
        check.allowed, [unfair, fair[1:], [*fair, unfair[0]], "abcdef", [fair[0], unfair[0]]]
    )


def test_every_use_is_a_sentence():
    assert all(use.endswith(".") for use in uses.USES.values())
    assert not uses.FAIR.keys() & uses.UNFAIR.keys()
