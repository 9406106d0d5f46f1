"""feedback/REGISTER.html: what a student may read of the own hand-in, a page each.

It names nobody else, and says nothing of what belongs together: that is for a talk.
"""

from pathlib import Path

from cnnlab.desk.pages import templates
from cnnlab.desk.remarks import BROKEN, DISAGREES, EDITED, MISSING
from cnnlab.desk.rows import Row
from cnnlab.desk.typed import Typed
from cnnlab.report.typed_text import file_name
from cnnlab.runs.exercises import NAMES, NUM_EXERCISES
from cnnlab.runs.sentences import QUESTIONS
from labhelpers.files import write_text
from labhelpers.number_words import percent

TOLD = (BROKEN, DISAGREES, EDITED, MISSING)


def feedback_html(row: Row, typed: dict[str, str]) -> str:
    """Return one student's page; typed: the mark and the remark, where they were typed."""
    accuracy = row["recomputed_accuracy"]
    return (
        templates()
        .get_template("feedback.html")
        .render(
            row=row,
            mark=typed.get("mark", ""),
            remark=typed.get("remark", ""),
            told=_told(row),
            lessons=NAMES,
            num_exercises=NUM_EXERCISES,
            accuracy="" if accuracy is None else percent(accuracy, 2),
            missing=_missing(row),
        )
    )


def _told(row: Row) -> list[str]:
    remarks = [remark for remark in row["remarks"] if remark["kind"] in TOLD]
    return [remark["told"] for remark in remarks if remark["told"]]


def _missing(row: Row) -> list[str]:
    """Return what the student was asked and did not write; predictions need not be there."""
    return [
        question.label
        for name, question in QUESTIONS.items()
        if name != "predicted" and not row["sentences"].get(name)
    ]


def write_feedback(
    folder: Path, rows: list[Row], typed: Typed, only: list[Row] | None = None
) -> None:
    """Write a page for each hand-in; OSError where that is not possible.

    only: those of the rows whose pages are written; None for all.
    """
    folder.mkdir(exist_ok=True)
    taken: set[str] = set()
    for row in rows:
        name = _name(row, taken)
        taken.add(name.casefold())
        if only is None or row in only:
            write_text(folder / name, feedback_html(row, typed.get(row["key"], {})))


def _name(row: Row, taken: set[str]) -> str:
    """Return a file's name for a page: the register number, where it is nobody else's."""
    named = row["register"] or row["name"] or Path(row["file"]).stem
    name = file_name("", named, ".html").removeprefix("cnn-lab-")
    return name if name.casefold() not in taken else f"{row['number']}-{name}"
