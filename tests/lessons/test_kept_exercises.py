"""What is kept of the exercises for the hand-in: answers, tries, and what was asked for."""

import json

import pytest

from cnnlab.runs import Book
from cnnlab.runs.exercises import exercises_of
from lessons import step_01, step_02, step_04
from lessons.student import OF_JUPYTERLAB


@pytest.fixture
def at_it(monkeypatch, lab_runs):
    """Be somebody who has opened a notebook in JupyterLab."""
    monkeypatch.setenv(OF_JUPYTERLAB, "01_define_the_problem.ipynb")
    return lab_runs


def kept(student=""):
    """Return {name: what is kept} of the one student whose exercises were tried."""
    found, exercises = exercises_of(Book())
    assert found == student
    return {entry.pop("name"): entry for entry in exercises}


def right(check):
    return (check.window * check.kernel).sum()


def test_an_answer_is_kept_with_its_verdict_and_the_tries_until_it_was_right(at_it):
    check = step_01.Exercises("2126")
    for answer in (0.5, 0.5, 1.5, right(check), right(check), 0.5):
        check.kernel_sum(answer)
    assert kept("2126") == {
        "kernel_sum": {
            "lesson": 1,
            "answer": int(right(check)),
            "status": "right",
            "tries": 3,
            "hint": False,
            "solution": False,
        }
    }
    again = step_01.Exercises("2126").kernel_sum.recheck(kept("2126")["kernel_sum"]["answer"])
    assert again.status == "right"


def test_hint_and_solution_are_kept_as_long_as_the_answer_is_not_right(at_it):
    check = step_01.Exercises()
    check.kernel_sum.hint()
    check.kernel_sum(...)
    assert kept() == {}
    check.kernel_sum(right(check))
    check.kernel_sum.solution()
    entry = kept()["kernel_sum"]
    assert (entry["hint"], entry["solution"], entry["tries"]) == (True, False, 1)


def test_each_number_has_its_own_answers_and_the_one_typed_last_hands_in(at_it):
    for student in ("1", "2"):
        check = step_01.Exercises(student)
        check.kernel_sum(right(check))
    check.pooled_map([[0]])
    assert kept("2").keys() == {"kernel_sum", "pooled_map"}
    (Book().folder / "student.json").write_text(json.dumps({"student": "1"}))
    assert kept("1").keys() == {"kernel_sum"}


def test_the_lessons_are_one_list_in_their_order(at_it):
    step_04.Exercises().seen_pixels(1)
    step_02.Exercises("", "embedded").constant_accuracy(0.5)
    step_01.Exercises().pooled_map([[0]])
    found = kept()
    assert list(found) == ["pooled_map", "constant_accuracy", "seen_pixels"]
    assert found["constant_accuracy"]["dataset"] == "embedded digits"


def test_a_program_keeps_nothing(lab_runs, monkeypatch):
    monkeypatch.delenv(OF_JUPYTERLAB, raising=False)
    check = step_01.Exercises("2126")
    check.kernel_sum.hint()
    check.kernel_sum(right(check))
    assert list(lab_runs.rglob("*")) == []
    assert "hand-in" not in repr(check)


def test_who_sits_there_is_told_that_answers_are_kept(at_it):
    told = "They are kept beside your runs; those with the number typed last go into your hand-in."
    assert told in repr(step_01.Exercises())


def test_what_was_right_is_right_in_a_new_kernel_and_stays_so(at_it):
    check = step_01.Exercises("1")
    check.kernel_sum(right(check))
    check.kernel_sum(-1000)
    check.pooled_map([[0]])
    for later in (check, step_01.Exercises("1")):
        told = repr(later)
        assert "1 of 4 exercises are right" in told
        assert "right, check.kernel_sum" in told
        assert "not yet, check.pooled_map" in told
    assert "0 of 4 exercises are right" in repr(step_01.Exercises("2"))


def test_a_damaged_file_is_set_aside_and_a_full_disk_stops_nothing(at_it, monkeypatch):
    check = step_01.Exercises()
    check.kernel_sum(right(check))
    (file,) = at_it.rglob("lesson-01.json")
    file.write_text("{")
    assert kept() == {}
    check.pooled_map([[0]])
    assert kept().keys() == {"pooled_map"}
    assert file.with_name("lesson-01.json.damaged").read_text() == "{"
    (at_it / "file").write_text("")
    monkeypatch.setenv("LAB_RUNS", str(at_it / "file"))
    assert check.kernel_sum(right(check)).status == "right"
