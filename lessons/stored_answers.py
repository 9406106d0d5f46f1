"""Answers as JSON, and back: what is read from the JSON is judged as the answer itself is.

Numbers, texts, lists and dictionaries with texts as keys are themselves. All else is an object
with a name that begins with "$": `{"$tuple": [8, 2]}`. What no judge can read, and what is too
large, is kept as a few words about it.
"""

import decimal
import math
import numbers
from collections.abc import Sequence, Set
from typing import Any

import numpy as np

from lessons.answers import attribute
from lessons.layers import INPUTS
from lessons.stored_network import decode_part, encode_part
from lessons.verdict import said

MOST_PARTS = 8000  # of an answer: numbers, texts and containers
MOST_CHARACTERS = 10_000  # of a text
DEEPEST = 12
EXACT = 2**63
WHOLE = [f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)]
KINDS = {"object", "bool", "str", "float16", "float32", "float64", *WHOLE}
REAL = (numbers.Real, decimal.Decimal)
NOT_FINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


class Other:
    """What is left of an answer that is not kept: words about it."""

    def __init__(self, words: object) -> None:
        self.words = str(words)

    def __repr__(self) -> str:
        return self.words


class _TooMuchError(Exception):
    """An answer has more parts than are kept."""


def encode(answer: Any) -> Any:
    """Return an answer, whatever it is, as JSON can hold it."""
    try:
        return _Encoding().encode(answer, 0)
    except (_TooMuchError, RecursionError):
        return _other(answer)


class _Encoding:
    """One answer's way into JSON: counts its parts, and knows the objects that came before."""

    def __init__(self) -> None:
        self.num_parts = 0
        self.seen: dict[int, Any] = {}  # kept, so that no id is given twice

    def encode(self, answer: Any, depth: int) -> Any:
        self.num_parts += 1
        if self.num_parts > MOST_PARTS or depth > DEEPEST:
            raise _TooMuchError
        if isinstance(answer, np.generic):
            answer = answer.item()
        if answer is None or isinstance(answer, bool):
            return answer
        if isinstance(answer, str):
            kept = answer[:MOST_CHARACTERS]
            return kept.encode("utf-8", "replace").decode("utf-8")
        if isinstance(answer, REAL):
            return _number(answer)
        return self._container(answer, depth)

    def _container(self, answer: Any, depth: int) -> Any:
        if isinstance(answer, dict):
            return self._dictionary(answer, depth)
        if isinstance(answer, tuple):
            return {"$tuple": self._all(answer, depth)}
        if isinstance(answer, Set):
            return {"$set": self._all(answer, depth)}
        if isinstance(answer, Sequence) and not isinstance(answer, bytes | bytearray | memoryview):
            return self._all(answer, depth)
        return self._object(answer, depth)

    def _all(self, parts: Any, depth: int) -> list[Any]:
        return [self.encode(part, depth + 1) for part in parts]

    def _dictionary(self, answer: dict, depth: int) -> Any:
        is_plain = all(isinstance(key, str) and key[:1] != "$" for key in answer)
        if is_plain:
            return {key: self.encode(value, depth + 1) for key, value in answer.items()}
        return {"$dict": [self._all(pair, depth + 1) for pair in answer.items()]}

    def _array(self, answer: np.ndarray, depth: int) -> Any:
        kind = "str" if answer.dtype.kind == "U" else answer.dtype.name
        if kind not in KINDS:
            return _other(answer)
        if answer.size > MOST_PARTS:  # all images of MNIST would take gigabytes as a list
            raise _TooMuchError
        parts = answer.ravel().tolist()
        if not all(isinstance(part, (*REAL, str)) for part in parts):
            return _other(answer)
        shape = list(answer.shape)
        return {"$array": self._all(parts, depth), "$shape": shape, "$type": kind}

    def _object(self, answer: Any, depth: int) -> Any:
        if id(answer) in self.seen:  # the same layer in two places is no network
            return _other(answer)
        self.seen[id(answer)] = answer
        try:
            if type(answer).__name__ not in INPUTS and callable(attribute(answer, "__array__")):
                return self._array(np.asarray(answer), depth)
            part = encode_part(answer, lambda inner: self.encode(inner, depth + 1))
            if part is not None:
                return part
        except (_TooMuchError, RecursionError):
            raise
        except Exception:  # its own methods may raise anything
            return _other(answer)
        return _other(answer)


def _number(answer: Any) -> Any:
    """Return a real number as int or float; one that no float can hold as words."""
    if isinstance(answer, int) and abs(answer) < EXACT:
        return int(answer)
    try:
        value = float(answer)
    except (OverflowError, ValueError, TypeError):
        return _other(answer)
    return value if math.isfinite(value) else {"$float": str(value)}


def _other(answer: Any) -> dict[str, str]:
    words = said(answer, begins_sentence=True)
    return {"$other": words.encode("utf-8", "replace").decode("utf-8")}


def decode(stored: Any) -> Any:
    """Return the answer that `encode` made JSON of.

    stored: whatever JSON holds: what `encode` never made becomes an `Other`.
    """
    if isinstance(stored, list):
        return [decode(part) for part in stored]
    if not isinstance(stored, dict):
        return stored
    if not any(key.startswith("$") for key in stored):
        return {key: decode(value) for key, value in stored.items()}
    try:
        return _decoded(stored)
    except (ValueError, TypeError, OverflowError, KeyError):
        return Other("an answer that nobody can read")


def _decoded(stored: dict[str, Any]) -> Any:
    if "$tuple" in stored:
        return tuple(decode(list(stored["$tuple"])))
    if "$set" in stored:
        return set(decode(list(stored["$set"])))
    if "$dict" in stored:
        return {decode(key): decode(value) for key, value in stored["$dict"]}
    if "$float" in stored:
        return NOT_FINITE[stored["$float"]]
    if "$array" in stored:
        parts = decode(list(stored["$array"]))
        if stored["$type"] not in KINDS:
            raise ValueError(stored["$type"])
        return np.array(parts, stored["$type"]).reshape(stored["$shape"])
    part = decode_part(stored, decode)
    return Other(stored.get("$other", "an answer")) if part is None else part
