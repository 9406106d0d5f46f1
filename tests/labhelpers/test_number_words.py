"""Numbers as one says them in a sentence."""

import numpy as np
import pytest

from labhelpers.number_words import percent, several, with_article


def test_a_digit_has_the_article_that_one_says():
    assert [with_article(digit) for digit in (1, 7, 8)] == ["a 1", "a 7", "an 8"]


def test_one_of_something_has_no_s():
    said = [several(count, "image") for count in (0, 1, 2, 1442)]
    assert said == ["0 images", "1 image", "2 images", "1,442 images"]


@pytest.mark.parametrize(
    "share, decimals, said",
    [
        (0, 0, "0%"),
        (0.5, 0, "50%"),
        (0.99, 0, "99%"),
        (0.9949, 0, "99%"),
        (0.996, 0, ">99%"),
        (1, 0, "100%"),
        (0.9602, 2, "96.02%"),
        (0.9999, 2, "99.99%"),
        (0.99999, 2, ">99.99%"),
        (1, 2, "100.00%"),
        (0.9996, 1, ">99.9%"),
        (np.float32(0.9999), 0, ">99%"),
        (np.float32(1), 0, "100%"),
    ],
)
def test_percent_never_says_all_of_what_is_not_all(share, decimals, said):
    assert percent(share, decimals) == said


def test_every_share_below_one_is_below_a_hundred():
    for share in np.linspace(0.98, 1, 2001)[:-1]:
        for decimals in (0, 1, 2):
            assert "100" not in percent(share, decimals)
