"""The tables: nothing in them is a formula, and what a course's system imports has its heads."""

import csv
import io

import pytest

from cnnlab.desk.rows import broken_row
from cnnlab.desk.sent import Sent
from cnnlab.desk.spreadsheets import cell, csv_text, tables
from cnnlab.desk.typed import TypedMarksError, checked, read_typed, write_typed

FORMULAS = ['=HYPERLINK("http://a.b")', "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r\n=1", " =1", "＝1"]


def rows():
    broken = {"name": "=1+1", "register": "@RA1", "remarks": [{"kind": "note", "text": "-a"}]}
    first = broken_row(
        1, Sent("a", "Ada Lovelace_42_assignsubmission_file_/a.zip", moodle="42"), ""
    )
    second = broken_row(2, Sent("b", "doejane_7_8_a.zip", canvas="7"), "It is no zip.")
    return [first | broken, second]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_is_no_formula(text):
    assert cell(text).startswith("'")
    assert "\n" not in cell(text)


def test_no_cell_is_parted_at_a_semicolon():
    assert cell('Ada;=HYPERLINK("a.b")') == 'Ada,=HYPERLINK("a.b")'


@pytest.mark.parametrize("text", ["7", "-", "-1", "9,5", "-0.25", "RA22", "Zoë = Z", ""])
def test_what_is_no_formula_stays(text):
    assert cell(text) == text


def test_no_cell_of_any_table_begins_a_formula():
    typed = {row["key"]: {"mark": "=1", "remark": "+a"} for row in rows()}
    for name, table in tables(rows(), typed).items():
        read = list(csv.reader(io.StringIO(csv_text(table).removeprefix("\ufeff"))))
        assert {len(line) for line in read} == {len(table["heads"])}, name
        for line in read[1:]:
            begun = [text for text in line if text[:1] in "=+-@" and text not in ("", "-")]
            assert not begun, (name, line)
            assert line[table["mark"]] == "'=1"


def test_moodle_and_canvas_know_whose_a_line_is():
    typed = {rows()[1]["key"]: {"mark": "8", "remark": "Well done."}}
    found = tables(rows(), typed)
    moodle = found["moodle.csv"]
    assert moodle["heads"] == [
        "Identifier",
        "Full name",
        "ID number",
        "Grade",
        "Last modified (grade)",
        "Feedback comments",
    ]
    assert moodle["rows"][0][0] == "Participant 42"
    assert moodle["rows"][1][3:] == ["8", "-", "Well done."]
    canvas = found["canvas.csv"]
    assert canvas["heads"][:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert canvas["rows"][1][1] == "7"
    assert canvas["rows"][1][-1] == "8"


def test_marks_that_were_typed_are_never_lost(tmp_path):
    assert read_typed(tmp_path) == {}
    typed = {"a.zip": {"mark": "8", "remark": "one\ntwo", "digest": "ab", "time": ""}}
    write_typed(tmp_path, typed)
    assert read_typed(tmp_path) == typed
    (tmp_path / "typed.json").write_text("{half")
    with pytest.raises(TypedMarksError, match="holds the marks"):
        read_typed(tmp_path)
    assert (tmp_path / "typed.json").read_text() == "{half"


@pytest.mark.parametrize("stranger", [[], {"a": 1}, "x", None])
def test_what_is_no_marks_is_refused(stranger):
    with pytest.raises(TypedMarksError):
        checked(stranger)
