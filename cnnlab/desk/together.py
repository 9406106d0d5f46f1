"""What two hand-ins share that is usually one's own, shown side by side.

It says what is equal and never why: two students may have worked on one machine, one may have
handed in twice, or one may have copied. Who asks them knows.
"""

import collections
from collections.abc import Callable, Iterator
from typing import Any

from cnnlab.desk import winnowing
from cnnlab.desk.remarks import TOGETHER, Remark
from labhelpers.number_words import percent

Row = dict[str, Any]
MOST_LISTED = 5


def _joined(text: str) -> str:
    return "".join(text.split()).casefold()


# What is compared, in words, and what it is of a row; "" is never compared.
SHARED: dict[str, Callable[[Row], str]] = {
    "The register number is also that of": lambda row: _joined(row["register"]),
    "The student number of the exercises is also that of": lambda row: _joined(row["student"]),
    "The weights are those of": lambda row: row["digests"]["weights"],
    "The predictions are those of": lambda row: row["digests"]["predictions"],
    "The drawing is that of": lambda row: row["digests"]["sample"],
    "The run's name is that of": lambda row: row["run"]["name"],
}


def remarks_on(rows: list[Row]) -> dict[int, list[Remark]]:
    """Return what belongs together by the row's number, both ways.

    rows: those that could be read.
    """
    found: dict[int, list[Remark]] = collections.defaultdict(list)
    for words, value_of in SHARED.items():
        for row, others in _sharing(rows, value_of):
            text = f"{words} {_listed(others)}."
            numbers = tuple(other["number"] for other in others)
            found[row["number"]].append(Remark(TOGETHER, text, numbers))
    for first, second, share in _alike(rows):
        for row, other in ((first, second), (second, first)):
            text = f"{percent(share)} of the shorter text's phrases are those of {_called(other)}."
            found[row["number"]].append(Remark(TOGETHER, text, (other["number"],)))
    return found


def _sharing(rows: list[Row], value_of: Callable[[Row], str]) -> Iterator[tuple[Row, list[Row]]]:
    groups = collections.defaultdict(list)
    for row in rows:
        if value := value_of(row):
            groups[value].append(row)
    for group in groups.values():
        for row in group if len(group) > 1 else []:
            yield row, [other for other in group if other is not row]


def _alike(rows: list[Row]) -> Iterator[tuple[Row, Row, float]]:
    by_number = {row["number"]: row for row in rows}
    texts = {row["number"]: row["fingerprint"] for row in rows}
    for first, second, share in winnowing.largely_the_same(texts):
        yield by_number[first], by_number[second], share


def _listed(rows: list[Row]) -> str:
    names = [_called(row) for row in rows]
    more = len(names) - MOST_LISTED
    listed = ", ".join(names[:MOST_LISTED])
    return f"{listed} and {more} more" if more > 0 else listed


def _called(row: Row) -> str:
    """Return whose hand-in a row is, and its file, which is nobody else's."""
    return f"{row['name']} ({row['file']})" if row["name"] else row["file"]
