"""One hand-in, read: what it says of itself, its arrays, and its exercises judged again.

Runs in a process of its own, for all of it is a stranger's bytes.
"""

import dataclasses
import hashlib
import math
from pathlib import Path
from typing import Any

import numpy as np

from cnnlab.desk import arrays, edited, limits, receipts, rechecking, winnowing
from cnnlab.desk.hand_in import HandIn, hand_in_of
from cnnlab.desk.opening import BadHandInError, members_of
from cnnlab.desk.remarks import DISAGREES, MISSING, NOTE, Remark
from cnnlab.desk.text import line, lines
from cnnlab.report.hand_in_format import (
    COSTS,
    HAND_IN,
    MOST_BYTES_OF_WEIGHTS,
    PREDICTIONS,
    SAMPLE,
    WEIGHTS,
)
from labhelpers.archive import DataError
from labhelpers.config import IMAGE_SIZE, NUM_CLASSES
from labhelpers.digits import Digits, load_digits

SIDES = (IMAGE_SIZE, IMAGE_SIZE)
NUMBER_BYTES = 4  # of a float32
HEADER_BYTES = 1_000  # of an array in an .npz file, and more
OTHER_CHECKSUM = "has another checksum"
CHECKED = "checked.npz"


def read(path: str, folder: str, key: str = "") -> dict[str, Any]:
    """Return what a hand-in's zip holds, as JSON holds it; BadHandInError where it is none.

    folder: where its weights and predictions are kept for whoever recomputes, once they are
        known to be arrays of numbers. key: the folder of the server's key, "" for none.
    """
    members = members_of(Path(path))
    found = hand_in_of(members[HAND_IN])
    remarks = [Remark(NOTE, note) for note in found.notes]
    digits, why = digits_of(found)
    if why:
        remarks.append(_unchecked(why))
    kept = _arrays_of(members, found, digits, remarks)
    np.savez(Path(folder) / CHECKED, **kept)  # type: ignore[arg-type]
    statuses = rechecking.rechecked(found.student, found.exercises)
    remarks += _remarks_on_exercises(found, statuses)
    sample, is_own = _sample(members, digits, remarks)
    remarks += edited.remarks_on(members, found, sample, Path(folder), digits is not None)
    text = " ".join(found.sentences.values())
    return {
        "hand_in": _as_data(found),
        "statuses": statuses,
        "why_not": why,
        "has_weights": "w0" in kept,
        "digests": _digests(kept) | {"sample": _digest(sample) if is_own else ""},
        "sample": None if sample is None else sample.tolist(),
        "is_drawing": is_own,
        "fingerprint": winnowing.fingerprint(text),
        "receipt": receipts.told(members, key),
        "remarks": [remark.as_data() for remark in remarks],
    }


def _as_data(found: HandIn) -> dict[str, Any]:
    # Not `asdict`, which would follow the answers as deep as they go.
    data = {field.name: getattr(found, field.name) for field in dataclasses.fields(found)}
    answers = [
        {name: value for name, value in entry.items() if name != "answer"}
        for entry in found.exercises
    ]
    parts = {name: getattr(found, name).to_dict() for name in ("cnn", "training", "guess")}
    return data | _shown(found) | parts | {"exercises": answers}


def _shown(found: HandIn) -> dict[str, Any]:
    """Return the texts of a hand-in as they may be shown: on a line, with nothing invisible."""
    longest = limits.LONGEST_LINE
    texts = {name: line(getattr(found, name), longest) for name in ("name", "register", "student")}
    parts = {
        part: {name: line(value, longest) for name, value in getattr(found, part).items()}
        for part in ("run", "data", "versions")
    }
    longest = limits.LONGEST_SENTENCE
    sentences = {name: lines(value, longest) for name, value in found.sentences.items()}
    return texts | parts | {"sentences": sentences}


def _unchecked(why: str) -> Remark:
    """Return the remark on what was not recomputed."""
    text = f"It was not recomputed: {why}."
    if OTHER_CHECKSUM in why:
        return Remark(DISAGREES, text)
    return Remark(MISSING, text, told="")  # the student's page says so anyway


def digits_of(found: HandIn) -> tuple[Digits | None, str]:
    """Return the hand-in's images, or None and why they are not to be had here.

    Only MNIST and the embedded digits, known by their checksum: no path of a stranger is opened.
    """
    named = {"MNIST": "mnist", "embedded digits": "embedded"}.get(found.data["dataset"])
    if named is None:
        called = line(found.data["dataset"], 60) or "no name"
        return None, f"it was trained on images of its own ({called}), which are not here"
    try:
        digits = load_digits("auto" if named == "mnist" else "embedded")
    except DataError as error:
        return None, f"the images cannot be opened here: {error}"
    if digits.name != found.data["dataset"]:
        return None, f"{found.data['dataset']} is not to be had on this machine"
    if found.data["checksum"] not in ("", digits.checksum):
        return None, f"its {digits.name} {OTHER_CHECKSUM}, and there is only one"
    return digits, ""


