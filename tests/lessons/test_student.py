"""A student's number: typed once, kept, and offered where somebody sits before the notebook."""

import logging

import pytest

from cnnlab.runs import Book
from lessons.exercise import Lesson
from lessons.parameters import check_parameters
from lessons.student import OF_JUPYTERLAB, OF_VS_CODE
from lessons.student_number import as_text


@pytest.fixture
def at_it(monkeypatch, lab_runs):
    """Be somebody who has opened a notebook in JupyterLab, with no runs yet."""
    monkeypatch.setenv(OF_JUPYTERLAB, "01_define_the_problem.ipynb")
    return lab_runs


@pytest.fixture
def nobody_at_it(monkeypatch, lab_runs):
    monkeypatch.delenv(OF_JUPYTERLAB, raising=False)
    return lab_runs


def opened(number, **names):
    """Run the first cells of a lesson in which STUDENT is this; return what STUDENT is then."""
    names["STUDENT"] = number
    check_parameters(names)
    return names["STUDENT"]


def test_what_was_typed_in_one_lesson_is_offered_in_the_next(at_it, capsys):
    assert opened("") == ""
    assert capsys.readouterr().out == ""
    assert opened(" 2126 ") == "2126"
    assert capsys.readouterr().out == ""
    assert opened("") == "2126"
    said = capsys.readouterr().out
    assert said == (
        "The numbers of student 2126, typed in another lesson. Not yours? Change STUDENT.\n"
    )


def test_another_number_takes_its_place_and_none_is_nobodys(at_it, capsys):
    opened("2126")
    assert opened(314) == "314"
    assert opened("") == "314"
    capsys.readouterr()
    assert opened(None) == ""
    assert capsys.readouterr().out == ""
    assert opened("") == "314"


def test_it_lies_beside_the_runs_and_is_no_run(at_it):
    opened("2126")
    assert [path.name for path in at_it.rglob("*.json")] == ["student.json"]
    assert Book().runs() == []


def test_a_program_keeps_nothing_and_is_offered_nothing(nobody_at_it, capsys):
    assert opened("2126") == "2126"
    assert list(nobody_at_it.rglob("*")) == []
    assert opened("") == ""
    assert capsys.readouterr().out == ""


def test_in_vs_code_somebody_sits_there_too(nobody_at_it):
    opened("2126", **{OF_VS_CODE: "01.ipynb"})
    assert opened("", **{OF_VS_CODE: "02.ipynb"}) == "2126"
    assert opened("") == ""


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"student": [1]}', '{"student": 7}'])
def test_a_damaged_file_is_nobodys_number_and_the_next_one_typed_is_kept(at_it, damage, caplog):
    opened("2126")
    file = Book().folder / "student.json"
    file.write_text(damage)
    with caplog.at_level(logging.WARNING, logger="lessons"):
        assert opened("") == ("7" if "7" in damage else "")
    assert opened("42") == "42"
    assert opened("") == "42"


def test_where_nothing_can_be_written_the_lesson_goes_on(at_it, monkeypatch):
    (at_it / "file").write_text("")
    monkeypatch.setenv("LAB_RUNS", str(at_it / "file"))
    assert opened("2126") == "2126"
    assert opened("") == ""


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("2126", "2126"),
        (2126, "2126"),
        (2126.0, "2126"),
        (" a b ", "a b"),
        (None, ""),
        ("007", "007"),
    ],
)
def test_a_number_in_other_forms(number, text):
    assert as_text(number) == text
    assert Lesson(number).student == text


@pytest.mark.parametrize("number", [[1], 2.5, True, b"2126", "x" * 101])
def test_what_is_no_number_is_a_sentence(number, lab_runs):
    with pytest.raises(ValueError, match=r"STUDENT is .* expected is a student number"):
        opened(number)
