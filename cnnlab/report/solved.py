"""How many of the lessons' exercises a student has solved, and which are missing, in words."""

from typing import Any

from cnnlab.runs import Book
from cnnlab.runs.exercises import NAMES, NUM_EXERCISES, RIGHT, exercises_of


def solved(book: Book) -> dict[str, Any]:
    """Return "right", "tried", "all", "student" and "missing".

    missing: a line for each lesson that lacks some.
    """
    student, exercises = exercises_of(book)
    statuses = {entry["name"]: entry.get("status") for entry in exercises}
    right = [name for name, status in statuses.items() if status == RIGHT]
    lines = [_line(lesson, statuses) for lesson in NAMES]
    return {
        "right": len(right),
        "tried": len(statuses),
        "all": NUM_EXERCISES,
        "student": student,
        "missing": [line for line in lines if line],
    }


def _line(lesson: int, statuses: dict[str, Any]) -> str:
    """Return what is missing of a lesson, "" for nothing."""
    told = {name: _told(statuses.get(name, "")) for name in NAMES[lesson]}
    missing = [f"{name} ({words})" for name, words in told.items() if words]
    return f"Lesson {lesson}: {', '.join(missing)}." if missing else ""


def _told(status: Any) -> str:
    if status == RIGHT:
        return ""
    return "not yet right" if status else "not tried"
