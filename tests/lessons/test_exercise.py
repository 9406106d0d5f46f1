"""What a check says, whatever it is given."""

import logging
import subprocess
import sys
import warnings

import numpy as np
import pytest

from lessons.answers import number, whole_number
from lessons.exercise import Lesson, exercise
from tests.lessons.checking import EMPTY_ANSWERS, assert_nothing_breaks


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

    @exercise(hint="Look at both.", solution="difficult = 1")
    def difficult(self, answer):
        """A judge that breaks."""
        return answer / 0

    @exercise(hint="Look into the book.", solution="runs = book[0]")
    def runs(self, answer, book):
        """How many runs are in the book?"""
        return number(answer) == book[0] or "Not as many."


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
        assert_nothing_breaks(check.runs, [-1])


def test_a_judge_that_says_nothing_never_says_right(check):
    assert check.careless(1).status == "not yet"
    assert check.partly(1).status == "not yet"


def test_a_judge_that_breaks_is_a_sentence_and_its_traceback_is_in_the_log(check, caplog):
    with caplog.at_level(logging.ERROR, logger="lessons"):
        verdict = check.difficult(3)
    assert verdict.status == "not yet"
    assert verdict.message == "3 (int) came, and that cannot be read as an answer. " + str(
        check.difficult.hint()
    )
    (record,) = caplog.records
    assert "difficult" in record.getMessage()
    kind, _, _ = record.exc_info
    assert kind is ZeroDivisionError


def test_a_judge_that_breaks_prints_nothing_where_nobody_listens_to_the_log():
    program = "from tests.lessons.test_exercise import Sums; Sums().difficult(3)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_what_a_judge_raises_comes_out_of_its_verdict(check):
    with pytest.raises(ZeroDivisionError):
        check.difficult.verdict(3)


def test_hint_and_solution_and_task_on_request(check):
    assert repr(check.two.hint()) == "Count on your fingers."
    assert repr(check.two.solution()) == "two = 2"
    assert repr(check.two) == "How much is one and one?"
    assert Sums.names() == ["two", "careless", "partly", "difficult", "runs"]


def test_what_is_passed_besides_the_answer_decides_nothing(check):
    assert check.two(3, 3).status == "not yet"
    assert check.two(2, [[0]]).status == "right"


def test_a_judge_gets_what_it_asks_for_besides(check):
    assert check.runs(3, [3], "more").status == "right"
    assert check.runs(3, [2]).status == "not yet"
    assert check.runs(3).status == "not yet"


def test_the_lesson_shows_which_exercises_are_solved(check):
    check.two(2)
    check.careless(1)
    lines = repr(check).splitlines()
    assert lines[0] == "1 of 5 exercises are right."
    assert lines[1] == "✓ right, check.two: How much is one and one?"
    assert lines[2].startswith("✗ not yet, check.careless: ")
    assert lines[3].startswith("○ not tried, check.partly: ")
    assert check._repr_html_().count("<li>") == 5
    assert "&lt;b&gt;" not in check._repr_html_()
    check.two(3)
    assert repr(check).startswith("0 of 5 exercises are right.")
    assert repr(Sums()).count("not tried") == 5


class Given(Lesson):
    @property
    def digit(self):
        return 3

    @exercise(hint="It is given.", solution="same = check.digit")
    def same(self, answer):
        """Which digit is given?"""
        return whole_number(answer) == self.digit or "Another one."


def test_a_student_sees_the_exercises_and_what_is_given_and_sets_neither():
    check = Given()
    assert sorted(dir(check)) == ["digit", "same", "student"]
    with pytest.raises(AttributeError):
        check.digit = 4
    assert check.same(4).status == "not yet"


def test_a_draw_is_a_students_own_and_always_the_same_and_fair():
    def make(pick):
        return pick(range(100)), pick("abc")

    def is_fair(made):
        return made[0] != 7

    def drawn(number):
        return Sums(number).draw("pair", make, is_fair, nobodys=(1, "a"))

    assert drawn("") == (1, "a")
    assert drawn("2126") == drawn(2126) == drawn(2126.0)
    assert len({drawn(number) for number in range(300)}) > 150
    assert all(is_fair(drawn(number)) for number in range(300))
    assert Sums(5).draw("pair", make, lambda made: False, nobodys=0) == 0


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


def test_what_a_student_gets_for_one_purpose_says_nothing_of_another():
    options = list(range(10))
    pairs = set()
    for student in map(Sums, range(400)):
        digit = student.choose("digit", options)
        kernel = student.choose("kernel", options)
        pairs.add((digit, kernel))
    assert len(pairs) > 50
