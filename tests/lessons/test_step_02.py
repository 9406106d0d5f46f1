"""The exercises of step 02: right, nearly right, strange; for nobody and for students."""

import numpy as np
import pytest

from labhelpers.digits import load_digits
from lessons.step_02.exercises import ALLOWED, PLACES, USES, Exercises
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
    return Exercises()


def cut(image, row, column):
    return image[row : row + BLOCK, column : column + BLOCK]


@pytest.mark.parametrize("student", STUDENTS)
def test_the_solutions_are_right_for_every_student(student, either):
    check = Exercises(student)
    names = {"check": check, "digits": either, "image": either.train_images[0], "np": np}
    given = {"block": [names["image"]], "constant_accuracy": [either], "allowed": []}
    assert list(given) == check.names()
    for name, more in given.items():
        exec(getattr(check, name).solution_text, names)
        assert getattr(check, name)(names[name], *more).status == "right", name


def test_students_are_asked_about_different_values():
    students = [Exercises(number) for number in range(200)]
    assert {(student.top, student.left) for student in students} == set(PLACES)
    assert len({student.digit for student in students}) == 9
    assert Exercises("2126").digit == Exercises(2126).digit


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
    check = Exercises(student)
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
    assert_right(check.block, right, image)
    changed = block.copy()
    changed[3, 3] ^= 1
    wrong = {
        "what stands before the comma": swapped,
        "within the block": block.T,
        "scaled": block / 255,
        "one pixel off": cut(image, row + 1, column),
        "Row 0 is the uppermost": cut(image[::-1], row, column)[::-1],
        "another place": changed,
        "The shape is (3, 3); expected is (4, 4). The end": image[
            row : row + 3, column : column + 3
        ],
        "The shape is (4, 3)": image[row : row + 4, column : column + 3],
        "Which rows do you keep": image[row : row + 4],
        "a slice of rows, a comma": block.ravel(),
        "The shape is ()": int(block[0, 0]),
    }
    assert_not_yet(check.block, wrong, image)
    one_off = [cut(image, row + down, column + right) for down, right in NEIGHBOURS]
    assert_not_yet(check.block, one_off, image)
    from_bottom = cut(image[::-1], row, column)
    others = [swapped.T, from_bottom, block[..., None], image, block[0]]
    assert_not_yet(check.block, others, image)
    assert_nothing_breaks(check.block, image)


# Always the same answer


def test_constant_accuracy(check, digits):
    count = int((digits.test_labels == 7).sum())
    share = count / 355
    assert_right(
        check.constant_accuracy,
        [share, round(share, 4), np.float32(share), np.array([share])],
        digits,
    )
    wrong = {
        "percent": 100 * share,
        "how many": count,
        "the training images": float((digits.train_labels == 7).mean()),
        "gets wrong": 1 - share,
        "the number of training images": count / 1442,
        "another digit": float((digits.test_labels == 8).mean()),
        "four decimals": round(share, 2),
        "Count the test labels": 0.5,
    }
    assert_not_yet(check.constant_accuracy, wrong, digits)
    nearly = [0, 1, round(100 * share), round(share, 3), share + 0.0002]
    assert_not_yet(check.constant_accuracy, nearly, digits)
    assert_nothing_breaks(check.constant_accuracy, digits)


def test_constant_accuracy_on_mnist(check, mnist_npz):
    digits = load_digits("mnist")
    assert_right(check.constant_accuracy, [0.1028, 1028 / 10_000], digits)
    wrong = {
        "training images": 0.1044,
        "how many": 1028,
        "percent": 10.28,
        "four decimals": 0.103,
        "wrong": 0.8972,
    }
    assert_not_yet(check.constant_accuracy, wrong, digits)


# What the test images may be used for


def test_allowed(check):
    right = [
        ["a", "c", "e"],
        ("e", "C", " a "),
        {"a", "c", "e"},
        "ace",
        "a, c, e",
        np.array(["a", "c", "e"]),
    ]
    assert_right(check.allowed, right)
    wrong = {
        "All of these are fair": ["a", "c"],
        "One of these lets": ["a", "b", "c", "e"],
        "3 of these let": list(USES),
        "And a fair one is missing": ["a", "b"],
        "letters from a to f": ["a", "c", "g"],
        "letters are expected": [1, 3, 5],
    }
    assert_not_yet(check.allowed, wrong)
    wrong_letters = [["b", "d", "f"], "a", ", ,", ["a", "c", "e", "f"]]
    no_letters = [["ace"], [["a"], ["c"]], [True]]
    assert_not_yet(check.allowed, [*wrong_letters, *no_letters])
    assert_nothing_breaks(check.allowed)


def test_every_use_is_a_sentence_and_both_kinds_are_there():
    assert all(use.endswith(".") for use in USES.values())
    assert 0 < len(ALLOWED) < len(USES)
    assert USES.keys() >= ALLOWED
