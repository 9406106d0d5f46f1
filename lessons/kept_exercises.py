"""What a student did in the exercises, kept beside the runs, for the hand-in.

Of each exercise the answer, as JSON, and the verdict on it; how many answers were tried until one
was right; and whether the hint or the solution was asked for before. A right answer stays,
whatever is tried after it. Where a program runs the notebook nothing is kept.
"""

import logging
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from IPython import get_ipython

from cnnlab.runs import Book
from cnnlab.runs.exercises import damaged_aside, read_lesson, write_lesson
from cnnlab.runs.json_files import DamagedFileError, NewerFileError
from lessons.stored_answers import encode
from lessons.student import is_somebody_here
from lessons.verdict import NOT_TRIED, NOT_YET, RIGHT

logger = logging.getLogger(__name__)

Entry = dict[str, Any]
UNTRIED: Entry = {"answer": None, "status": NOT_YET, "tries": 0, "hint": False, "solution": False}


class Place(NamedTuple):
    """An exercise of a lesson, 1 to 6, made for a student's number, "" for nobody's."""

    lesson: int
    student: str
    name: str


def are_kept() -> bool:
    """Say whether somebody sits before this notebook, whose answers are kept."""
    shell = get_ipython()
    return is_somebody_here(shell.user_ns if shell else {})


def keep_answer(place: Place, answer: Any, status: str, about: dict[str, str]) -> None:
    """Keep an answer to an exercise, and the verdict on it.

    about: what else it was judged by, such as the data set's name.
    """
    if status == NOT_TRIED or not are_kept():
        return
    stored = encode(answer)

    def answered(entry: Entry) -> Entry:
        if entry["status"] == RIGHT and status != RIGHT:
            return entry
        is_news = not entry["tries"] or entry["answer"] != stored
        is_try = is_news and entry["status"] != RIGHT
        tries = entry["tries"] + is_try
        return entry | {"answer": stored, "status": status, "tries": tries} | about

    _change(place, answered)


def keep_request(place: Place, what: Literal["hint", "solution"]) -> None:
    """Keep that an exercise's hint or solution was asked for, unless it was right by then."""
    if not are_kept():
        return

    def asked(entry: Entry) -> Entry:
        return entry if entry["status"] == RIGHT else entry | {what: True}

    _change(place, asked)


def statuses(place: Place) -> dict[str, str]:
    """Return {exercise: verdict} of a student's exercises in a lesson that were tried."""
    if not are_kept():
        return {}
    try:
        own = read_lesson(Book(), place.lesson).get(place.student)
    except (OSError, DamagedFileError):
        logger.warning("The answers of lesson %s could not be read", place.lesson, exc_info=True)
        return {}
    entries = own.items() if isinstance(own, dict) else ()
    tried = {
        name: entry for name, entry in entries if isinstance(entry, dict) and entry.get("tries")
    }
    known = (RIGHT, NOT_YET)
    return {name: entry["status"] for name, entry in tried.items() if entry.get("status") in known}


def _change(place: Place, change: Callable[[Entry], Entry]) -> None:
    """Change what is kept of an exercise; where that cannot be, the lesson goes on."""
    lesson, student, name = place
    book = Book()
    try:
        students = _read(book, lesson)
        own = students.get(student)
        own = own if isinstance(own, dict) else {}
        kept = own.get(name)
        entry = UNTRIED | (kept if isinstance(kept, dict) else {})
        changed = change(entry)
        if changed != kept:
            write_lesson(book, lesson, students | {student: own | {name: changed}})
    except (OSError, DamagedFileError):
        logger.warning("An answer to %s could not be kept", name, exc_info=True)


def _read(book: Book, lesson: int) -> dict[str, Any]:
    """Return what is kept of a lesson; a file that cannot be read is set aside."""
    try:
        return read_lesson(book, lesson)
    except NewerFileError:
        raise
    except DamagedFileError:
        logger.warning("The answers of lesson %s begin anew", lesson, exc_info=True)
        damaged_aside(book, lesson)
        return {}
