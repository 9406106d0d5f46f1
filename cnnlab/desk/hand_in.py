"""What stands in hand-in.json, checked: a stranger may have written anything there."""

import dataclasses
import json
import math
import reprlib
from typing import Any, TypeGuard

from cnnlab.desk import limits
from cnnlab.desk.opening import BadHandInError
from cnnlab.desk.text import as_kept, has_turning_marks, line
from cnnlab.report.hand_in_format import FORMAT, PREDICTIONS, WEIGHTS
from cnnlab.runs.guess import NO_GUESS, Guess, guess_in
from cnnlab.runs.sentences import NAMES as SENTENCES
from cnnlab.runs.sentences import kept_text
from cnnlab.runs.stored_choices import BEFORE, training_as_stored
from labhelpers.config import NUM_CLASSES, CnnConfig, TrainingConfig

HISTORY = ("loss", "accuracy", "val_loss", "val_accuracy")
MOST_EXERCISES = 100
LONGEST_REASON = 500
MOST_IMAGES = 1_000_000


@dataclasses.dataclass
class HandIn:
    """What a hand-in says of itself; every text of it is of a bounded length.

    It has the characters that the lab keeps; `text.line` makes of it what is shown.

    student: the number that the exercises were checked for.
    unsaid: the choices that the version of the lab that made it did not offer yet.
    run: "name", "title", "made", "status". data: "dataset", "source", "checksum".
    history: a list of finite numbers for each of `HISTORY`, as far as they are there.
    accuracy, loss, num_test, confusion: what is claimed; None where nothing is.
    guess: what was guessed of the run before it began.
    exercises: "lesson", "name", "answer", "status", "tries", "hint", "solution" and
        "dataset" of each; dataset: what the digits of lesson 2 are called, "" for not said.
    notes: what of it could not be taken as it came, in sentences.
    """

    name: str
    register: str
    student: str
    date: str
    run: dict[str, str]
    cnn: CnnConfig
    training: TrainingConfig
    unsaid: list[str]
    data: dict[str, str]
    history: dict[str, list[float]]
    accuracy: float | None
    loss: float | None
    num_test: int
    confusion: list[list[int]] | None
    looks: int
    guess: Guess
    sentences: dict[str, str]
    exercises: list[dict[str, Any]]
    versions: dict[str, str]
    left_out: dict[str, str]
    notes: list[str]


def hand_in_of(content: bytes) -> HandIn:
    """Return what hand-in.json says; BadHandInError, in a sentence, where it says nothing."""
    found = _object_of(content)
    if found.get("format") != FORMAT:
        came = f"hand-in.json has the format {reprlib.repr(found.get('format'))}"
        newer = "This desk is older than the lab that made it, or the file was written by hand."
        raise BadHandInError(f"{came}; expected {FORMAT}. {newer}")
    notes: list[str] = []
    try:
        cnn = CnnConfig.from_dict(_part(found, "cnn"))
        training = training_as_stored(_part(found, "training"))
    except (ValueError, TypeError, OverflowError) as error:
        came = line(str(error), 300)
        raise BadHandInError(f"Its configuration is none that the lab has: {came}") from error
    return HandIn(
        name=_line(found, "name", notes),
        register=_line(found, "register", notes),
        student=_line(found, "student", notes),
        date=line(found.get("date"), 40),
        run=_lines_of(found, "run", ("name", "title", "made", "status")),
        cnn=cnn,
        training=training,
        unsaid=[name for name in BEFORE if name not in _part(found, "training")],
        data=_lines_of(found, "data", ("dataset", "source", "checksum")),
        history=_history(_part(found, "history"), notes),
        **_claimed(_part(found, "metrics"), notes),
        looks=_count(found.get("looks")),
        guess=_guess(found.get("guess"), notes),
        sentences=_sentences(_part(found, "sentences"), notes),
        exercises=_exercises(found.get("exercises"), notes),
        versions=_lines_of(found, "versions", ("lab", "python", "tensorflow", "keras", "numpy")),
        left_out=_lines_of(found, "left_out", (WEIGHTS, PREDICTIONS), LONGEST_REASON),
        notes=notes,
    )


def _object_of(content: bytes) -> dict[str, Any]:
    def refuse(name: str) -> float:
        raise ValueError(f"{name} is no number of JSON")

    try:
        found = json.loads(content.decode("utf-8"), parse_constant=refuse)
    except RecursionError as error:
        came = "hand-in.json has lists within lists, thousands deep"
        raise BadHandInError(f"{came}; nothing of it was read.") from error
    except (ValueError, MemoryError) as error:
        came = "hand-in.json is no JSON that can be read"
        raise BadHandInError(f"{came}; it was changed by hand, or is not whole.") from error
    if not isinstance(found, dict):
        raise BadHandInError("hand-in.json holds no object, as the lab writes one.")
    return found