def _arrays_of(
    members: dict[str, bytes], found: HandIn, digits: Digits | None, remarks: list[Remark]
) -> dict[str, np.ndarray]:
    """Return weights "w0", "w1", ..., "predicted" and "confidence", as far as they are there."""
    kept: dict[str, np.ndarray] = {}
    count = len(digits.test_images) if digits else found.num_test
    try:
        if PREDICTIONS in members:
            kinds = {"predicted": ("uint8", (count,)), "confidence": ("float16", (count,))}
            kept = arrays.arrays_in(PREDICTIONS, members[PREDICTIONS], kinds)
            _check_predictions(kept)
        else:
            remarks.append(_left_out(PREDICTIONS, found))
    except BadHandInError as error:
        kept = {}
        remarks.append(Remark(DISAGREES, str(error)))
    try:
        if WEIGHTS in members:
            weights = arrays.weights_in(members[WEIGHTS], found.cnn)
            kept |= {f"w{place}": values for place, values in enumerate(weights)}
        else:
            remarks.append(_weights_left_out(found))
    except BadHandInError as error:
        remarks.append(Remark(DISAGREES, str(error)))
    return kept


def _left_out(name: str, found: HandIn) -> Remark:
    why = found.left_out.get(name)
    reason = f": {why}" if why else ", and it does not say why"
    return Remark(MISSING, f"{name} is not in it{reason}. {COSTS[name]}")


def _weights_left_out(found: HandIn) -> Remark:
    """Return the remark on weights that are not there: the lab leaves out only large ones."""
    shapes = arrays.weight_shapes(found.cnn)
    size = NUMBER_BYTES * sum(map(math.prod, shapes)) + HEADER_BYTES * len(shapes)
    is_measured = found.accuracy is not None or found.run["status"] == "finished"
    remark = _left_out(WEIGHTS, found)
    if size > MOST_BYTES_OF_WEIGHTS or not is_measured:
        return remark
    text = f"{remark.text} The weights of this network take {size / 1e6:.1f} MB, for which a"
    return Remark(DISAGREES, f"{text} hand-in has room.")


def _check_predictions(kept: dict[str, np.ndarray]) -> None:
    confidence = kept["confidence"].astype("float32")
    if (kept["predicted"] >= NUM_CLASSES).any() or not (
        (confidence >= 0) & (confidence <= 1.001)
    ).all():
        raise BadHandInError("predictions.npz holds no digits from 0 to 9 with shares of 1.")


def _sample(
    members: dict[str, bytes], digits: Digits | None, remarks: list[Remark]
) -> tuple[np.ndarray | None, bool | None]:
    """Return the report's image, uint8 (28, 28), and whether it is a drawing: no test image.

    None where that cannot be known.
    """
    if SAMPLE not in members:
        return None, False
    try:
        image = arrays.array_in(SAMPLE, members[SAMPLE], "uint8", SIDES)
    except BadHandInError as error:
        remarks.append(Remark(NOTE, str(error)))
        return None, False
    is_blank = not image.any()
    if digits is None or is_blank:
        return image, None  # whether it is a test image, nobody knows here
    is_known = (digits.test_images == image).all(axis=(1, 2)).any()
    return image, not is_known


def _remarks_on_exercises(found: HandIn, statuses: dict[str, str]) -> list[Remark]:
    remarks = []
    student = line(found.student, limits.LONGEST_LINE)
    register = line(found.register, limits.LONGEST_LINE)
    recorded = {entry["name"] for entry in found.exercises if entry["status"] == "right"}
    wrong = [name for name in recorded if statuses.get(name) == "not yet"]
    if wrong:
        listed = ", ".join(sorted(wrong))
        whose = f"the number {student}" if found.student else "nobody's number"
        text = f"Recorded as right, and not right for {whose}: {listed}."
        told = f"Recorded as right, and not right for the number that was set: {listed}."
        remarks.append(Remark(DISAGREES, text, told=told))
    if found.exercises and not found.student:
        text = "The exercises were done with nobody's number, as the solutions' notebooks are."
        remarks.append(Remark(NOTE, text))
    elif found.student and found.register and not same_number(student, register):
        text = f"The exercises are those of the number {student}, not {register}."
        told = "The exercises were done with another number than your register number."
        remarks.append(Remark(DISAGREES, text, told=told))
    remarks += rechecking.remarks_on(found.exercises, statuses)
    empty = [name for name, text in found.sentences.items() if not text and name != "predicted"]
    if empty:
        # The student's page lists them anyway.
        remarks.append(Remark(MISSING, f"Nothing was written under {', '.join(empty)}.", told=""))
    return remarks


def same_number(first: str, second: str) -> bool:
    """Say whether two student numbers are one, whatever their case and blanks."""
    return "".join(first.split()).casefold() == "".join(second.split()).casefold()


def _digests(kept: dict[str, np.ndarray]) -> dict[str, str]:
    weights = [values for name, values in kept.items() if name[0] == "w"]
    return {
        "weights": _digest(*weights) if weights else "",
        "predictions": _digest(kept["predicted"], kept["confidence"])
        if "predicted" in kept
        else "",
    }


def _digest(*values: np.ndarray | None) -> str:
    digest = hashlib.sha256()
    for array in values:
        if array is not None:
            digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest() if values else ""
