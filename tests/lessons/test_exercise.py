"""What a check says, whatever it is given."""

import warnings

import numpy as np
import pytest

from lessons.answers import array, is_close, number, whole_number, whole_numbers, word
from lessons.exercise import Lesson, NotYet, exercise
from tests.lessons.checking import EMPTY_ANSWERS, STRANGE_ANSWERS, Unfriendly, assert_nothing_breaks


class Sums(Lesson):
    @exercise(hint="Count on your fingers.", solution="two = 2", praise="One and one.")
    def two(self, answer):
        """How much is
        one and one?"""
        return whole_number(answer) == 2 or "Not that much."

    @exercise(hint="Try again.", solution="careless = 1")
    def careless(self, answer):
        """A judge that forgets to say anything."""

    @exercise(hint="Try again.", solution="partly = [1, 2]")
    def partly(self, answer):
        """A judge that returns something true that is not True."""
        return np.ones(2)

    @exercise(hint="The matrix holds it.", solution="corner = matrix[0, 0]")
    def corner(self, answer, matrix):
        """What is in the corner?"""
        return number(answer) == matrix[0, 0] or "Another corner."


@pytest.fixture
def check():
    return Sums()


def test_right(check):
    assert repr(check.two(2)) == "Right. One and one."


def test_not_yet(check):
    assert repr(check.two(3)) == "Not yet. Not that much."


@pytest.mark.parametrize("answer", EMPTY_ANSWERS)
def test_not_tried(check, answer):
    assert check.two(answer).status == "not tried"
    assert check.two().status == "not tried"


def test_nothing_breaks(check):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert_nothing_breaks(check.two)
        assert_nothing_breaks(check.corner, np.array([[-1]]))


def test_a_judge_that_says_nothing_never_says_right(check):
    assert check.careless(1).status == "not yet"
    assert check.partly(1).status == "not yet"


def test_a_check_that_is_given_too_little_says_so_without_a_traceback(check):
    assert check.corner(3).status == "not yet"


def test_hint_and_solution_and_task_on_request(check):
    assert repr(check.two.hint()) == "Count on your fingers."
    assert repr(check.two.solution()) == "two = 2"
    assert repr(check.two) == "How much is one and one?"
    assert repr(check).splitlines()[0] == "check.two: How much is one and one?"
    assert Sums.names() == ["two", "careless", "partly", "corner"]


def test_what_a_student_typed_is_escaped(check):
    answer = "<script>alert(1)</script>"
    shown = check.two(answer)._repr_html_()
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown


def test_the_number_of_a_student_chooses_and_always_the_same():
    options = list(range(10))
    assert [Sums(nobody).choose("digit", options) for nobody in ("", "  ", None)] == [0, 0, 0]
    assert Sums("2126").choose("digit", options) == Sums(2126).choose("digit", options)
    assert len({Sums(number).choose("digit", options) for number in range(1000)}) == 10
    assert (
        len(
            {
                (Sums(n).choose("digit", options), Sums(n).choose("kernel", options))
                for n in range(400)
            }
        )
        > 50
    )


@pytest.mark.parametrize(
    "answer", [3, 3.0, np.uint8(3), np.float32(3), np.array(3), np.array([[3]]), [3], (3.0,)]
)
def test_a_number_in_other_forms(answer):
    assert number(answer) == whole_number(answer) == 3


@pytest.mark.parametrize(
    "answer", [[1, 2], (1.0, 2.0), np.array([1, 2]), np.array([1, 2], "uint8"), range(1, 3)]
)
def test_numbers_in_other_forms(answer):
    assert array(answer, (2,)).tolist() == [1.0, 2.0]
    assert whole_numbers(answer, 2) == (1, 2)


def test_a_word_in_other_forms():
    assert word("  Overfitting ", ["overfitting", "noise"]) == "overfitting"


@pytest.mark.parametrize("read", [number, whole_number, array, lambda answer: word(answer, ["a"])])
def test_what_cannot_be_read_is_a_hint_or_an_error_that_the_check_turns_into_one(read):
    for answer in [*STRANGE_ANSWERS, Unfriendly()]:
        try:
            read(answer)
        except NotYet as hint:
            assert str(hint).endswith((".", "?"))
        except Exception as error:
            assert not isinstance(error, AssertionError)


def test_close_means_everywhere():
    assert is_close([1, 2], [1, 2.0000001])
    assert not is_close([1, 2.1], [1, 2])
    assert not is_close([np.nan, 2], [1, 2])
