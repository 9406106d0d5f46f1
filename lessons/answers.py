"""Reads an answer in any form that means the same: list or array, int or float, of any library.

What cannot be read raises `NotYet`, and nothing else, whatever the answer's own methods raise.
"""

import decimal
import logging
import math
import numbers
import re
from collections.abc import Collection, Sequence, Set
from typing import Any

import numpy as np

from lessons.verdict import NotYet, said

logger = logging.getLogger(__name__)

# Whatever stands between letters in a text, and around them.
BETWEEN = re.compile(r"[\s,;:/|&+.()\[\]{}'\"]+|\band\b", re.IGNORECASE)
REAL = (numbers.Real, decimal.Decimal)


def number(answer: Any) -> float:
    """Return a number: an int, a float, or an array with one in it; not a truth value, not NaN."""
    values = _numbers(answer, "One number is expected")
    if values.size != 1:
        came = f"{values.size} came, in the shape {values.shape}"
        raise NotYet(f"One number is expected, and {came}.")
    return float(values.reshape(()))


def whole_number(answer: Any) -> int:
    """Return a whole number as int; 13.0 is one."""
    value = number(answer)
    if not math.isfinite(value) or value != round(value):
        raise NotYet(f"A whole number is expected, and {value:g} came.")
    return int(value)


def array(answer: Any, shape: tuple[int, ...] | None = None) -> np.ndarray:
    """Return an array of numbers as float64.

    shape: the shape that is expected; None for any.
    """
    expected = "An array of numbers is expected"
    if shape:
        expected += f", of the shape {shape}"
    values = _numbers(answer, expected)
    if shape is not None and values.shape != tuple(shape):
        raise NotYet(f"The shape is {values.shape}; expected is {tuple(shape)}.")
    return values


def whole_numbers(answer: Any, length: int) -> tuple[int, ...]:
    """Return a tuple of so many ints, as a shape is written: a list, a tuple or an array."""
    example = tuple(range(1, length + 1))
    values = _numbers(answer, f"{length} whole numbers are expected, as in {example}")
    if values.shape != (length,):
        came = f"the shape {values.shape} came"
        raise NotYet(f"{length} numbers are expected in a row, and {came}.")
    if not np.isfinite(values).all() or (values != values.round()).any():
        raise NotYet("Whole numbers are expected.")
    return tuple(int(value) for value in values)


def word(answer: Any, choices: Collection[str]) -> str:
    """Return the one of `choices` (lower case) that an answer names, whatever its case."""
    text = " ".join(answer.lower().split()) if isinstance(answer, str) else None
    if text is None or text not in choices:
        expected = ", ".join(map(repr, choices))
        came = said(answer, begins_sentence=True)
        raise NotYet(f"{came} came; expected is one of {expected}.")
    return text


def letters(answer: Any, choices: str) -> set[str]:
    """Return those of the letters `choices`, "abcdef", that an answer names, whatever its case.

    A text, or a row or set of texts: "ace", "a, c; e", ["a", "C", "e"], {"ace"}, ["a; c", "e"].
    """
    came = f"{said(answer, begins_sentence=True)} came"
    example = [choices[0], choices[1]]
    parts = row(answer)
    if parts is None:
        parts = [answer]
    if not parts or not all(isinstance(part, str) for part in parts):
        raise NotYet(f"{came}; a list of letters is expected, as in {example}.")
    named = "".join(BETWEEN.sub("", part) for part in parts)
    of_either_case = {letter.lower(): letter for letter in choices}
    found = {of_either_case.get(letter, "") for letter in named.lower()}
    if not found or "" in found:
        expected = f"letters from {choices[0]} to {choices[-1]} are expected"
        raise NotYet(f"{came}; {expected}, as in {example}.")
    return found


def row(answer: Any) -> list | None:
    """Return the parts of a list, a tuple, a set or an array; None of what is none of these."""
    if isinstance(answer, np.ndarray):
        return answer.ravel().tolist()
    if isinstance(answer, str | bytes) or not isinstance(answer, Sequence | Set):
        return None
    return list(answer)


def shape_of(answer: Any) -> tuple[int, ...] | None:
    """Return the shape of an answer as an array; None where it has none."""
    try:
        return np.shape(answer)
    except Exception:
        logger.debug("An answer has no shape", exc_info=True)
        return None


def attribute(answer: Any, name: str, default: Any = None) -> Any:
    """Return an attribute of an answer, or `default` where asking for it raises anything.

    A Keras model that was never built raises errors of several kinds.
    """
    try:
        return getattr(answer, name)
    except Exception:
        logger.debug("An answer has no %s", name, exc_info=True)
        return default


def is_close(value: Any, expected: Any, within: float = 1e-6) -> bool:
    """Say whether numbers or arrays of one shape differ nowhere by more than `within`."""
    differences = np.abs(np.asarray(value) - np.asarray(expected))
    return bool(np.all(differences <= within))


def _numbers(answer: Any, expected: str) -> np.ndarray:
    """Return an answer as an array of float64 without NaN."""
    values = _as_array(answer, expected)
    if values.dtype == bool or isinstance(answer, bool):
        raise NotYet(f"{expected}, and {said(answer)} came: a truth value.")
    if values.dtype.kind == "U":
        raise NotYet(
            f"{expected}, and {said(answer)} came: a text. Leave the quotation marks out."
        )
    if not _holds_numbers(values):
        raise NotYet(f"{expected}, and {said(answer)} came.")
    try:
        values = values.astype(float)
    except Exception as error:
        # Python's whole numbers have no end, and float64 has one.
        raise NotYet(f"{expected}, and {said(answer)} came: too large to compute with.") from error
    if values.size == 0:
        raise NotYet(f"{expected}, and what came is empty.")
    if np.isnan(values).any():
        came = "NaN" if values.size == 1 else "what came with NaN in it"
        raise NotYet(f"{expected}, and {came} is no number.")
    return values


def _as_array(answer: Any, expected: str) -> np.ndarray:
    """Return what NumPy makes of an answer, of whatever type its values are."""
    if isinstance(answer, Set):
        if len(answer) > 1:
            raise NotYet(f"{expected}, and {said(answer)} came: a set, which has no order.")
        answer = list(answer)
    if isinstance(answer, bytes | dict):
        raise NotYet(f"{expected}, and {said(answer)} came.")
    try:
        return np.asarray(answer)
    except Exception as error:
        # Rows of several lengths, or whatever an answer's own methods raise.
        raise NotYet(f"{expected}, and {said(answer)} came.") from error


def _holds_numbers(values: np.ndarray) -> bool:
    """Say whether all values of an array are real numbers."""
    if values.dtype == object:
        return all(isinstance(value, REAL) for value in values.flat)
    return values.dtype.kind in "iuf"
