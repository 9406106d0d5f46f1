"""The exercises of the lessons as a book keeps them: answers, verdicts and tries, as JSON.

    LAB_RUNS/<book>/exercises/lesson-01.json    {"students": {a student's number: {name: kept}}}

A lesson's notebook writes its own file; nobody else does. What an answer looks like as JSON is
the lessons' business.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cnnlab.runs.book import Book
from cnnlab.runs.folder import set_aside
from cnnlab.runs.json_files import DamagedFileError, log_once, read_json, write_json
from cnnlab.runs.private import make_book

FOLDER = "exercises"
# The exercises of each lesson; `lessons` has them, and a test compares.
NAMES: dict[int, tuple[str, ...]] = {
    1: ("kernel_sum", "pooled_map", "class_probabilities", "edge_kernel"),
    2: ("block", "constant_accuracy", "allowed"),
    3: ("scaled_patch", "batch_shape", "answer_loss"),
    4: ("network", "seen_pixels", "parameters", "padded_side"),
    5: ("new_weight", "causes", "to_keep", "four_calls", "experiment"),
    6: ("standard_error", "precision_recall", "honest"),
}
NUM_EXERCISES = sum(map(len, NAMES.values()))
NUM_SEEDS = 1_000_000  # short enough to be copied by hand
RIGHT = "right"
NOT_YET = "not yet"


def read_lesson(book: Book, lesson: int) -> dict[str, Any]:
    """Return {student's number: {name: what is kept}} of a lesson.

    DamagedFileError where it cannot be read.
    """
    students = (read_json(_file(book, lesson)) or {}).get("students", {})
    return students if isinstance(students, dict) else {}


def write_lesson(book: Book, lesson: int, students: dict[str, Any]) -> None:
    """Write what `read_lesson` reads; OSError where that is not possible."""
    make_book(book.folder)
    write_json(_file(book, lesson), {"students": students})


def damaged_aside(book: Book, lesson: int) -> None:
    """Give a lesson's file that cannot be read another name; OSError where that cannot be."""
    set_aside(_file(book, lesson))


def exercises_of(book: Book) -> tuple[str, list[dict[str, Any]]]:
    """Return a student's number and that student's exercises that were tried, in their order.

    It is the number that was typed last; where none of those exercises was tried with it, the one
    with the most.
    """
    found = list(_kept(book))
    students = [student for student, _ in found]
    typed = student_of(book)
    student = typed if typed in students else max(students, key=students.count, default=typed)
    return student, [kept for of, kept in found if of == student]


def student_of(book: Book) -> str:
    """Return the student's number that was typed last in a lesson, "" for none."""
    path = book.folder / "student.json"
    try:
        student = (read_json(path) or {}).get("student")
    except DamagedFileError as error:
        log_once(path, str(error))
        student = None
    return student if isinstance(student, str) else ""


def seed_of(student: str) -> int:
    """Return the seed that a student's runs have where nobody chooses another; 0 for nobody's.

    Of sixty students two have the same one in about one class of six hundred.
    """
    if not student:
        return 0
    digest = hashlib.sha256(f"seed {student}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % NUM_SEEDS


def seed_for(chosen: int, student: str) -> int:
    """Return the seed of a student's run: the one that was chosen, the number's where it is 0."""
    return chosen or seed_of(student)


def _file(book: Book, lesson: int) -> Path:
    return book.folder / FOLDER / f"lesson-{lesson:02}.json"


def _kept(book: Book) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (a student's number, an exercise that was tried) as a hand-in has it."""
    for lesson, names in NAMES.items():
        try:
            students = read_lesson(book, lesson)
        except DamagedFileError as error:
            log_once(_file(book, lesson), str(error))
            continue
        for student, kept in students.items():
            for name in names:
                entry = kept.get(name) if isinstance(kept, dict) else None
                if isinstance(entry, dict) and entry.get("tries"):
                    yield student, {"lesson": lesson, "name": name} | entry
