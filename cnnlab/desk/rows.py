"""One hand-in as a row: what the tables, the overview and the student's feedback are made from."""

from typing import Any

from cnnlab.desk import rechecking
from cnnlab.desk.comparing import NOT
from cnnlab.desk.opening import to_student
from cnnlab.desk.remarks import BROKEN, LOOK_FIRST, Remark
from cnnlab.desk.sent import Sent
from labhelpers.config import CHOICES, CnnConfig, TrainingConfig, options_of

Row = dict[str, Any]


def broken_row(number: int, sent: Sent, problem: str) -> Row:
    """Return the row of what could not be read: all that is asked of a row is there, empty."""
    empty: Row = {
        "is_drawing": False,
        "name": sent.person,
        "register": "",
        "student": "",
        "date": "",
        "run": {"name": "", "title": "", "made": "", "status": ""},
        "seed": "",
        "choices": [],
        "history": {},
        "claimed": None,
        "confusion": None,
        "looks": 0,
        "sentences": {},
        "exercises": {},
        "tries": {},
        "num_right": 0,
        "sample": None,
        "digests": {},
        "fingerprint": [],
        "dataset": "",
        "lab": "",
        "has_images": False,
        "cnn": {},
        "training": {},
        "time": "",
    }
    row = _of_the_file(number, sent) | empty | _unproved()
    remark = Remark(BROKEN, problem, told=to_student(problem))
    return row | {"remarks": [remark.as_data()], "is_read": False}


def row_of(number: int, sent: Sent, read: dict[str, Any]) -> Row:
    """Return the row of a hand-in that was read, before anything of it was recomputed."""
    hand_in = read["hand_in"]
    statuses = read["statuses"]
    right = (rechecking.RIGHT, rechecking.RECORDED)
    row = _of_the_file(number, sent) | _unproved()
    row["is_late"] |= read["receipt"]["late"]
    return row | {
        "name": hand_in["name"] or sent.person,
        "register": hand_in["register"],
        "student": hand_in["student"],
        "date": hand_in["date"],
        "run": hand_in["run"],
        "seed": hand_in["training"]["seed"],
        "choices": _choices(hand_in),
        "history": hand_in["history"],
        "claimed": hand_in["accuracy"],
        "confusion": hand_in["confusion"],
        "looks": hand_in["looks"],
        "sentences": hand_in["sentences"],
        "exercises": statuses,
        "tries": {entry["name"]: _helped(entry) for entry in hand_in["exercises"]},
        "num_right": sum(status in right for status in statuses.values()),
        "sample": read["sample"],
        "is_drawing": read["is_drawing"],
        "digests": read["digests"],
        "fingerprint": read["fingerprint"],
        "dataset": hand_in["data"]["dataset"],
        "lab": hand_in["versions"]["lab"],
        "has_images": not read["why_not"],
        "cnn": hand_in["cnn"],
        "training": hand_in["training"],
        "time": read["receipt"]["time"],
        "witnessed": read["receipt"]["state"],
        "why_witnessed": read["receipt"]["sentence"],
        "remarks": read["remarks"],
        "is_read": True,
    }


def _of_the_file(number: int, sent: Sent) -> Row:
    return {
        "number": number,
        "key": sent.label,
        "digest": sent.digest,
        "file": sent.label,
        "moodle": sent.moodle,
        "canvas": sent.canvas,
        "is_late": sent.is_late,
    }


def _unproved() -> Row:
    return {
        "recomputed": NOT,
        "recomputed_accuracy": None,
        "why_recomputed": "",
        "trained_again": NOT,
        "why_trained_again": "",
        "witnessed": NOT,
        "why_witnessed": "",
        "guessed": "",
    }


def _choices(hand_in: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what was chosen, in words, and whether it differs from the lab's own choice."""
    cnn = CnnConfig(**hand_in["cnn"])
    training = TrainingConfig(**hand_in["training"])
    usual = options_of(CnnConfig(), TrainingConfig())
    return [
        {
            "label": CHOICES[name].label,
            "words": option.words,
            "phrase": option.phrase,
            "is_own": option != usual[name] and name not in ("seed", *hand_in["unsaid"]),
        }
        for name, option in options_of(cnn, training).items()
    ]


def _helped(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: entry[name] for name in ("tries", "hint", "solution")}


def add(row: Row, remarks: list[Remark]) -> None:
    """Add remarks to a row, each once."""
    said = {remark["text"] for remark in row["remarks"]}
    row["remarks"] += [remark.as_data() for remark in remarks if remark.text not in said]


def asks_for_a_look(row: Row) -> bool:
    """Say whether a person should open a hand-in before a mark is given."""
    return any(remark["kind"] in LOOK_FIRST for remark in row["remarks"])
