"""Test digits that a network has read, as the browser draws them; and what it read at a moment."""

from typing import Any

import numpy as np

from labhelpers.config import NUM_CLASSES
from labhelpers.digits import Digits
from labhelpers.number_words import percent, several

SHOWN_DIGITS = 60
SHOWN_PREDICTIONS = 8
SHOWN_MISTAKES = 20


def tiles(digits: Digits, probabilities: np.ndarray, which: np.ndarray) -> dict[str, Any]:
    """Return some test digits as the browser draws them: labels, uint8 and float32 bytes."""
    return {
        "labels": digits.test_labels[which].tolist(),
        "pixels": digits.test_images[which].tobytes(),
        "probabilities": probabilities[which].astype("<f4").tobytes(),
    }


def first_tiles(digits: Digits, probabilities: np.ndarray) -> dict[str, Any]:
    """Return the first test digits with what was read in them."""
    return tiles(digits, probabilities, np.arange(min(SHOWN_PREDICTIONS, len(probabilities))))


def cell_tiles(
    digits: Digits, probabilities: np.ndarray, label: int, guess: int
) -> dict[str, Any]:
    """Return how many test images are a `label` and were read as a `guess`, and some of them.

    probabilities: of the first test images, (images, 10). Of mistakes the surest come first, of
        what was read rightly the least sure: those are worth a look.
    """
    is_label = digits.test_labels[: len(probabilities)] == label
    is_guess = probabilities.argmax(axis=1) == guess
    found = np.flatnonzero(is_label & is_guess)
    sureness = probabilities[found, guess]
    order = np.argsort(sureness if label == guess else -sureness, kind="stable")
    few = found[order[:SHOWN_DIGITS]]
    return {"count": len(found), "digits": tiles(digits, probabilities, few)}


def read_at_moment(when: str, digits: Digits, probabilities: np.ndarray) -> dict[str, Any]:
    """Return what is drawn of the first test images, as the network read them at a moment.

    when: the moment in words. probabilities: float32, (images, 10).
    """
    labels = digits.test_labels[: len(probabilities)].astype(int)
    guesses = probabilities.argmax(axis=1)
    matrix = np.zeros((NUM_CLASSES, NUM_CLASSES), int)
    np.add.at(matrix, (labels, guesses), 1)
    wrong = np.flatnonzero(guesses != labels)
    surest = wrong[np.argsort(-probabilities[wrong].max(axis=1), kind="stable")]
    right = len(labels) - len(wrong)
    share = percent(right / len(labels), 1)
    read = f"Of {several(len(labels), 'test image')} the network read {right} rightly ({share})."
    return {
        "when": when,
        "result": f"{when}. {read}",
        "matrix": matrix.tolist(),
        "first": first_tiles(digits, probabilities),
        "mistakes": tiles(digits, probabilities, surest[:SHOWN_MISTAKES]),
    }
