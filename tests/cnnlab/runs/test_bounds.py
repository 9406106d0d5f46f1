"""An amount that is beyond its bound is never told as the bound itself."""

import pytest

from cnnlab.runs.bounds import beside


@pytest.mark.parametrize(
    ("amount", "bound", "told"),
    [
        (2_200_000, 2_000_000, "2.2"),
        (2_050_001, 2_000_000, "2.1"),
        (2_040_000, 2_000_000, "a little more than 2"),
        (1_990_000, 2_000_000, "a little less than 2"),
        (1_900_000, 2_000_000, "1.9"),
    ],
)
def test_rounding_never_hides_what_is_beyond(amount, bound, told):
    assert beside(amount, bound, 1_000_000, ".1f") == told


def test_a_bound_that_is_rounded_itself_is_told_as_it_is_there():
    assert beside(0.1693, 0.1734, 0.01, ".0f") == "a little less than 17"
