"""The table of INSTRUCTOR.md follows from what a run of each preset was measured to cost."""

import re

import pytest

from benchmarks import class_arithmetic
from labhelpers.presets import PRESETS

HEAD = re.compile(r"^ *\| students \| cores \| memory \| (.+) \|$", re.MULTILINE)
MEASURED = re.compile(r"^ *\|  \|  \| a run takes \| (.+) s \|$", re.MULTILINE)


def test_the_instructors_table_is_computed_for_every_preset(project):
    told = (project / "notebooks" / "INSTRUCTOR.md").read_text(encoding="utf-8")
    presets = HEAD.search(told)[1].split(" | ")
    costs = map(float, MEASURED.search(told)[1].split(" s | "))
    seconds = dict(zip(presets, costs, strict=True))
    assert seconds.keys() == PRESETS.keys()
    computed = class_arithmetic.table(seconds)
    lines = [line.strip() for line in told.splitlines()]
    start = lines.index(computed[0])
    assert lines[start : start + len(computed)] == computed


def test_minutes_grow_with_the_class_and_shrink_with_cores():
    assert class_arithmetic.minutes(30, 2, 12) == pytest.approx(3)
    assert class_arithmetic.minutes(60, 2, 12) == pytest.approx(6)
    assert class_arithmetic.minutes(60, 8, 12) == pytest.approx(1.5)


def test_only_what_was_measured_of_presets_is_taken():
    rows = [
        {"what": 'processor time of a run of "fast"', "measured": 12.3},
        {"what": "processor time of something else", "measured": 1.0},
    ]
    assert class_arithmetic.measured(rows) == {"fast": 12.3}
