"""The exercises' tests fail where a judge raises, or where anything strange is right."""

import pytest

from lessons.answers import whole_number
from lessons.exercise import Lesson, exercise
from tests.lessons.checking import assert_not_yet, assert_nothing_breaks, assert_right


class Broken(Lesson):
    @exercise(hint="Count.", solution="always = 2")
    def always(self, answer):
        """A judge that always raises."""
        raise ZeroDivisionError

    @exercise(hint="Count.", solution="once = 2")
    def once(self, answer):
        """A judge that raises for one strange answer only."""
        if isinstance(answer, bytes):
            raise ZeroDivisionError
        return whole_number(answer) == 2 or "Not that much."

    @exercise(hint="Count.", solution="easy = 2")
    def easy(self, answer):
        """A judge that takes a text for the number in it."""
        return whole_number(int(answer) if answer == "3" else answer) == 3 or "Not that much."

    @exercise(hint="Count.", solution="careful = 2")
    def careful(self, answer):
        """A judge as it should be."""
        return whole_number(answer) == 2 or "Not that much."


@pytest.mark.parametrize("name", ["always", "once"])
def test_a_judge_that_raises_is_found(name):
    with pytest.raises(AssertionError, match="the judge raised ZeroDivisionError"):
        assert_nothing_breaks(getattr(Broken(), name))


def test_a_judge_that_takes_something_strange_is_found():
    with pytest.raises(AssertionError, match="'3'"):
        assert_nothing_breaks(Broken().easy)


def test_a_judge_that_raises_for_an_ordinary_answer_is_found():
    with pytest.raises(AssertionError, match="the judge raised"):
        assert_right(Broken().always, [2, 2.0])
    with pytest.raises(AssertionError, match="the judge raised"):
        assert_not_yet(Broken().always, [1, 3, 4, 5, 6])


def test_a_careful_judge_passes():
    assert_nothing_breaks(Broken().careful)
    assert_right(Broken().careful, [2, 2.0])
    assert_not_yet(Broken().careful, [1, 3, 4, 5, 6])
