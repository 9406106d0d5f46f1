"""The tables for spreadsheets and courses: marks.csv, moodle.csv, canvas.csv.

A spreadsheet takes a cell that begins with =, +, - or @ for a formula, and may run what a student
typed as a name. Such a cell gets an apostrophe before it, which every spreadsheet takes for "this
is text". A spreadsheet of a country that writes 0,5 parts cells at semicolons, too, and may do so
within quotes: a comma stands in their place.
"""

import csv
import io
import re
from pathlib import Path
from typing import Any

from cnnlab.desk import rechecking
from cnnlab.desk.rows import Row, asks_for_a_look
from cnnlab.desk.text import line
from cnnlab.desk.typed import Typed
from cnnlab.runs.sentences import NAMES as SENTENCES
from labhelpers.files import write_text

# What begins a formula somewhere; the wide ones are those of East Asian keyboards.
FORMULA = re.compile(r"(?!-$)[\s\"']*[=+\-@|%＝＋－＠]")
NEVER = "-"  # a grade's time
NUMBER = re.compile(r"-?\d+([.,]\d+)?")
LONGEST_CELL = 5_000
Table = dict[str, Any]
BYTE_ORDER_MARK = "\ufeff"  # or Excel reads UTF-8 as something else


def cell(value: Any) -> str:
    """Return a value as a cell that is text or a number, and never a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = line(str(value), LONGEST_CELL).replace(";", ",")
    is_formula = FORMULA.match(text) and not NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text


def csv_text(table: Table) -> str:
    """Return a table as CSV."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(table["heads"])
    writer.writerows(table["rows"])
    return BYTE_ORDER_MARK + written.getvalue()


def tables(rows: list[Row], typed: Typed | None = None) -> dict[str, Table]:
    """Return the tables by their files' names: "heads", "rows" of harmless cells, and the columns
    of "mark" and "remark".

    typed: the mark and the remark that the instructor typed, by the hand-in's key.
    """
    makers = {"marks.csv": _marks, "moodle.csv": _moodle, "canvas.csv": _canvas}
    found = {}
    for name, make in makers.items():
        lines = [make(row, (typed or {}).get(row["key"], {})) for row in rows]
        heads = HEADS[name]
        found[name] = {
            "heads": heads,
            "rows": [[cell(value) for value in line] for line in lines],
            "mark": _place(heads, MARKS),
            "remark": _place(heads, REMARKS),
        }
    return found


def _place(heads: list[str], names: tuple[str, ...]) -> int:
    """Return which column has one of these heads, -1 for none."""
    return next((place for place, head in enumerate(heads) if head in names), -1)


EXERCISES = [name for _, name in rechecking.names()]
HEADS = {
    "marks.csv": [
        *("register number", "name", "file", "look first", "mark", "remark"),
        *("exercises right", *EXERCISES),
        *("sentences", *(f"sentence: {name}" for name in SENTENCES)),
        *("configuration", "seed", "run", "status", "images"),
        *("accuracy claimed", "accuracy recomputed"),
        *("recomputed", "trained again", "witnessed", "late", "remarks"),
    ],
    # What an assignment's "Upload grading worksheet" takes; it wants Identifier, Grade and the
    # time of the last change, "-" for a grade that was not given there yet. So says
    # mod/assign/feedback/offline/importgradeslib.php in github.com/moodle/moodle; not tried.
    "moodle.csv": [
        *("Identifier", "Full name", "ID number", "Grade"),
        *("Last modified (grade)", "Feedback comments"),
    ],
    # What the gradebook's import takes: these five in this order, then the assignment's. So says
    # lib/gradebook_importer.rb in github.com/instructure/canvas-lms; not tried.
    "canvas.csv": ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "CNN Lab"],
}
MARKS = ("mark", "Grade", "CNN Lab")
REMARKS = ("remark", "Feedback comments")


def _marks(row: Row, typed: dict[str, str]) -> list[Any]:
    written = [bool(row["sentences"].get(name)) for name in SENTENCES]
    return [
        *(row["register"], row["name"], row["file"], asks_for_a_look(row)),
        *(typed.get("mark"), typed.get("remark")),
        *(row["num_right"], *(row["exercises"].get(name, "") for name in EXERCISES)),
        *(sum(written), *written),
        *(_configuration(row), row["seed"], row["run"]["title"], row["run"]["status"]),
        row["dataset"],
        *(_share(row["claimed"]), _share(row["recomputed_accuracy"])),
        *(row["recomputed"], row["trained_again"], row["witnessed"], row["is_late"]),
        " / ".join(remark["text"] for remark in row["remarks"]),
    ]


def _configuration(row: Row) -> str:
    own = [choice["phrase"] for choice in row["choices"] if choice["is_own"]]
    return ", ".join(own) or ("the lab's own" if row["choices"] else "")


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _moodle(row: Row, typed: dict[str, str]) -> list[Any]:
    number = f"Participant {row['moodle']}" if row["moodle"] else ""
    mark, remark = typed.get("mark"), typed.get("remark")
    return [number, row["name"], row["register"], mark, NEVER, remark]


def _canvas(row: Row, typed: dict[str, str]) -> list[Any]:
    sis = "" if row["canvas"] else row["register"]
    return [row["name"], row["canvas"], sis, "", "", typed.get("mark")]


def write_tables(folder: Path, rows: list[Row], typed: Typed) -> None:
    """Write the tables as CSV; OSError where that is not possible."""
    for name, table in tables(rows, typed).items():
        write_text(folder / name, csv_text(table))
