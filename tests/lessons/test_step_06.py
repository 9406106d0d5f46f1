"""The exercises of step 6, for several students."""

import math

import numpy as np
import pytest

from lessons.exercise import NOT_YET, RIGHT
from lessons.step_06.exercises import Exercises
from lessons.step_06.sentences import FLAWS, MEASURED, SENTENCES, TOO_MUCH
from tests.lessons.checking import assert_not_yet, assert_nothing_breaks, assert_right

STUDENTS = ["", "2126180502001", "7", "ab12", 42]


@pytest.fixture
def check():
    return Exercises()


def solved(check, name):
    names = {"np": np, "check": check}
    exec(getattr(check, name).solution_text, names)
    return names[name]


@pytest.mark.parametrize("student", [*STUDENTS, *range(20)])
def test_the_solutions_are_right(student):
    check = Exercises(student)
    for name in check.names():
        assert getattr(check, name)(solved(check, name)).status == RIGHT, name


def test_students_have_different_ones():
    those = [Exercises(number) for number in range(300)]
    assert len({check.digit for check in those}) == 8
    assert len({check.accuracy for check in those}) > 5
    assert len({tuple(check.sentences.values()) for check in those}) > 50
    for check in those:
        measured = set(check.sentences.values()) & set(MEASURED.values())
        assert 2 <= len(measured) <= 4
        assert len(set(check.sentences.values())) == 6


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


@pytest.mark.parametrize("student", [*STUDENTS, *range(20)])
def test_near_misses_of_the_standard_error_are_told_apart_for_everybody(student):
    check = Exercises(student)
    share = check.accuracy
    count = check.num_images
    for near in (
        1.96 * share * (1 - share) / count,
        (1 - share) / count,
        share * (1 - share) / (4 * count),
    ):
        for value in (math.sqrt(near), round(math.sqrt(near), 4)):
            assert check.standard_error(value).status == NOT_YET


# Precision and recall


@pytest.mark.parametrize("student", [*STUDENTS, *range(12)])
def test_precision_recall(student):
    check = Exercises(student)
    matrix = check.matrix
    digit = check.digit
    hits = matrix[digit, digit]
    pair = np.array([hits / matrix[:, digit].sum(), hits / matrix[digit].sum()])
    assert abs(pair[0] - pair[1]) > 0.002
    assert_right(
        check.precision_recall,
        [pair, tuple(pair), pair.round(3).tolist(), pair.astype("float32"), pair.round(4)],
    )
    other = (digit + 1) % 10
    wrong = {
        "percents": 100 * pair,
        "at most 1": [hits, hits],
        "exchanged": pair[::-1],
        "all test images": [hits / matrix.sum()] * 2,
        "mistakes": 1 - pair,
        "of all digits": [np.trace(matrix) / matrix.sum()] * 2,
        f"digit {other}": [
            matrix[other, other] / matrix[:, other].sum(),
            matrix[other, other] / matrix[other].sum(),
        ],
        "The precision is right": [pair[0], 0.5],
        "The recall is right": [0.5, pair[1]],
        "Neither": [0.5, 0.5],
        "The shape is": pair[0],
        "Give three decimals": pair.round(2),
        "as far as they go": np.floor(10 * pair) / 10,
    }
    assert_not_yet(check.precision_recall, wrong)
    assert_not_yet(
        check.precision_recall,
        [pair + 0.001, pair - 0.001, pair.round(1), [*pair, 0.8], -pair, set(pair)],
    )


def test_nothing_breaks_precision_and_recall(check):
    assert_nothing_breaks(check.precision_recall)


def test_no_matrix_of_a_students_own_decides(check):
    assert check.precision_recall([1, 1], np.eye(10, dtype=int)).status == NOT_YET
    check.matrix[:] = np.eye(10)
    assert check.precision_recall([1, 1]).status == NOT_YET
    assert check.matrix.sum() == 10_000


# The report


def test_every_sentence_that_says_too_much_has_a_flaw_of_its_own():
    assert set(FLAWS) == set(TOO_MUCH)
    assert len(set(FLAWS.values())) == len(FLAWS)


def letters(check, *names):
    return [
        letter
        for letter, sentence in check.sentences.items()
        if sentence in [SENTENCES[name] for name in names]
    ]


@pytest.mark.parametrize("student", STUDENTS)
def test_honest(student):
    check = Exercises(student)
    fair = letters(check, *MEASURED)
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
            frozenset(fair),
            "; ".join(fair),
            " ".join(fair),
            [", ".join(fair)],
        ],
    )
    assert_not_yet(
        check.honest,
        {
            **{
                flaw: "".join([*fair, *letters(check, name)])
                for name, flaw in FLAWS.items()
                if letters(check, name)
            },
            "There is more": fair[:1],
            "may stand. There": fair[1:],
            "Not all of them": list("ABCDEF"),
            "A to F": ["A", "G"],
            "letters is expected": [1, 2, 3],
        },
    )
    assert_nothing_breaks(check.honest)
