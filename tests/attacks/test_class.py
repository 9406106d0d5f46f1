"""A class in little: the students of `python -m benchmarks class_at_once` and `class_faults`."""

import sys

import pytest

from benchmarks.class_faults import PARTS, SERVER, killed
from benchmarks.class_lab import query
from benchmarks.class_under_fault import ClassUnderFault
from benchmarks.lesson import Part, seconds_of
from benchmarks.page import fresh_lab
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


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a kernel is a process of its own")
def test_a_killed_server_loses_no_run_and_leaves_no_kernel_and_students_come_back():
    faults = {SERVER: PARTS[SERVER]}
    short = {"epochs": 10, "num_train": 2000}
    with fresh_lab() as environment, ClassUnderFault(environment, 2, faults, **short) as class_:
        rows = killed(class_, SERVER, class_.students[:1])
    counted = [row for row in rows if row["unit"] != "s"]
    assert len(counted) > 5
    for row in counted:
        assert row["measured"] == row["to_reach"], row["what"]