def _part(found: dict[str, Any], name: str) -> dict[str, Any]:
    part = found.get(name)
    return part if isinstance(part, dict) else {}


def _line(found: dict[str, Any], name: str, notes: list[str]) -> str:
    value = found.get(name)
    called = {"register": "register number", "student": "student number"}.get(name, name)
    if has_turning_marks(value):
        notes.append(f"The {called} held marks that turn the direction of writing; they are out.")
    if isinstance(value, str) and len(value) > limits.LONGEST_LINE:
        most = f"the first {limits.LONGEST_LINE} are kept"
        notes.append(f"The {called} had {len(value):,} characters; {most}.")
    return as_kept(value, limits.LONGEST_LINE)


def _lines_of(
    found: dict[str, Any], name: str, keys: tuple[str, ...], longest: int = limits.LONGEST_LINE
) -> dict[str, str]:
    part = _part(found, name)
    return {key: as_kept(part.get(key), longest) for key in keys}


def _is_number(value: Any) -> TypeGuard[int | float]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < 2**53 and math.isfinite(value)


def _count(value: Any) -> int:
    return value if type(value) is int and 0 <= value < 2**31 else 0


def _history(part: dict[str, Any], notes: list[str]) -> dict[str, list[float]]:
    history = {}
    for name in HISTORY:
        values = part.get(name)
        if values is None:
            continue
        if not isinstance(values, list) or len(values) > 1000 or not all(map(_is_number, values)):
            notes.append(f"The history's {name} is no list of numbers; it was passed over.")
            continue
        history[name] = [float(value) for value in values]
    return history


def _claimed(part: dict[str, Any], notes: list[str]) -> dict[str, Any]:
    """Return accuracy, loss, number of test images and confusion matrix, as they are claimed."""
    accuracy = part.get("accuracy")
    loss = part.get("loss")
    count = part.get("num_test")
    confusion = part.get("confusion")
    share = float(accuracy) if _is_number(accuracy) and 0 <= accuracy <= 1 else None
    if accuracy is not None and share is None:
        notes.append(f"The accuracy is {reprlib.repr(accuracy)}, which is no share; passed over.")
    if confusion is not None and not _is_matrix(confusion):
        notes.append("The confusion matrix is not ten rows of ten counts; it was passed over.")
    return {
        "accuracy": share,
        "loss": float(loss) if _is_number(loss) else None,
        "num_test": count if type(count) is int and 0 < count <= MOST_IMAGES else 0,
        "confusion": confusion if _is_matrix(confusion) else None,
    }


def _is_matrix(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != NUM_CLASSES:
        return False
    return all(
        isinstance(row, list)
        and len(row) == NUM_CLASSES
        and all(type(count) is int and 0 <= count <= MOST_IMAGES for count in row)
        for row in value
    )


def _guess(value: Any, notes: list[str]) -> Guess:
    """Return what was guessed of the run; an older lab's hand-in says nothing of it."""
    if value is None:
        return NO_GUESS
    try:
        return guess_in(value if isinstance(value, dict) else {})
    except ValueError:
        notes.append("What was guessed of the run is no guess that the lab keeps; passed over.")
        return NO_GUESS


def _sentences(part: dict[str, Any], notes: list[str]) -> dict[str, str]:
    for name in SENTENCES:
        value = part.get(name)
        if isinstance(value, str) and len(value) > limits.LONGEST_SENTENCE:
            most = f"the first {limits.LONGEST_SENTENCE:,} are kept"
            notes.append(f"The sentence “{name}” had {len(value):,} characters; {most}.")
    return {name: kept_text(part.get(name)) for name in SENTENCES}


def _exercises(value: Any, notes: list[str]) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        return []
    if len(value) > MOST_EXERCISES:
        notes.append(f"It lists {len(value):,} exercises; the first {MOST_EXERCISES} were read.")
    return [
        {
            "lesson": _count(entry.get("lesson")),
            "name": line(entry.get("name"), 40),
            "answer": entry.get("answer"),
            "status": line(entry.get("status"), 20),
            "tries": _count(entry.get("tries")),
            "hint": entry.get("hint") is True,
            "solution": entry.get("solution") is True,
            "dataset": line(entry.get("dataset"), limits.LONGEST_LINE),
        }
        for entry in value[:MOST_EXERCISES]
        if isinstance(entry, dict)
    ]
