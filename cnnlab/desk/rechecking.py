"""The exercises' answers, judged again for the student's number, whatever verdict was recorded."""

import functools
import importlib
import logging
from typing import Any

from cnnlab.desk.remarks import NOTE, Remark
from cnnlab.runs.exercises import NAMES, NOT_YET, RIGHT
from labhelpers.digits import DataError, load_digits
from lessons.exercise import Lesson

logger = logging.getLogger(__name__)

NOT_TRIED = "not tried"
# What only the student's own book of runs could show, or digits that are not here.
RECORDED = "right, as recorded"
# The digits that lesson 2 may have been done with, by their name, and what `load_digits` takes.
DATASETS = {"MNIST": "auto", "embedded digits": "embedded"}


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
    if entry["lesson"] != 2:
        return _judged(entry, student, "")
    named = entry.get("dataset", "")
    if named and not _are_here(named):
        return _as_recorded(entry)
    datasets = [DATASETS[named]] if named else list(DATASETS.values())
    statuses = [_judged(entry, student, dataset) for dataset in datasets]
    return RIGHT if RIGHT in statuses else statuses[0]


@functools.cache
def _are_here(dataset: str) -> bool:
    """Say whether the digits of this name can be had on this machine."""
    try:
        return dataset in DATASETS and load_digits(DATASETS[dataset]).name == dataset
    except DataError:
        logger.warning("%s cannot be opened", dataset, exc_info=True)
        return False


def _as_recorded(entry: dict[str, Any]) -> str:
    return RECORDED if entry["status"] == RIGHT else NOT_YET


def remarks_on(entries: list[dict[str, Any]], statuses: dict[str, str]) -> list[Remark]:
    """Return what is remarkable of verdicts that could not be judged again."""
    recorded = [name for name in NAMES[2] if statuses.get(name) == RECORDED]
    if not recorded:
        return []
    whose = {entry["name"]: entry["dataset"] for entry in entries if entry["lesson"] == 2}
    text = f"Lesson 2 was done with {whose[recorded[0]]}, which is not here"
    return [Remark(NOTE, f"{text}: as recorded are {', '.join(recorded)}.")]


def _judged(entry: dict[str, Any], student: str, dataset: str) -> str:
    try:
        lesson = _lesson(entry["lesson"], student, dataset)
        verdict = getattr(lesson, entry["name"]).recheck(entry["answer"])
    except (DataError, ValueError, RecursionError):
        logger.warning("%r cannot be judged for %r", entry["name"], student, exc_info=True)
        return NOT_YET
    if verdict is None:
        return _as_recorded(entry)
    return verdict.status


@functools.lru_cache(maxsize=32)
def _lesson(number: int, student: str, dataset: str = "") -> Lesson:
    module = importlib.import_module(f"lessons.step_{number:02}.exercises")
    return module.Exercises(student, dataset) if dataset else module.Exercises(student)
