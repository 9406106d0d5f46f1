"""Whether what stands in metrics.json is what `evaluate` measured: somebody may have changed it.

A page draws a matrix, a table and sentences from it; one wrong value would stop all of them.
"""

import reprlib
from collections.abc import Callable
from typing import Any

from cnnlab.runs.stored_progress import is_number, is_text
from labhelpers.config import NUM_CLASSES

SCORES = ("precision", "recall", "f1-score", "support")


def checked_metrics(metrics: dict[str, Any]) -> dict[str, Any]:
    """Return the metrics that a dictionary from a file holds; ValueError names what is wrong."""
    for name, fits in CHECKS.items():
        if name not in metrics:
            raise ValueError(f"it has no {name!r}")
        if not fits(metrics[name]):
            raise ValueError(f"its {name} is {reprlib.repr(metrics[name])}")
    for name, fits in OPTIONAL.items():
        if name in metrics and not fits(metrics[name]):
            raise ValueError(f"its {name} is {reprlib.repr(metrics[name])}")
    return metrics


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < 2**53


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and is_number(value) and 0 <= value <= 1


def _is_loss(value: object) -> bool:
    return isinstance(value, int | float) and is_number(value) and value >= 0


def _is_row(value: object) -> bool:
    return isinstance(value, list) and len(value) == NUM_CLASSES and all(map(_is_count, value))


def _is_matrix(value: object) -> bool:
    if not isinstance(value, list) or len(value) != NUM_CLASSES:
        return False
    return all(map(_is_row, value)) and any(map(any, value))


def _are_scores(value: object) -> bool:
    if not isinstance(value, dict):  # the accuracy stands between the digits and the averages
        return is_number(value)
    return all(is_number(value.get(score)) for score in SCORES)


def _is_report(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    digits = {str(digit) for digit in range(NUM_CLASSES)}
    has_digits = all(isinstance(value.get(digit), dict) for digit in digits)
    return has_digits and all(map(is_text, value)) and all(map(_are_scores, value.values()))


def _is_mistake(value: object) -> bool:
    return isinstance(value, dict) and _is_count(value.get("index"))


def _are_mistakes(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_mistake, value))


def _are_texts(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    return all(is_text(name) and is_text(told) for name, told in value.items())


Check = Callable[[object], bool]
CHECKS: dict[str, Check] = {
    "accuracy": _is_share,
    "loss": _is_loss,
    "num_images": _is_count,
    "confusion_matrix": _is_matrix,
    "report": _is_report,
    "mistakes": _are_mistakes,
    "dataset": is_text,
}
# What older versions did not write.
OPTIONAL: dict[str, Check] = {
    "measured_at": is_number,
    "versions": _are_texts,
    "machine": _are_texts,
}
