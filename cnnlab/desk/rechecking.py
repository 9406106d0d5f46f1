"""The exercises' answers, judged again for the student's number, whatever verdict was recorded."""

import functools
import importlib
import logging
from typing import Any

from cnnlab.runs.exercises import NAMES, NOT_YET, RIGHT
from labhelpers.digits import DataError
from lessons.exercise import Lesson

logger = logging.getLogger(__name__)

NOT_TRIED = "not tried"
RECORDED = "right, as recorded"  # what only the student's own book of runs could show
DATASETS = ("auto", "embedded")  # a student without MNIST had the other digits in lesson 02


def names() -> list[tuple[int, str]]:
    """Return (lesson, name) of all exercises, in their order."""
    return [(number, name) for number, own in NAMES.items() for name in own]


def rechecked(student: str, entries: list[dict[str, Any]]) -> dict[str, str]:
    """Return what the answers are by exercise: "right", "not yet", "not tried", or `RECORDED`.

    entries: a hand-in's "exercises". Of two with one name the last one counts.
    """
    by_name = {(entry["lesson"], entry["name"]): entry for entry in entries}
    return {name: _status(student, by_name.get((number, name))) for number, name in names()}


def _status(student: str, entry: dict[str, Any] | None) -> str:
    if entry is None:
        return NOT_TRIED
    datasets = DATASETS if entry["lesson"] == 2 else ("",)
    statuses = [_judged(entry, student, dataset) for dataset in datasets]
    return RIGHT if RIGHT in statuses else statuses[0]


def _judged(entry: dict[str, Any], student: str, dataset: str) -> str:
    try:
        lesson = _lesson(entry["lesson"], student, dataset)
        verdict = getattr(lesson, entry["name"]).recheck(entry["answer"])
    except (DataError, ValueError, RecursionError):
        logger.warning("%r cannot be judged for %r", entry["name"], student, exc_info=True)
        return NOT_YET
    if verdict is None:
        return RECORDED if entry["status"] == RIGHT else NOT_YET
    return verdict.status


@functools.lru_cache(maxsize=32)
def _lesson(number: int, student: str, dataset: str = "") -> Lesson:
    module = importlib.import_module(f"lessons.step_{number:02}.exercises")
    return module.Exercises(student, dataset) if dataset else module.Exercises(student)
