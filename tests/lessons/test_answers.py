"""Answers are read in every form that means the same, and what cannot be read is a hint."""

import numpy as np
import pytest

from lessons.answers import array, attribute, is_close, number, whole_number, whole_numbers, word
from lessons.exercise import NotYet, said
from lessons.slips import Slip, hint_for
from tests.lessons.checking import STRANGE_ANSWERS, Unfriendly


@pytest.mark.parametrize(
    "answer",
    [3, 3.0, np.uint8(3), np.float32(3), np.array(3), np.array([[3]]), [3], (3.0,)],
)
def test_a_number_in_other_forms(answer):
    assert number(answer) == whole_number(answer) == 3


@pytest.mark.parametrize(
    "answer",
    [[1, 2], (1.0, 2.0), np.array([1, 2]), np.array([1, 2], "uint8"), range(1, 3)],
)
def test_numbers_in_other_forms(answer):
    assert array(answer, (2,)).tolist() == [1.0, 2.0]
    assert whole_numbers(answer, 2) == (1, 2)


def test_a_word_in_other_forms():
    assert word("  Overfitting ", ["overfitting", "noise"]) == "overfitting"


def three_whole_numbers(answer):
    return whole_numbers(answer, 3)


def one_of_two_words(answer):
    return word(answer, ["a", "b"])


@pytest.mark.parametrize(
    "read",
    [number, whole_number, array, three_whole_numbers, one_of_two_words],
)
def test_what_cannot_be_read_is_a_hint_and_nothing_else(read):
    hints = []
    for answer in STRANGE_ANSWERS:
        try:
            read(answer)
        except NotYet as hint:
            hints.append(str(hint))
    assert len(hints) > len(STRANGE_ANSWERS) / 2
    assert all(hint.endswith(".") for hint in hints)


def test_what_is_too_large_to_compute_with_says_so():
    with pytest.raises(NotYet, match="too large"):
        number(10**400)
    with pytest.raises(NotYet, match="A whole number is expected, and inf came"):
        whole_number(float("inf"))
    with pytest.raises(NotYet, match="Whole numbers"):
        whole_numbers([1, 2, float("inf")], 3)


def test_what_came_fits_into_its_sentence():
    long = {"a long key": "and a long value", "another one": "with another value"}
    with pytest.raises(NotYet, match="expected, and a value of type dict came"):
        number(long)
    with pytest.raises(NotYet) as hint:
        word(long, ["a", "b"])
    assert str(hint.value).startswith("A value of type dict came")
    assert said([1, 2]) == "[1, 2] (list)"


def test_an_attribute_that_raises_is_a_missing_one():
    assert attribute(Unfriendly(), "layers") is None
    assert attribute(3, "layers", ()) == ()
    assert attribute(np.zeros((2, 3)), "shape") == (2, 3)


def test_close_means_everywhere():
    assert is_close([1, 2], [1, 2.0000001])
    assert not is_close([1, 2.1], [1, 2])
    assert not is_close([np.nan, 2], [1, 2])


def test_the_first_slip_that_gives_an_answer_counts():
    slips = [Slip(2.0, "two"), Slip(3.0, "three", within=0.5), Slip(3.4, "more")]
    assert hint_for(2.0, slips) == "two"
    assert hint_for(3.4, slips) == "three"
    assert hint_for(2.1, slips) is None
    assert hint_for(np.array([3.1, 2.9]), slips) == "three"
