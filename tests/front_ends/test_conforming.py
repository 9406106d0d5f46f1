"""The check of values against their description finds what is wrong with them."""

from typing import Literal, NotRequired, TypedDict

import pytest

from labhelpers.chart_protocol import Nothing
from tests.front_ends.conforming import fault


class Shape(TypedDict):
    name: Literal["line", "dot"]
    points: list[tuple[int, float]]
    label: NotRequired[str | None]


LINE = {"name": "line", "points": [(1, 0.5), [2, 1]]}


@pytest.mark.parametrize("value", [LINE, LINE | {"label": None}, LINE | {"points": []}, {}])
def test_what_conforms(value):
    assert not fault(value, Shape | Nothing)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "circle"},
        {"points": {}},
        {"points": [(1,)]},
        {"points": [(1.0, 0.5)]},
        {"points": [(True, 0.5)]},
        {"points": [(1, float("nan"))]},
        {"label": 3},
        {"unknown": 1},
    ],
)
def test_what_does_not(wrong):
    assert fault(LINE | wrong, Shape | Nothing)
    assert fault([LINE | wrong], list[Shape])


def test_a_key_that_is_missing_is_named():
    assert "points" in fault({"name": "dot"}, Shape)
