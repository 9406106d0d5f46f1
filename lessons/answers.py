"""Reads an answer in any form that means the same: list or array, int or float, NumPy's or Keras's. Raises `NotYet`."""

import numbers

import numpy as np

from lessons.exercise import NotYet, said


def number(answer):
    """Return a number as float: an int, a float, or an array with one number in it; not a truth value, not NaN."""
    values = _numbers(answer, "One number is expected")
    if values.size != 1:
        raise NotYet(
            f"One number is expected, and {values.size} came, in the shape {values.shape}."
        )
    return float(values.reshape(()))


def whole_number(answer):
    """Return a whole number as int; 13.0 is one."""
    value = number(answer)
    if value != round(value):
        raise NotYet(f"A whole number is expected, and {value:g} came.")
    return int(value)


def array(answer, shape=None):
    """Return an array of numbers as float64; shape: the one that is expected, None for any."""
    values = _numbers(
        answer, "An array of numbers is expected" + (f", of the shape {shape}" if shape else "")
    )
    if shape is not None and values.shape != tuple(shape):
        raise NotYet(f"The shape is {values.shape}; expected is {tuple(shape)}.")
    return values


def whole_numbers(answer, length):
    """Return a tuple of so many ints, as a shape is written: a list, a tuple or an array."""
    values = _numbers(
        answer, f"{length} whole numbers are expected, as in {tuple(range(1, length + 1))}"
    )
    if values.shape != (length,):
        raise NotYet(f"{length} numbers are expected in a row, and the shape {values.shape} came.")
    if (values != values.round()).any():
        raise NotYet("Whole numbers are expected.")
    return tuple(int(value) for value in values)


def word(answer, choices):
    """Return the one of `choices` (lower case) that an answer names, whatever its case and the blanks around it."""
    text = answer.strip().lower() if isinstance(answer, str) else None
    if text not in choices:
        raise NotYet(f"{said(answer)} came; expected is one of {', '.join(map(repr, choices))}.")
    return text


def is_close(value, expected, within=1e-6):
    """Say whether numbers or arrays of one shape differ nowhere by more than `within`."""
    return bool(np.all(np.abs(np.asarray(value) - np.asarray(expected)) <= within))


def _numbers(answer, expected):
    """Return an answer as an array of float64 without NaN."""
    if isinstance(answer, str | bytes | dict | set):
        raise NotYet(f"{expected}, and {said(answer)} came.")
    try:
        values = np.asarray(answer)
    except Exception as error:
        raise NotYet(f"{expected}, and {said(answer)} came.") from error
    if values.dtype == bool or isinstance(answer, bool):
        raise NotYet(f"{expected}, and {said(answer)} came: a truth value.")
    if values.dtype == object and not all(isinstance(value, numbers.Real) for value in values.flat):
        raise NotYet(f"{expected}, and {said(answer)} came.")
    if values.dtype.kind not in "iufO":
        raise NotYet(f"{expected}, and {said(answer)} came.")
    values = values.astype(float)
    if values.size == 0:
        raise NotYet(f"{expected}, and what came is empty.")
    if np.isnan(values).any():
        raise NotYet(
            f"{expected}, and {'NaN' if values.size == 1 else 'what came with NaN in it'} is no number."
        )
    return values
