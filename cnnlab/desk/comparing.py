"""What is claimed against what was recomputed, in remarks; and what each of three words proves."""

from typing import Any

import numpy as np

from cnnlab.desk.remarks import DISAGREES, MISSING, NOTE, Remark
from cnnlab.runs.kept_epoch import best_epoch
from labhelpers.config import TrainingConfig
from labhelpers.number_words import several

WORDS = {
    "recomputed": "The network was built from the configuration, the weights were put in, and all "
    "test images were read again: accuracy, matrix and predictions are those that are claimed. "
    "It proves that the result is this network's, and not who trained it. Partly: not all of that "
    "was handed in, or could be read in the time.",
    "trained again": "The run was trained here once more from its configuration and seed, and has "
    "the same history. It proves that this training gives these numbers. On another machine the "
    "last decimals may differ.",
    "witnessed": "The server's receipt fits: this was handed in there at that time, and name, "
    "configuration, result and sentences were not changed since. It proves when and what, and not "
    "who sat at the page.",
}
YES = "yes"
NO = "no"
PARTLY = "partly"
NOT = ""  # not tried, and the row says why
SAME_LOSS = 0.005  # relative, and as much besides


def compared(read: dict[str, Any], found: dict[str, Any] | None) -> tuple[str, list[Remark]]:
    """Return the word for "recomputed", and what does not agree.

    read: what `reading.read` returned; found: what `network.recompute` did, None for nothing.
    """
    hand_in = read["hand_in"]
    remarks = _inner_remarks(hand_in)
    if found is None:
        return NOT, remarks
    if found["accuracy"] is None:
        text = "With these weights the network answers with numbers that are none."
        return NO, [*remarks, Remark(DISAGREES, text)]
    is_whole = found["num_read"] == found["num_test"]
    disagreeing = _claims(hand_in, found) if is_whole else []
    disagreeing += _predictions(found) + _validation(hand_in, found)
    if hand_in["accuracy"] is None:
        remarks.append(Remark(MISSING, "No accuracy on the test images is claimed."))
    elif not hand_in["confusion"]:
        remarks.append(Remark(MISSING, "No confusion matrix is claimed."))
    if _has_unread_validation(hand_in, found):
        text = "The validation images were not read again in the time: the history"
        remarks.append(Remark(NOTE, f"{text} was not compared."))
    if not is_whole:
        text = f"Only {several(found['num_read'], 'test image')} could be read again in the time."
        remarks.append(Remark(NOTE, text))
    is_all = is_whole and _claims_all(hand_in) and found["others"] is not None
    word = NO if disagreeing else YES if is_all else PARTLY
    return word, remarks + disagreeing


def _claims_all(hand_in: dict[str, Any]) -> bool:
    return hand_in["accuracy"] is not None and bool(hand_in["confusion"])


def _has_unread_validation(hand_in: dict[str, Any], found: dict[str, Any]) -> bool:
    is_finished = hand_in["run"]["status"] == "finished"
    return is_finished and "val_accuracy" not in found and bool(hand_in["history"])


def _inner_remarks(hand_in: dict[str, Any]) -> list[Remark]:
    """Return where a hand-in does not agree with itself."""
    remarks = []
    matrix = hand_in["confusion"]
    if matrix and hand_in["accuracy"] is not None:
        counts = np.array(matrix)
        given = np.trace(counts) / max(1, counts.sum())
        if abs(given - hand_in["accuracy"]) > 0.5 / max(1, counts.sum()):
            came = f"The matrix gives the accuracy {given:.4f}"
            text = f"{came}; {hand_in['accuracy']:.4f} is claimed."
            remarks.append(Remark(DISAGREES, text))
    epochs = hand_in["training"]["epochs"]
    done = {name: len(values) for name, values in hand_in["history"].items()}
    is_finished = hand_in["run"]["status"] == "finished"
    if is_finished and done and set(done.values()) != {epochs}:
        text = f"The run is finished, and its history has not {several(epochs, 'epoch')}."
        remarks.append(Remark(DISAGREES, text))
    if not is_finished:
        status = hand_in["run"]["status"] or "without a status"
        remarks.append(Remark(NOTE, f"The run is {status}."))
    return remarks


def _claims(hand_in: dict[str, Any], found: dict[str, Any]) -> list[Remark]:
    """Return where accuracy and matrix are not the recomputed ones."""
    remarks = []
    if hand_in["num_test"] not in (0, found["num_test"]):
        came = f"It claims {several(hand_in['num_test'], 'test image')}"
        remarks.append(Remark(DISAGREES, f"{came}; there are {found['num_test']:,}."))
    within = (found["close"] + 0.5) / max(1, found["num_read"])
    claimed = hand_in["accuracy"]
    if claimed is not None and abs(claimed - found["accuracy"]) > within:
        text = f"The accuracy {claimed:.4f} is claimed; its weights give {found['accuracy']:.4f}."
        remarks.append(Remark(DISAGREES, text))
    matrix = hand_in["confusion"]
    if matrix:
        moved = np.abs(np.array(matrix) - np.array(found["confusion"])).sum() // 2
        if moved > found["close"]:
            images = several(int(moved), "test image")
            text = f"In the matrix {images} stand elsewhere than recomputed."
            remarks.append(Remark(DISAGREES, text))
    loss = hand_in["loss"]
    if loss is not None and not _is_same_loss(loss, found["loss"]):
        text = f"The loss {loss:.4f} is claimed; its weights give {found['loss']:.4f}."
        remarks.append(Remark(DISAGREES, text))
    return remarks


def _predictions(found: dict[str, Any]) -> list[Remark]:
    if not found["others"]:
        return []
    images = several(found["others"], "test image")
    text = f"predictions.npz is not this network's: {images} were answered otherwise."
    return [Remark(DISAGREES, text)]


def _validation(hand_in: dict[str, Any], found: dict[str, Any]) -> list[Remark]:
    """Return where the epoch whose weights were kept is not what the weights give."""
    history = hand_in["history"]
    if "val_accuracy" not in found or hand_in["run"]["status"] != "finished":
        return []
    training = TrainingConfig(**hand_in["training"])
    best = best_epoch(history.get("val_loss", [])) if training.keeps_best else 0
    accuracies, losses = (
        values[:best] if best else values
        for values in (history.get("val_accuracy", []), history.get("val_loss", []))
    )
    which = f"epoch {best}" if best and best < training.epochs else "last epoch"
    within = found["val_within"]
    is_same = not accuracies or abs(accuracies[-1] - found["val_accuracy"]) <= within
    loss = found["val_loss"]  # None where an image's probability is too small to say
    if is_same and (not losses or loss is None or _is_same_loss(losses[-1], loss)):
        return []
    text = f"The history's {which} is not this network's: on the validation images it has the"
    text += "" if loss is None else f" loss {loss:.4f} and the"
    return [Remark(DISAGREES, f"{text} accuracy {found['val_accuracy']:.4f}.")]


def _is_same_loss(claimed: float, given: float) -> bool:
    return abs(claimed - given) <= SAME_LOSS * (abs(given) + 0.1)
