"""Durations in words."""

import pytest

from cnnlab.runs.duration import duration


@pytest.mark.parametrize(
    "seconds, said",
    [(0.123, "about 0.12 s"), (12.3, "about 12 s"), (98, "about 98 s"), (474, "about 7.9 min")],
)
def test_a_duration_is_as_exact_as_one_says_it(seconds, said):
    assert duration(seconds) == said
