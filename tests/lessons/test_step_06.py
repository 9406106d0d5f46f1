"""The exercises of step 6, for several students."""

import math

import numpy as np
import pytest

from lessons.exercise import NOT_YET, RIGHT
from lessons.step_06.exercises import SENTENCES, Exercises
from tests.lessons.checking import assert_not_yet, assert_nothing_breaks, assert_right

STUDENTS = ["", "2126180502001", "7", "ab12", 42]


@pytest.fixture
def check():
    return Exercises()


@pytest.fixture
def matrix():
    """Return counts: 100 to 109 right answers a digit, and up to 5 mistakes a cell.

    There are more where 8 and 3 are mixed up.
    """
    counts = np.random.default_rng(6).integers(0, 6, size=(10, 10))
    counts[np.diag_indices(10)] = range(100, 110)
    counts[8, 3] = 40
    counts[3, 8] = 20
    return counts


def solved(check, name, matrix):
    names = {"np": np, "check": check, "matrix": matrix}
    exec(getattr(check, name).solution_text, names)
    return names[name]


@pytest.mark.parametrize("student", STUDENTS)
def test_the_solutions_are_right(student, matrix):
    check = Exercises(student)
    for name in check.names():
        given = [matrix] if name == "precision_recall" else []
        assert getattr(check, name)(solved(check, name, matrix), *given).status == RIGHT, name


def test_students_have_different_ones():
    those = [Exercises(number) for number in range(300)]
    assert len({check.digit for check in those}) == 7
    assert len({check.accuracy for check in those}) == 6
    assert len({tuple(check.sentences.values()) for check in those}) > 50
    for check in those:
        assert sorted(check.sentences.values()) == sorted(SENTENCES.values())


# The standard error


def test_standard_error(check):
    error = math.sqrt(0.98 * 0.02 / 400)
    right = [error, 0.007, np.float32(error), [0.0070], np.array(error)]
    assert_right(check.standard_error, right)
    assert_not_yet(
        check.standard_error,
        {
            "percent": 0.7,
            "two standard errors": 2 * error,
            "root is missing": error**2,
            "number of test images": math.sqrt(0.98 * 0.02),
            "before you take the root": math.sqrt(0.98 * 0.02) / 400,
            "1 - a is missing": math.sqrt(0.98 / 400),
            "a is missing": math.sqrt(0.02 / 400),
            "10,000 images": math.sqrt(0.98 * 0.02 / 10_000),
            "share of misread": 0.02,
            "Put a and n": 0.0072,
            "One number": [0.0070, 400],
        },
    )
    assert_not_yet(check.standard_error, [0.0069, 0.0071, 0, -error, 0.98, 400])
    assert_nothing_breaks(check.standard_error)


@pytest.mark.parametrize("student", STUDENTS)
def test_near_misses_of_the_standard_error_are_told_apart_for_everybody(student):
    check = Exercises(student)
    share = check.accuracy
    count = check.num_images
    for near in (
        1.96 * share * (1 - share) / count,
        (1 - share) / count,
        share * (1 - share) / (4 * count),
    ):
        assert check.standard_error(math.sqrt(near)).status == NOT_YET


# Precision and recall


def test_precision_recall(check, matrix):
    hits = matrix[8, 8]
    column = matrix[:, 8].sum()
    row = matrix[8].sum()
    pair = np.array([hits / column, hits / row])
    assert_right(
        check.precision_recall,
        [pair, tuple(pair), pair.round(3).tolist(), pair.astype("float32")],
        matrix,
    )
    assert_right(check.precision_recall, [pair.round(4), list(pair)], matrix.tolist())
    assert_not_yet(
        check.precision_recall,
        {
            "percents": 100 * pair,
            "at most 1": [hits, hits],
            "exchanged": pair[::-1],
            "all test images": [hits / matrix.sum()] * 2,
            "mistakes": 1 - pair,
            "of all digits": [np.trace(matrix) / matrix.sum()] * 2,
            "digit 4": [matrix[4, 4] / matrix[:, 4].sum(), matrix[4, 4] / matrix[4].sum()],
            "The precision is right": [pair[0], pair[0]],
            "The recall is right": [pair[1], pair[1]],
            "Neither": [0.5, 0.5],
            "The shape is": pair[0],
        },
        matrix,
    )
    assert_not_yet(
        check.precision_recall,
        [pair + 0.001, pair - 0.001, pair.round(1), [*pair, 0.8], -pair],
        matrix,
    )
    assert_nothing_breaks(check.precision_recall, matrix)


def test_a_digit_that_nothing_was_read_as_has_the_precision_0(check):
    matrix = np.diag([9] * 10)
    matrix[8] = np.roll(matrix[8], 1)
    assert matrix[:, 8].sum() == 0
    assert_right(
        check.precision_recall,
        [[0, 0], (0.0, 0.0), solved(check, "precision_recall", matrix)],
        matrix,
    )
    message = check.precision_recall([float("nan"), 0.0], matrix).message
    assert message.startswith("Nothing was read as an 8, so that its precision is 0 / 0.")
    assert_nothing_breaks(check.precision_recall, matrix)


def test_a_digit_that_no_image_is_has_the_recall_0(check):
    matrix = np.diag([9] * 10)
    matrix[8] = 0
    matrix[3, 8] = 2
    assert_right(
        check.precision_recall, [[0, 0], solved(check, "precision_recall", matrix)], matrix
    )
    message = check.precision_recall([0.0, float("nan")], matrix).message
    assert message.startswith("No test image is an 8, so that its recall is 0 / 0. Take 0 for it")


def test_a_check_without_the_matrix_says_what_it_needs(check):
    for given in ([], [None], [3], [np.eye(3, dtype=int)]):
        assert check.precision_recall([0.9, 0.9], *given).status == NOT_YET
    assert "confusion matrix" in check.precision_recall([0.9, 0.9], np.eye(3, dtype=int)).message


# The report


def letters(check, *names):
    return [
        letter
        for letter, sentence in check.sentences.items()
        if sentence in [SENTENCES[name] for name in names]
    ]


@pytest.mark.parametrize("student", STUDENTS)
def test_honest(student):
    check = Exercises(student)
    fair = letters(check, "once", "compared", "limits")
    assert_right(
        check.honest,
        [
            fair,
            tuple(fair[::-1]),
            set(fair),
            ", ".join(fair).lower(),
            "".join(fair),
            np.array(fair),
            [*fair, fair[0]],
        ],
    )
    assert_not_yet(
        check.honest,
        {
            "how was this network chosen": [*fair, *letters(check, "picked")],
            "how large is the difference": [*fair[:2], *letters(check, "neighbour")],
            "whose digits": "".join([*fair, *letters(check, "everything")]),
            "There is more": fair[:2],
            "Not all of them": list("ABCDEF"),
            "A to F": ["A", "G"],
            "list of letters": [1, 2, 3],
        },
    )
    assert_nothing_breaks(check.honest)
