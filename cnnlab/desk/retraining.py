"""A sample of the hand-ins trained again, each in a process of its own, and compared."""

import logging
import random
from collections.abc import Callable
from typing import Any

from cnnlab.desk import limits
from cnnlab.desk.apart import ApartError, once
from cnnlab.desk.comparing import NO, NOT, YES
from cnnlab.desk.remarks import DISAGREES, NOTE, Remark
from cnnlab.desk.rows import Row, add
from labhelpers.number_words import several
from labhelpers.quiet import quiet_stderr

logger = logging.getLogger(__name__)

CLOSE = "nearly"
OTHER = "differs, not reproducible"
# What each word means, before how many there are of it.
SAID = {
    YES: "the same history in",
    CLOSE: "nearly the same in",
    OTHER: "another, of runs that were not in reproducible mode, in",
    NO: "another history in",
}
SAME = 1e-6  # what a JSON file keeps of a float32, and more
# Another machine, or a run that was not in reproducible mode, ends in other last decimals.
NEAR = 0.03


def train_again(**question: Any) -> dict[str, Any]:
    """Do what `again.train_again` does; TensorFlow is imported in the process that calls it."""
    with quiet_stderr():
        from cnnlab.desk import again

    return again.train_again(**question)


def told(rows: list[Row]) -> str:
    """Return in a sentence what came of training some again; "" where none was."""
    words = [row["trained_again"] for row in rows if row["trained_again"]]
    if not words:
        return ""
    counts = {word: words.count(word) for word in SAID if word in words}
    came = ", ".join(f"{SAID[word]} {count}" for word, count in counts.items())
    return f"{several(len(words), 'run')} trained again: {came}."


def retrain(
    processes: Any, rows: list[Row], count: int, tell: Callable[[int, int, str], None]
) -> None:
    """Train so many of the hand-ins again, drawn by chance, and say in their rows what came."""
    chosen = drawn(rows, count)
    for number, row in enumerate(chosen, start=1):
        tell(number, len(chosen), f"training {row['file']} again")
        _retrain(processes, row)


def drawn(rows: list[Row], count: int) -> list[Row]:
    """Return so many of the rows whose runs can be trained here, drawn by chance."""
    fit = [row for row in rows if _can_be(row)]
    return random.SystemRandom().sample(fit, min(count, len(fit)))


def _can_be(row: Row) -> bool:
    """Say whether a row's run can be trained here: it was finished, and its images are here."""
    has_history = bool(row["history"].get("loss"))
    is_finished = row["run"]["status"] == "finished"
    return row["is_read"] and row["has_images"] and has_history and is_finished


def _retrain(processes: Any, row: Row) -> None:
    try:
        found = once(
            processes,
            train_again,
            limits.SECONDS_TO_RETRAIN,
            limits.MEMORY_TO_RETRAIN,
            dataset=row["dataset"],
            cnn=row["cnn"],
            choices=row["training"],
        )
    except ApartError as error:
        logger.warning("%s was not trained again", row["file"], exc_info=True)
        row["why_trained_again"] = str(error)
        add(row, [Remark(NOTE, f"It was not trained again. {error}")])
        return
    tell_of(row, found["history"])


def tell_of(row: Row, history: dict[str, list[float]]) -> None:
    """Say in a row what came of training its run again."""
    word, why = _compared(row["history"], history, row["training"]["reproducible"])
    row["trained_again"] = word
    row["why_trained_again"] = why
    if word == NO:
        add(row, [Remark(DISAGREES, f"Trained again, it has another history: {why}")])
    elif word == OTHER:
        add(row, [Remark(NOTE, f"Trained again, it has another history: {why}")])


def _compared(
    claimed: dict[str, list[float]], found: dict[str, list[float]], is_reproducible: bool
) -> tuple[str, str]:
    """Return the word for "trained again", and a sentence.

    is_reproducible: whether the run was in that mode; else other numbers prove nothing.
    """
    largest = 0.0
    for name, values in claimed.items():
        own = found.get(name, [])
        if len(own) != len(values):
            return NO, f"{len(values)} epochs are claimed, and there are {len(own)}."
        differences = [_difference(one, other) for one, other in zip(values, own, strict=True)]
        largest = max([largest, *differences])
    if not claimed:
        return NOT, ""
    if largest <= SAME:
        return YES, "The history is the same."
    if largest <= NEAR:
        return CLOSE, f"Its numbers differ by {largest:.2g} at most."
    why = f"its numbers differ by up to {largest:.2g}"
    if is_reproducible:
        return NO, f"{why}."
    return OTHER, f"{why}, and the run was not in reproducible mode."


def _difference(one: float, other: float | None) -> float:
    return float("inf") if other is None else abs(one - other)
