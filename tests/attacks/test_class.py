"""A class in little: the students of `python -m benchmarks class_at_once`."""

import pytest

from benchmarks.class_lab import query
from benchmarks.lesson import Part, seconds_of
from benchmarks.student import MOVES, Student

pytestmark = pytest.mark.attacks


def test_students_who_come_at_once_all_train_and_leave(served):
    lesson = [Part(name) for name in ("open", "move", "draw", "train", "watch", "look", "leave")]
    class_ = [Student(f"http://127.0.0.1:{served.port}/", query(), lesson) for _ in range(2)]
    for student in class_:
        student.start()
    for part in lesson:
        part.begin(class_[:1] if part.name == "look" else class_)
    assert [student.errors for student in class_] == [[], []]
    told = seconds_of(class_)
    assert {name: len(seconds) for name, seconds in told.items()} == {
        "open": 2,
        "slider": 2 * MOVES,
        "draw": 2,
        "train": 2,
        "watch": 2,
        "look": 1,
    }
